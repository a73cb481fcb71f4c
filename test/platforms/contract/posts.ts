import { expect } from 'vitest';
import type { Posting } from '../../../src/platforms/platform.ts';
import type { Post } from '../../../src/core/post.ts';
import { attacks } from '../attacks.ts';
import { card, failureOf, note, onlyPart, posting, words, type Stage } from '../stage.ts';
import type { Suite } from '../contract.ts';

/** Threads and posts: shown once, whole, in order, in their thread, and harmless. */
export const postsContract: Suite = (it, description) => {
  const say = async (
    { platform, place }: Stage,
    thread: string,
    text: string,
    given: Posting,
  ): Promise<string> => {
    let id = '';
    for (const part of description.format(words(text)))
      ({ id } = await platform.post(place, thread, part, given));
    return id;
  };

  it('a thread is headed by the contact, and what is said in it stays in it, in order', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    await say(stage, id, 'one', posting('1'));
    await say(stage, id, 'two', posting('2'));
    const [thread] = stage.threads();
    for (const part of ['Ana', '+15550100', 'Acme', '106540352242922']) expect(thread?.[0]).toContain(part);
    expect(thread?.slice(1)).toEqual(['one', 'two']);
  });

  it('no text can ping, mention, link, format, forge a line of ours or break the layout', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    for (const [index, attack] of attacks.entries()) await say(stage, id, attack, posting(String(index)));
    expect(stage.threads()[0]?.slice(1)).toEqual(attacks);
  });

  it('no name can ping, format, link, or hide the number behind it', async (stage) => {
    for (const [index, attack] of [...attacks, '😀'.repeat(80), 'x'.repeat(80)].entries()) {
      const name = Array.from(attack).slice(0, 80).join('');
      await stage.platform.open(stage.place, { ...card, name }, posting(String(index)));
      const root = stage.threads()[index]?.[0]?.split('\n', 1)[0] ?? '';
      expect(root.endsWith(' · +15550100')).toBe(true);
      const shown = root.slice('👤 '.length, -' · +15550100'.length);
      expect(shown.endsWith('…') ? name.startsWith(shown.slice(0, -1)) : shown === name).toBe(true);
      expect(shown.length).toBeGreaterThan(30 - 1 < name.length ? 29 : name.length - 1);
    }
  });

  it('a line that no contact is the author of is posted, like any other', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    const part = onlyPart(description.format({ blocks: [note('⚠️ 1 message could not be shown')] }));
    await stage.platform.post(stage.place, id, part, posting('1', { author: '' }));
    expect(stage.threads()[0]?.slice(1)).toEqual(['⚠️ 1 message could not be shown']);
  });

  it('what may be shown twice says so', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    const part = onlyPart(description.format(words('again')));
    const sent = await stage.platform.post(stage.place, id, part, posting('1', { mark: true }));
    expect(sent.doubtful).toBe(true);
    expect(stage.threads()[0]?.[1]).toMatch(/^again\n.*May be shown twice/);
  });

  it('4,096 characters arrive whole and in order, whatever they are', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    const texts = ['*', '<', '&', '`', '😀', 'é', 'word and ', 'https://a.example/b_c '].map((unit) =>
      unit.repeat(Math.floor(4_096 / unit.length)),
    );
    for (const [at, text] of texts.entries()) {
      const from = stage.threads()[0]?.length ?? 0;
      for (const [index, part] of description.format(words(text)).entries()) {
        await stage.platform.post(stage.place, id, part, posting(`${at}-${index}`));
      }
      const shown = stage.threads()[0]?.slice(from).join('') ?? '';
      expect(shown.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }
  });

  it('every block is taken by the platform, alone and together', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    const blocks: Post['blocks'] = [
      note('🖼️ Image', 'x'.repeat(500)),
      note('🖼️ Image', '😀'.repeat(3_000)),
      note('↩️ answers', 'x', 1_800_000_000_000, { text: 'this', url: 'https://shop.example/' }),
      { kind: 'file', label: '🎥 Video', detail: 'x'.repeat(500) },
      ...words('ω'.repeat(40_000)).blocks,
      { kind: 'table', rows: Array.from({ length: 200 }, () => ({ label: 'l', value: 'v'.repeat(100) })) },
      { kind: 'raw', title: 'As it came', text: '{"`": "```"}'.repeat(150) },
      { kind: 'raw', title: 'As it came', text: '`<&😀'.repeat(6_000) },
    ];
    const posts: readonly Post[] = [{ blocks }, ...blocks.map((block) => ({ blocks: [block] }))];
    let serial = 0;
    for (const part of posts.flatMap((post) => description.format(post))) {
      serial += 1;
      await stage.platform.post(stage.place, id, part, posting(String(serial)));
    }
    expect(stage.threads()[0]?.slice(1).join('').match(/ω/g)).toHaveLength(80_000);
  });

  it('what was shown although its answer was lost is found, and not shown again', async (stage) => {
    const since = Date.now();
    stage.loseAnswer();
    expect(await failureOf(stage.platform.open(stage.place, card, posting('root')))).toMatchObject({
      kind: 'uncertain',
    });
    const { id } = await stage.platform.open(
      stage.place,
      card,
      posting('root', { look: { since, after: null, note: '' } }),
    );
    const first = await say(stage, id, 'same words', posting('1'));
    stage.loseAnswer();
    const part = onlyPart(description.format(words('same words')));
    expect(await failureOf(stage.platform.post(stage.place, id, part, posting('2')))).toMatchObject({
      kind: 'uncertain',
    });
    await stage.platform.post(
      stage.place,
      id,
      part,
      posting('2', { look: { since, after: first, note: '' } }),
    );
    expect(stage.threads().map((thread) => thread.slice(1))).toEqual([['same words', 'same words']]);
  });

  it('contacts whose first messages came in the same second each get a thread of their own', async (stage) => {
    const { platform, place } = stage;
    const look = { since: Date.now(), after: null, note: '' };
    stage.loseAnswer();
    const ana = platform.open(place, card, posting('ana'));
    expect(await failureOf(ana)).toMatchObject({ kind: 'uncertain' });
    const ben = await platform.open(place, { ...card, name: 'Ben' }, posting('ben'));
    // Cem's first attempt was lost on the way, Ana's was shown; both have to be looked for.
    const cem = await platform.open(place, { ...card, name: 'Cem' }, posting('cem', { look }));
    const found = await platform.open(place, card, posting('ana', { look }));
    for (const [name, { id }] of Object.entries({ found, ben, cem }))
      await say(stage, id, name, posting(`in ${name}`));
    const shown = stage.threads().map(([root = '', ...rest]) => [root.split(' ')[1], ...rest]);
    expect(shown).toHaveLength(3);
    expect(shown).toEqual(
      expect.arrayContaining([
        ['Ana', 'found'],
        ['Ben', 'ben'],
        ['Cem', 'cem'],
      ]),
    );
  });

  it('what was not shown is not found, and shown then', async (stage) => {
    const since = Date.now();
    const { id } = await stage.platform.open(
      stage.place,
      card,
      posting('root', { look: { since, after: null, note: '' } }),
    );
    await say(stage, id, 'ok', posting('1'));
    await say(
      stage,
      id,
      'ok',
      posting('2', { look: { since, after: await say(stage, id, 'ok', posting('3')), note: '' } }),
    );
    expect(stage.threads()[0]?.slice(1)).toEqual(['ok', 'ok', 'ok']);
  });

  it('a thread that is gone is told, and nothing of it is left in the channel', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    stage.deleteThread(id);
    expect(await failureOf(say(stage, id, 'lost?', posting('1')))).toEqual({ kind: 'threadLost' });
  });

  it('a limit is told with its time, and nothing is shown', async (stage) => {
    const { id } = await stage.platform.open(stage.place, card, posting('root'));
    stage.limitOnce();
    const failure = await failureOf(say(stage, id, 'later', posting('1')));
    expect(failure).toMatchObject({ kind: 'retry' });
    expect((failure as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(7_000);
    expect(stage.threads()[0]?.slice(1)).toEqual([]);
  });

  it('a place that takes no posts is broken until it is mended', async (stage) => {
    stage.breakPlace();
    const failure = await failureOf(stage.platform.open(stage.place, card, posting('root')));
    expect(failure).toEqual({ kind: 'broken', scope: 'destination' });
    stage.mendPlace();
    await stage.platform.open(stage.place, card, posting('root'));
  });

  it('a token that is refused breaks the whole platform, and a new one mends it without a restart', async (stage) => {
    stage.revokeToken();
    const failure = await failureOf(stage.platform.open(stage.place, card, posting('root')));
    expect(failure).toEqual({ kind: 'broken', scope: 'platform' });
    stage.restoreToken();
    await stage.platform.open(stage.place, card, posting('root'));
  });

  it('a platform that cannot be reached is down, and up again when it can', async (stage) => {
    await stage.down();
    const failure = await failureOf(stage.platform.open(stage.place, card, posting('root')));
    // A connection that was open may break after the request: then nobody knows.
    expect(['broken', 'uncertain']).toContain((failure as { kind: string }).kind);
    const again = await failureOf(stage.platform.open(stage.place, card, posting('root')));
    expect(again).toEqual({ kind: 'broken', scope: 'platform' });
    await stage.up();
    await stage.platform.open(stage.place, card, posting('root'));
  });

  it('a call that is broken off says that it may have been carried out', async (stage) => {
    const aborted = posting('root', { signal: AbortSignal.abort() });
    expect(await failureOf(stage.platform.open(stage.place, card, aborted))).toMatchObject({
      kind: 'uncertain',
    });
  });
};
