import { expect, test } from 'vitest';
import { slack } from '../../src/platforms/slack/index.ts';
import { plainText } from '../sandbox/slack/index.ts';
import { platformContract } from './contract.ts';
import { channel, connectTo, createStage, createStand, place } from './slack/stand.ts';
import { card, failureOf, onlyPart, picture, posting, words } from './stage.ts';

platformContract(slack, createStage);

test('slack › every post is stamped, unfurls nothing and makes no links of names', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  await platform.open(place, card, posting('stamp-of-the-root-post-00'));
  const call = stand.calls.find(({ method }) => method === 'chat.postMessage');
  expect(call?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', parse: 'none' });
  expect(stand.messages(channel)[0]?.metadata).toEqual({
    event_type: 'waconnect_bridge_post',
    event_payload: { stamp: 'stamp-of-the-root-post-00' },
  });
});

test('slack › where the bot may not look, a post that may be a double says so', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  stand.setScopes((scopes) => scopes.filter((scope) => scope !== 'channels:history'));
  const look = { since: Date.now(), after: null, note: '' };
  const sent = await platform.open(place, card, posting('s', { look }));
  expect(sent.doubtful).toBe(true);
  expect(stand.messages(channel).map(plainText).join()).toContain('May be shown twice');
});

test('slack › blocks that Slack refuses are said again in plain text', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id } = await platform.open(place, card, posting('root'));
  stand.faults.inject({ fault: { kind: 'error', code: 'invalid_blocks' } });
  const part = onlyPart(slack.format(words('plain <words>')));
  await platform.post(place, id, part, posting('s'));
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['plain <words>']);
});

test('slack › a look goes through page after page of fifteen', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id } = await platform.open(place, card, posting('root'));
  const part = onlyPart(slack.format(words('words')));
  const ids: string[] = [];
  for (let index = 0; index < 40; index += 1)
    ids.push((await platform.post(place, id, part, posting(`s${index}`))).id);
  const look = { since: 0, after: ids[0] ?? null, note: '' };
  const sent = await platform.post(place, id, part, posting('s37', { look }));
  expect(sent).toEqual({ id: ids[37], doubtful: false });
});

test("slack › posts are the bot's own unless the destination says otherwise", async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id } = await platform.open(place, card, posting('root'));
  await platform.post(place, id, onlyPart(slack.format(words('words'))), posting('1'));
  expect(stand.messages(channel).map(({ username }) => username)).toEqual([undefined, undefined]);
});

test('slack › in the name of a contact, posts and files say that it is a contact, and the head does not', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const named = { ...place, identity: 'contact' as const };
  const { id } = await platform.open(named, card, posting('root'));
  const part = onlyPart(slack.format(words('words')));
  const author = 'Support\u202E\nTeam';
  const file = async () => Promise.resolve(picture());
  await platform.post(named, id, part, posting('1', { author }));
  await platform.post(named, id, part, posting('2', { author, file }));
  await platform.post(named, id, part, posting('3', { author: ' \u200B' }));
  const names = stand.messages(channel).map(({ username }) => username);
  expect(names).toEqual([undefined, '📱 Support Team', '📱 Support Team', undefined]);
});

test('slack › a destination that may not post in the name of contacts is broken, and says what it lacks', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  stand.setScopes((scopes) => scopes.filter((scope) => scope !== 'chat:write.customize'));
  const named = { ...place, identity: 'contact' as const };
  const { id } = await platform.open(named, card, posting('root'));
  const attempt = platform.post(named, id, onlyPart(slack.format(words('words'))), posting('1'));
  await expect(attempt).rejects.toThrow('chat:write.customize');
  expect(await failureOf(attempt)).toEqual({ kind: 'broken', scope: 'destination' });
});

test('slack › a post in the name of a contact whose thread is gone cannot be deleted, so it is blanked', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const named = { ...place, identity: 'contact' as const };
  const { id } = await platform.open(named, card, posting('root'));
  stand.deleteMessage(channel, id);
  const attempt = platform.post(named, id, onlyPart(slack.format(words('secret'))), posting('1'));
  expect(await failureOf(attempt)).toEqual({ kind: 'threadLost' });
  expect(stand.messages(channel).map((message) => plainText(message).trim())).toEqual(['Moved to a thread.']);
});
