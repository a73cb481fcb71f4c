import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import type { Posting } from '../../../src/platforms/platform.ts';
import type { Post } from '../../../src/core/post.ts';
import type { SlackPayload } from '../../../src/platforms/slack/format.ts';
import { looksOf, plainText, type SlackSandbox } from '../../sandbox/slack/index.ts';
import { card, failureOf, note, onlyPart, picture, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place, quiet } from './stand.ts';

const createThread = async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  const notes: string[] = [];
  const say = (stamp: string, change: Partial<Posting> = {}) =>
    platform.post(place, thread, onlyPart(slack.format(words('The caption'))), {
      ...posting(stamp, { file: async () => Promise.resolve(picture()) }),
      remember: async (note) => {
        notes.push(note);
        return Promise.resolve();
      },
      ...change,
    });
  return { stand, platform, thread, notes, say };
};

const callsOf = (stand: SlackSandbox, name: string) => stand.calls.filter(({ method }) => method === name);

test('slack › a file is sent without our token, and remembered before it is shown', async () => {
  const { stand, say } = await createThread();
  let shownBefore = -1;
  const remember = async () => {
    shownBefore = callsOf(stand, 'files.completeUploadExternal').length;
    return Promise.resolve();
  };
  await say('1', { remember });
  expect(shownBefore).toBe(0);
  expect(callsOf(stand, 'upload').map(({ args }) => args['authorization'])).toEqual([undefined]);
});

test('slack › the id of a post with a file is that of its message, and its link opens it', async () => {
  const { stand, platform, thread, say } = await createThread();
  stand.setShareDelay(700);
  const { id } = await say('1');
  const [reply] = stand.threads(channel)[0]?.replies ?? [];
  expect([reply?.ts, reply?.files?.map(({ name }) => name)]).toEqual([id, ['picture.png']]);
  const link = await platform.link(place, thread, id, AbortSignal.timeout(5_000));
  expect(stand.opens(link)?.ts).toBe(id);
});

test('slack › a file on the disk is sent from the disk', async () => {
  const { stand, notes, say } = await createThread();
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a');
  writeFileSync(path, Buffer.alloc(3_000_000, 'abc'));
  const blob = await openAsBlob(path, { type: 'image/png' });
  await say('1', { file: async () => Promise.resolve({ ...picture(), blob }) });
  expect(Buffer.from(stand.file(notes[0] ?? '')?.bytes ?? []).equals(Buffer.alloc(3_000_000, 'abc'))).toBe(
    true,
  );
});

test('slack › a file that Slack took and never showed is deleted, and sent anew', async () => {
  const { stand, notes, say } = await createThread();
  const since = Date.now();
  stand.setShareDelay('never');
  const attempt = say('1', { signal: AbortSignal.timeout(700) });
  expect(await failureOf(attempt)).toMatchObject({ kind: 'uncertain' });
  stand.setShareDelay(20);
  const [note = ''] = notes;
  await say('1', { look: { since, after: null, note } });
  expect(stand.file(note)).toBeUndefined();
  expect(stand.threads(channel)[0]?.replies.map(({ files = [] }) => files.length)).toEqual([1]);
});

test('slack › a file that was sent and not completed is sent anew', async () => {
  const { stand, notes, say } = await createThread();
  const since = Date.now();
  stand.faults.inject({
    fault: { kind: 'reset' },
    when: ({ method }) => method === 'files.completeUploadExternal',
  });
  expect(await failureOf(say('1'))).toMatchObject({ kind: 'uncertain' });
  await say('1', { look: { since, after: null, note: notes[0] ?? '' } });
  expect(stand.threads(channel)[0]?.replies).toHaveLength(1);
});

test('slack › a file that is shown late is found by what it says, although nobody knows its id', async () => {
  const { stand, say } = await createThread();
  const since = Date.now();
  stand.faults.inject({
    fault: { kind: 'acceptThenReset' },
    when: ({ method }) => method === 'files.completeUploadExternal',
  });
  await failureOf(say('1'));
  await expect.poll(() => stand.threads(channel)[0]?.replies.length).toBe(1);
  const sent = await say('1', { look: { since, after: null, note: '' }, file: null });
  expect([sent.id, sent.doubtful]).toEqual([stand.threads(channel)[0]?.replies[0]?.ts, false]);
});

test('slack › a file whose sending breaks is not shown, and nobody has to look for it', async () => {
  for (const kind of ['reset', 'hang'] as const) {
    const { stand, say } = await createThread();
    stand.faults.inject({ fault: { kind }, when: ({ method }) => method === 'upload' });
    const failure = await failureOf(say('1', { signal: AbortSignal.timeout(500) }));
    expect(failure).toEqual({ kind: 'retry', scope: 'conversation', retryAfterMs: null });
    expect(stand.threads(channel)[0]?.replies).toEqual([]);
  }
});

test('slack › an upload address that takes no such file refuses it for good', async () => {
  const { stand, say } = await createThread();
  stand.faults.inject({
    fault: { kind: 'error', code: 'too large', status: 413 },
    when: ({ method }) => method === 'upload',
  });
  expect(await failureOf(say('1'))).toEqual({ kind: 'fileRefused' });
});

test('slack › a limit of the methods for files holds no other conversation back', async () => {
  for (const name of ['files.getUploadURLExternal', 'files.completeUploadExternal']) {
    const { stand, say } = await createThread();
    stand.faults.inject({
      fault: { kind: 'rateLimited', retryAfterSeconds: 9 },
      when: ({ method }) => method === name,
    });
    expect(await failureOf(say('1'))).toEqual({
      kind: 'retry',
      scope: 'conversation',
      retryAfterMs: 9_000,
    });
  }
});

test.each(['files:write', 'files:read'])(
  'slack › an app without the scope %s shows the words without the file',
  async (scope) => {
    const { stand, say } = await createThread();
    stand.setScopes((scopes) => scopes.filter((one) => one !== scope));
    const attempt = say('1');
    await expect(attempt).rejects.toThrow(scope);
    expect(await failureOf(attempt)).toEqual({ kind: 'fileRefused' });
    await say('1', { file: null });
    expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['The caption']);
  },
);

test('slack › blocks that Slack refuses beside a file are said again in plain text', async () => {
  const { stand, say } = await createThread();
  stand.faults.inject({
    fault: { kind: 'error', code: 'invalid_blocks' },
    when: ({ method }) => method === 'files.completeUploadExternal',
  });
  await say('1');
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['The caption']);
});

test('slack › a post with a file carries its stamp and says when it may be a double', async () => {
  const { stand, say } = await createThread();
  await say('1', { mark: true });
  const [reply] = stand.threads(channel)[0]?.replies ?? [];
  expect(reply?.blocks[0]?.block_id).toBe(`waconnect_bridge_post:${'1'.padStart(24, '.')}`);
  expect(plainText(reply!)).toContain('May be shown twice');
});

test('slack › what came beside a file stands below a line of ours, since files may take no folded blocks', () => {
  const raw = { kind: 'raw', title: 'Before', text: 'former words' } as const;
  const file = { kind: 'file', label: '🖼️ Image', detail: '' } as const;
  const typesIn = (blocks: Post['blocks']): unknown => {
    const { payload, preview } = onlyPart(slack.format({ blocks }));
    expect(preview.endsWith('Before\nformer words')).toBe(true);
    return (payload as SlackPayload).blocks.map(({ type }) => type);
  };
  expect(typesIn([file, raw])).toEqual(['context', 'context', 'rich_text']);
  expect(typesIn([note('❓ Unknown'), raw])).toEqual(['context', 'container']);
});

test('slack › an edited caption with the words before it takes the place of the old one', async () => {
  const { stand, platform, thread } = await createThread();
  const file = { kind: 'file', label: '🖼️ Image', detail: '' } as const;
  const said = { blocks: [file, ...words('old').blocks] };
  const given = posting('1', { file: async () => Promise.resolve(picture()) });
  const { id } = await platform.post(place, thread, onlyPart(slack.format(said)), given);
  const raw = { kind: 'raw', title: 'Before', text: '*old* <!channel>' } as const;
  const edited = slack.format({ blocks: [file, ...words('new').blocks, note('✏️ Edited'), raw] });
  const amending = { file: null, mark: false, signal: AbortSignal.timeout(5_000) };
  await platform.amend(place, thread, id, onlyPart(edited), amending);
  const [reply] = stand.threads(channel)[0]?.replies ?? [];
  expect([plainText(reply!), reply?.files?.length]).toEqual([
    ...['🖼️ Image\nnew\n✏️ Edited\nBefore\n*old* <!channel>', 1],
  ]);
  expect(looksOf(reply!).slice(-2)).toEqual([
    { text: 'Before', look: 'n' },
    { text: '*old* <!channel>', look: 'p' },
  ]);
});

test.each(['files:write', 'channels:history'])(
  'slack › a file that an app without the scope %s may not delete goes with its post, and the words are changed first',
  async (scope) => {
    const { stand, platform, thread, say } = await createThread();
    const { id } = await say('1');
    stand.setScopes((scopes) => scopes.filter((one) => one !== scope));
    const part = onlyPart(slack.format({ blocks: [note('🗑️ Deleted')] }));
    const amending = { file: 'removed' as const, mark: false, signal: AbortSignal.timeout(5_000) };
    const attempt = platform.amend(place, thread, id, part, amending);
    await expect(attempt).rejects.toThrow(scope);
    expect(await failureOf(attempt)).toEqual({ kind: 'gone' });
    expect(callsOf(stand, 'chat.update')).not.toEqual([]);
    expect(stand.threads(channel)[0]?.replies).toEqual([]);
  },
);

test('slack › where neither file nor post can be deleted, the words are changed and the operator is told', async () => {
  const { stand, thread } = await createThread();
  const logged: unknown[] = [];
  const log = { ...quiet, error: (fields: object) => logged.push(fields) };
  const platform = await slack.connect({ botToken: stand.botToken, apiUrl: stand.apiUrl }, log);
  onTestFinished(() => platform.close());
  const named = { ...place, identity: 'contact' as const };
  const given = posting('1', { file: async () => Promise.resolve(picture()) });
  const { id } = await platform.post(named, thread, onlyPart(slack.format(words('The caption'))), given);
  stand.setScopes((scopes) => scopes.filter((one) => one !== 'files:write'));
  const part = onlyPart(slack.format({ blocks: [note('🗑️ Deleted')] }));
  const amending = { file: 'removed' as const, mark: false, signal: AbortSignal.timeout(5_000) };
  expect(await failureOf(platform.amend(named, thread, id, part, amending))).toEqual({ kind: 'gone' });
  expect(stand.threads(channel)[0]?.replies.map((reply) => plainText(reply).trim())).toEqual(['🗑️ Deleted']);
  expect(logged).toMatchObject([{ channel, why: expect.stringContaining('files:write') }]);
});

test('slack › words that can no longer be changed are no reason for a file to stay', async () => {
  const { stand, platform, thread, say } = await createThread();
  const { id } = await say('1');
  stand.faults.inject({
    fault: { kind: 'error', code: 'edit_window_closed' },
    when: ({ method }) => method === 'chat.update',
  });
  const part = onlyPart(slack.format({ blocks: [note('🗑️ Deleted')] }));
  const amending = { file: 'removed' as const, mark: false, signal: AbortSignal.timeout(5_000) };
  expect(await failureOf(platform.amend(place, thread, id, part, amending))).toEqual({ kind: 'gone' });
  expect(stand.messages(channel).flatMap(({ files = [] }) => files)).toEqual([]);
});
