import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../../src/core/log.ts';
import { slack } from '../../../src/platforms/slack/index.ts';
import type { Posting } from '../../../src/platforms/platform.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, failureOf, onlyPart, picture, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

const part = onlyPart(slack.format(words('private words')));

/** A thread whose head an agent has deleted, so that Slack shows what is said in it in the channel. */
const createLostThread = async () => {
  const stand = await createStand();
  const told: string[] = [];
  const tell = (_fields: object, message: string) => told.push(message);
  const log: Log = { info: () => undefined, warn: tell, error: tell };
  const credentials = { botToken: stand.botToken, apiUrl: stand.apiUrl };
  const platform = await slack.connect(credentials, log);
  onTestFinished(() => platform.close());
  const { id: thread } = await platform.open(place, card, posting('root'));
  stand.deleteMessage(channel, thread);
  const since = Date.now();
  const say = (given: Partial<Posting> = {}, by = platform) =>
    failureOf(by.post(place, thread, part, posting('1', given)));
  const shown = () => stand.messages(channel).map((message) => plainText(message).trim());
  const refuse = (method: string, fault: Fault, times = 1): void => {
    stand.faults.inject({ fault, times, when: (call) => call.method === method });
  };
  return { stand, told, say, shown, refuse, look: { since, after: null, note: '' } };
};

const file = async () => Promise.resolve(picture());

test('slack › what Slack showed outside of a lost thread is removed, also after a crash before it was known', async () => {
  const { stand, say, shown, refuse, look } = await createLostThread();
  refuse('chat.postMessage', { kind: 'acceptThenReset' });
  expect(await say()).toMatchObject({ kind: 'uncertain' });
  expect(shown()).toEqual(['private words']);
  // Another process, that knows what the store knows.
  expect(await say({ look }, await connectTo(stand))).toEqual({ kind: 'threadLost' });
  expect(shown()).toEqual([]);
});

test('slack › a file that Slack showed outside of a lost thread is removed, also after a crash', async () => {
  const { stand, say, shown, refuse, look } = await createLostThread();
  let note = '';
  const remember = async (text: string) => {
    note = text;
    return Promise.resolve();
  };
  refuse('files.completeUploadExternal', { kind: 'acceptThenReset' });
  expect(await say({ file, remember })).toMatchObject({ kind: 'uncertain' });
  await expect.poll(shown).toEqual(['private words']);
  const anew = await connectTo(stand);
  expect(await say({ file, look: { ...look, note } }, anew)).toEqual({ kind: 'threadLost' });
  expect([shown(), stand.file(note)]).toEqual([[], undefined]);
});

test('slack › what cannot be deleted is blanked', async () => {
  const { say, shown, refuse } = await createLostThread();
  refuse('chat.delete', { kind: 'error', code: 'cant_delete_message' });
  expect(await say()).toEqual({ kind: 'threadLost' });
  expect(shown()).toEqual(['Moved to a thread.']);
});

test('slack › what can neither be deleted nor blanked is left to the operator, and the message goes on', async () => {
  const { told, say, refuse } = await createLostThread();
  refuse('chat.delete', { kind: 'error', code: 'cant_delete_message' });
  refuse('chat.update', { kind: 'error', code: 'edit_window_closed' });
  expect(await say()).toEqual({ kind: 'threadLost' });
  expect(told.at(-1)).toBe('A post stands outside of its thread: remove it by hand.');
});

test.each<[string, Fault]>([
  ['may not be asked just now', { kind: 'rateLimited', retryAfterSeconds: 1 }],
  ['fails', { kind: 'status', status: 502 }],
  ['resets', { kind: 'reset' }],
  ['does not know the token for a while', { kind: 'error', code: 'token_revoked' }],
])(
  'slack › where Slack %s, the next attempt removes what stands outside of its thread',
  async (_what, fault) => {
    const { say, shown, refuse, look } = await createLostThread();
    refuse('chat.delete', fault);
    refuse('chat.update', fault);
    expect(await say()).toMatchObject({ kind: 'uncertain' });
    expect(shown()).toEqual(['private words']);
    await expect.poll(() => say({ look }), { timeout: 5_000 }).toEqual({ kind: 'threadLost' });
    expect(shown()).not.toContain('private words');
  },
);

test('slack › what an agent deleted meanwhile is gone, and nobody is told', async () => {
  const { told, say, refuse } = await createLostThread();
  refuse('chat.delete', { kind: 'error', code: 'message_not_found' });
  expect(await say()).toEqual({ kind: 'threadLost' });
  expect(told).toEqual([]);
});

test('slack › a thread whose head was deleted after it had answers stays a thread', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  await platform.post(place, thread, part, posting('1'));
  stand.deleteMessage(channel, thread);
  await platform.post(place, thread, part, posting('2'));
  expect(stand.threads(channel).map(({ replies }) => replies.length)).toEqual([2]);
});
