import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import type { Look, Sent } from '../../../src/platforms/platform.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, failureOf, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

/** What Slack gives apps that are sold outside of its marketplace, with a second in the place of a minute. */
const narrow = { everySeconds: 1, page: 15 };
const part = onlyPart(slack.format(words('words')));

/** A thread with a confirmed post, and so many others behind it. */
const createThread = async (others: number, given = narrow) => {
  const stand = await createStand({ looks: given });
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  const { id: after } = await platform.post(place, thread, part, posting('confirmed'));
  for (let index = 0; index < others; index += 1)
    await platform.post(place, thread, part, posting(`other ${index}`));
  const look: Look = { since: Date.now(), after, note: '' };
  const replies = () => stand.threads(channel)[0]?.replies ?? [];
  const looks = () => stand.calls.filter(({ method }) => /^conversations\.(replies|history)$/.test(method));
  return { stand, platform, thread, look, replies, looks };
};

/** As the outbox does: again when the time has come that was asked for. */
const insist = async (attempt: () => Promise<Sent>): Promise<Sent> => {
  for (;;) {
    const sent = attempt();
    const failure = (await failureOf(sent)) as { kind?: string; retryAfterMs?: number };
    if (failure.kind !== 'retry') return sent;
    await wait(failure.retryAfterMs);
  }
};

test('slack › a post whose answer was lost is found on the third page, at one page a time, and not said again', async () => {
  const { stand, platform, thread, look, replies, looks } = await createThread(40);
  stand.faults.inject({ fault: { kind: 'acceptThenReset' } });
  expect(await failureOf(platform.post(place, thread, part, posting('lost')))).toMatchObject({
    kind: 'uncertain',
  });
  const shown = replies().map(({ ts }) => ts);
  const sent = await insist(() => platform.post(place, thread, part, posting('lost', { look })));
  expect(sent).toEqual({ id: shown.at(-1), doubtful: false });
  expect(replies().map(({ ts }) => ts)).toEqual(shown);
  // Three pages; the rest of the calls was told to wait, and obeyed.
  expect(looks().filter(({ outcome }) => outcome === 'ok')).toHaveLength(3);
  expect(looks().length).toBeLessThanOrEqual(5);
});

test('slack › a post that is nowhere is said when the last page has been seen', async () => {
  const { platform, thread, look, replies } = await createThread(20);
  const sent = await insist(() => platform.post(place, thread, part, posting('never sent', { look })));
  expect(sent).toEqual({ id: replies().at(-1)?.ts, doubtful: false });
  expect(replies()).toHaveLength(22);
});

test('slack › the head of a thread is found among many others, page by page', async () => {
  const { stand, platform, looks } = await createThread(0);
  const look: Look = { since: Date.now(), after: null, note: '' };
  stand.faults.inject({ fault: { kind: 'acceptThenReset' } });
  await failureOf(platform.open(place, card, posting('lost')));
  for (let index = 0; index < 20; index += 1)
    await platform.open(place, { ...card, name: `Other ${index}` }, posting(`other root ${index}`));
  const before = stand.messages(channel).length;
  const sent = await insist(() => platform.open(place, card, posting('lost', { look })));
  expect(stand.messages(channel)).toHaveLength(before);
  expect(stand.messages(channel).find(({ ts }) => ts === sent.id)?.metadata?.event_payload).toEqual({
    stamp: 'lost'.padStart(24, '.'),
  });
  expect(looks().filter(({ outcome }) => outcome === 'ok')).toHaveLength(2);
});

test('slack › the time after which another look is allowed is handed on, and holds that conversation only', async () => {
  const { stand, platform, thread, look } = await createThread(0);
  stand.faults.inject({
    fault: { kind: 'rateLimited', retryAfterSeconds: 60 },
    when: ({ method }) => method === 'conversations.replies',
  });
  const attempt = platform.post(place, thread, part, posting('lost', { look }));
  expect(await failureOf(attempt)).toEqual({ kind: 'retry', scope: 'conversation', retryAfterMs: 60_000 });
  await platform.post(place, thread, part, posting('somebody else'));
});

test('slack › a page that Slack does not know any more is looked for from the beginning', async () => {
  const { stand, platform, thread, look, replies } = await createThread(20, {
    everySeconds: 0.001,
    page: 15,
  });
  const lookForLost = () => platform.post(place, thread, part, posting('never sent', { look }));
  stand.faults.inject({
    fault: { kind: 'error', code: 'invalid_cursor' },
    when: ({ args }) => args['cursor'] !== undefined,
  });
  expect(await failureOf(lookForLost())).toMatchObject({ kind: 'retry', scope: 'conversation' });
  const before = stand.calls.length;
  await insist(lookForLost);
  const pages = stand.calls.slice(before).filter(({ outcome }) => outcome === 'ok');
  expect(pages.map(({ method, args }) => [method, args['cursor'] !== undefined])).toEqual([
    ['conversations.replies', false],
    ['conversations.replies', true],
    ['chat.postMessage', false],
  ]);
  expect(replies()).toHaveLength(22);
});

test('slack › a bridge that was started anew looks from the first page on, and comes to the end as well', async () => {
  const { stand, platform, thread, look, replies } = await createThread(20);
  stand.faults.inject({ fault: { kind: 'acceptThenReset' } });
  await failureOf(platform.post(place, thread, part, posting('lost')));
  await failureOf(platform.post(place, thread, part, posting('lost', { look })));
  const shown = replies().map(({ ts }) => ts);
  const anew = await connectTo(stand);
  const sent = await insist(() => anew.post(place, thread, part, posting('lost', { look })));
  expect(sent).toEqual({ id: shown.at(-1), doubtful: false });
  expect(replies().map(({ ts }) => ts)).toEqual(shown);
});

test('slack › where nobody may look, the post is said, with the mark, whatever the limits', async () => {
  const { stand, platform, thread, look, replies } = await createThread(0);
  stand.setScopes((scopes) => scopes.filter((scope) => scope !== 'channels:history'));
  const sent = await platform.post(place, thread, part, posting('lost', { look }));
  expect(sent.doubtful).toBe(true);
  expect(plainText(replies().at(-1)!)).toContain('May be shown twice');
});

test('slack › one that is found with its mark is known to be marked', async () => {
  const { platform, thread, look, replies } = await createThread(0);
  const { id } = await platform.post(place, thread, part, posting('lost', { mark: true }));
  const found = await platform.post(place, thread, part, posting('lost', { mark: true, look }));
  expect([found, replies().length]).toEqual([{ id, doubtful: true }, 2]);
});
