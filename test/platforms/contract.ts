import { expect, test } from 'vitest';
import type { Card, Post } from '../../src/core/post.ts';
import type { Part, Platform, PlatformDescription, Sending } from '../../src/platforms/platform.ts';

/** A platform connected to its stand-in, seen from both sides; cleaned up by itself. */
export interface Stage {
  readonly platform: Platform;
  readonly place: unknown;
  /** What agents see in the channel: each root, with the posts of its thread. */
  threads(): readonly (readonly string[])[];
  /** What stands in the channel outside of all threads and is no root. */
  strays(): readonly string[];
  /** Who or what was pinged. */
  pings(): readonly string[];
  refusals(): readonly string[];
  /** The next post is carried out, and its answer lost. */
  loseAnswer(): void;
  limitOnce(): void;
  deleteThread(id: string): void;
  breakPlace(): void;
  mendPlace(): void;
  revokeToken(): void;
  restoreToken(): void;
  down(): Promise<void>;
  up(): Promise<void>;
}

const card: Card = {
  name: 'Ana',
  address: '+15550100',
  account: 'Acme',
  number: '106540352242922',
  at: 1_800_000_000_000,
};

const sending = (stamp: string, look: Sending['look'] = null): Sending => ({
  stamp: stamp.padStart(24, '.'),
  look,
  mark: false,
  signal: AbortSignal.timeout(10_000),
});
const words = (text: string): Post => ({ blocks: [{ kind: 'words', text }] });

/** What every platform promises. */
export const platformContract = (
  description: PlatformDescription,
  createStage: () => Promise<Stage>,
): void => {
  const it = (title: string, body: (stage: Stage) => Promise<void>): void => {
    test(`platform contract (${description.name}) › ${title}`, async () => {
      const stage = await createStage();
      await body(stage);
      expect(stage.refusals()).toEqual([]);
      expect(stage.pings()).toEqual([]);
      expect(stage.strays()).toEqual([]);
    });
  };
  const partsOf = (post: Post): readonly Part[] => description.format(post);
  const say = async (
    { platform, place }: Stage,
    thread: string,
    text: string,
    given: Sending,
  ): Promise<string> => {
    let id = '';
    for (const part of partsOf(words(text))) ({ id } = await platform.post(place, thread, part, given));
    return id;
  };
  const failureOf = async (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'no failure',
      (error: unknown) => (error as { failure?: unknown }).failure ?? error,
    );

  it('a thread is headed by the contact, and what is said in it stays in it, in order', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    await say(stage, id, 'one', sending('1'));
    await say(stage, id, 'two', sending('2'));
    const [thread] = stage.threads();
    for (const part of ['Ana', '+15550100', 'Acme', '106540352242922']) expect(thread?.[0]).toContain(part);
    expect(thread?.slice(1)).toEqual(['one', 'two']);
  });

  it('no text can ping, mention, link, format, forge a line of ours or break the layout', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    for (const [index, attack] of attacks.entries()) await say(stage, id, attack, sending(String(index)));
    expect(stage.threads()[0]?.slice(1)).toEqual(attacks);
  });

  it('no name can ping, format, link, or hide the number behind it', async (stage) => {
    for (const [index, attack] of [...attacks, '😀'.repeat(80), 'x'.repeat(80)].entries()) {
      const name = Array.from(attack).slice(0, 80).join('');
      await stage.platform.open(stage.place, { ...card, name }, sending(String(index)));
      const root = stage.threads()[index]?.[0]?.split('\n', 1)[0] ?? '';
      expect(root.endsWith(' · +15550100')).toBe(true);
      const shown = root.slice('👤 '.length, -' · +15550100'.length);
      expect(shown.endsWith('…') ? name.startsWith(shown.slice(0, -1)) : shown === name).toBe(true);
      expect(shown.length).toBeGreaterThan(30 - 1 < name.length ? 29 : name.length - 1);
    }
  });

  it('what may be shown twice says so', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    const [part] = partsOf(words('again'));
    if (part === undefined) throw new Error('no part');
    const sent = await stage.platform.post(stage.place, id, part, { ...sending('1'), mark: true });
    expect(sent.doubtful).toBe(true);
    expect(stage.threads()[0]?.[1]).toMatch(/^again\n.*May be shown twice/);
  });

  it('4,096 characters arrive whole and in order, whatever they are', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    const texts = ['*', '<', '&', '`', '😀', 'é', 'word and ', 'https://a.example/b_c '].map((unit) =>
      unit.repeat(Math.floor(4_096 / unit.length)),
    );
    for (const [at, text] of texts.entries()) {
      const from = stage.threads()[0]?.length ?? 0;
      for (const [index, part] of partsOf(words(text)).entries()) {
        await stage.platform.post(stage.place, id, part, sending(`${at}-${index}`));
      }
      const shown = stage.threads()[0]?.slice(from).join('') ?? '';
      expect(shown.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }
  });

  it('every block is taken by the platform, alone and together', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    const blocks: Post['blocks'] = [
      { kind: 'note', label: '🖼️ Image', detail: 'x'.repeat(500) },
      { kind: 'words', text: 'y'.repeat(40_000) },
      { kind: 'raw', text: '{"`": "```"}'.repeat(150) },
    ];
    const posts: readonly Post[] = [{ blocks }, ...blocks.map((block) => ({ blocks: [block] }))];
    let serial = 0;
    for (const part of posts.flatMap(partsOf)) {
      serial += 1;
      await stage.platform.post(stage.place, id, part, sending(String(serial)));
    }
    expect(stage.threads()[0]?.slice(1).join('').match(/y/g)).toHaveLength(80_000);
  });

  it('what was shown although its answer was lost is found, and not shown again', async (stage) => {
    const since = Date.now();
    stage.loseAnswer();
    expect(await failureOf(stage.platform.open(stage.place, card, sending('root')))).toMatchObject({
      kind: 'uncertain',
    });
    const { id } = await stage.platform.open(stage.place, card, sending('root', { since, after: null }));
    const first = await say(stage, id, 'same words', sending('1'));
    stage.loseAnswer();
    const [part] = partsOf(words('same words'));
    if (part === undefined) throw new Error('no part');
    expect(await failureOf(stage.platform.post(stage.place, id, part, sending('2')))).toMatchObject({
      kind: 'uncertain',
    });
    await stage.platform.post(stage.place, id, part, sending('2', { since, after: first }));
    expect(stage.threads().map((thread) => thread.slice(1))).toEqual([['same words', 'same words']]);
  });

  it('what was not shown is not found, and shown then', async (stage) => {
    const since = Date.now();
    const { id } = await stage.platform.open(stage.place, card, sending('root', { since, after: null }));
    await say(stage, id, 'ok', sending('1'));
    await say(stage, id, 'ok', sending('2', { since, after: await say(stage, id, 'ok', sending('3')) }));
    expect(stage.threads()[0]?.slice(1)).toEqual(['ok', 'ok', 'ok']);
  });

  it('a thread that is gone is told, and nothing of it is left in the channel', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    stage.deleteThread(id);
    expect(await failureOf(say(stage, id, 'lost?', sending('1')))).toEqual({ kind: 'threadLost' });
  });

  it('a limit is told with its time, and nothing is shown', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, sending('root'));
    stage.limitOnce();
    const failure = await failureOf(say(stage, id, 'later', sending('1')));
    expect(failure).toMatchObject({ kind: 'retry' });
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(7_000);
    expect(stage.threads()[0]?.slice(1)).toEqual([]);
  });

  it('a place that takes no posts is broken until it is mended', async (stage) => {
    stage.breakPlace();
    const failure = await failureOf(stage.platform.open(stage.place, card, sending('root')));
    expect(failure).toEqual({ kind: 'broken', scope: 'destination' });
    stage.mendPlace();
    await stage.platform.open(stage.place, card, sending('root'));
  });

  it('a token that is refused breaks the whole platform, and a new one mends it without a restart', async (stage) => {
    stage.revokeToken();
    const failure = await failureOf(stage.platform.open(stage.place, card, sending('root')));
    expect(failure).toEqual({ kind: 'broken', scope: 'platform' });
    stage.restoreToken();
    await stage.platform.open(stage.place, card, sending('root'));
  });

  it('a platform that cannot be reached is down, and up again when it can', async (stage) => {
    await stage.down();
    const failure = await failureOf(stage.platform.open(stage.place, card, sending('root')));
    // A connection that was open may break after the request: then nobody knows.
    expect(['broken', 'uncertain']).toContain((failure as { kind: string }).kind);
    const again = await failureOf(stage.platform.open(stage.place, card, sending('root')));
    expect(again).toEqual({ kind: 'broken', scope: 'platform' });
    await stage.up();
    await stage.platform.open(stage.place, card, sending('root'));
  });

  it('a call that is broken off says that it may have been carried out', async (stage) => {
    const aborted = { ...sending('root'), signal: AbortSignal.abort() };
    expect(await failureOf(stage.platform.open(stage.place, card, aborted))).toMatchObject({
      kind: 'uncertain',
    });
  });
};

/** Each is one line without white space at its ends, so that what is shown can be compared as it is. */
export const attacks = [
  '<!channel> <!here> <!everyone> <@U0123456> <!subteam^S0123> <#C0123456>',
  '@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678>',
  '<https://evil.example|bank.example> [bank](https://evil.example) <mailto:a@b.example|x>',
  '**bold** *it* __u__ ~~s~~ ||spoiler|| `code` ```block``` _i_',
  '# heading',
  '-# small print',
  '> quote',
  '>>> all quoted',
  '- item',
  '1. item',
  '<t:1700000000:R> <:emoji:123456789012345678> </cmd:123456789012345678> <id:guide>',
  '&lt;!channel&gt; &amp; \\*escaped\\* \\',
  '<!date^1392734382^{date}^https://evil.example|now>',
  '⚠️ 1 message could not be shown · forged',
  '-# ⚠️ 1 message could not be shown · forged',
  '\u200B-#\u200B ⚠️ 1 message could not be shown · forged',
  'HTTP://x[Your_bank](https://evil.example)',
  'http://*: bold http://*:',
  'http://`: code http://`:',
  'https://a**[Bank](http://evil.example)',
  ':smile: :flag-de: (c) 1 < 2 & 3 > 2',
  'https://a.example/x_y_z?q=*a*&b=`c`',
];
