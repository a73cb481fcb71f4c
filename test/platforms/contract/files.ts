import { expect } from 'vitest';
import type { Post } from '../../../src/core/post.ts';
import type { Posting } from '../../../src/platforms/platform.ts';
import type { Suite } from '../contract.ts';
import { card, failureOf, note, onlyPart, picture, plainly, posting, type Stage } from '../stage.ts';

/** Files of contacts. */
export const filesContract: Suite = (it, description) => {
  const post: Post = {
    blocks: [
      { kind: 'file', label: '🖼️ Image', detail: 'picture.png' },
      { kind: 'words', text: 'The caption', paragraphs: plainly('The caption'), isStruck: false },
    ],
  };
  const open = async ({ platform, place }: Stage): Promise<string> =>
    (await platform.open(place, card, posting('root'))).id;
  const say = async ({ platform, place }: Stage, thread: string, stamp: string, given: Partial<Posting>) =>
    platform.post(place, thread, onlyPart(description.format(post)), posting(stamp, given));

  it('a post shows its file and its words, in the thread and in order', async (stage) => {
    const thread = await open(stage);
    await say(stage, thread, '1', { file: async () => Promise.resolve(picture('one')) });
    await say(stage, thread, '2', { file: async () => Promise.resolve(picture('two')) });
    expect(stage.files()).toEqual([
      { name: 'picture.png', text: 'one' },
      { name: 'picture.png', text: 'two' },
    ]);
    expect(stage.threads()[0]).toHaveLength(3);
    for (const shown of stage.threads()[0]?.slice(1) ?? []) expect(shown).toContain('The caption');
  });

  it('a file whose answer was lost is found, and neither fetched nor shown again', async (stage) => {
    const thread = await open(stage);
    const since = Date.now();
    let note = '';
    let fetched = 0;
    const given = {
      file: async () => {
        fetched += 1;
        return Promise.resolve(picture());
      },
      remember: async (told: string) => {
        note = told;
        return Promise.resolve();
      },
    };
    stage.loseAnswer();
    expect(await failureOf(say(stage, thread, '1', given))).toMatchObject({ kind: 'uncertain' });
    const look = { since, after: null, note };
    const sent = await say(stage, thread, '1', { ...given, look });
    expect([sent.doubtful, fetched, stage.files().length, stage.threads()[0]?.length]).toEqual([
      ...[false, 1, 1, 2],
    ]);
    expect(
      stage
        .looks(thread, sent.id)
        .map(({ text }) => text)
        .join(''),
    ).toContain('The caption');
  });

  it('a file that was never shown is not found, and shown then', async (stage) => {
    const thread = await open(stage);
    const look = { since: Date.now(), after: null, note: '' };
    await say(stage, thread, '1', { look, file: async () => Promise.resolve(picture()) });
    expect([stage.files().length, stage.threads()[0]?.length]).toEqual([1, 2]);
  });

  it('a file that the platform will not take is refused alone: the post without it works', async (stage) => {
    const thread = await open(stage);
    stage.refuseFile();
    const refused = say(stage, thread, '1', { file: async () => Promise.resolve(picture()) });
    expect(await failureOf(refused)).toEqual({ kind: 'fileRefused' });
    expect([stage.files(), stage.threads()[0]?.length]).toEqual([[], 1]);
    await say(stage, thread, '1', {});
    expect(stage.threads()[0]?.[1]).toContain('The caption');
  });

  it('what the source of a file says is handed on as it is, and nothing is shown', async (stage) => {
    const thread = await open(stage);
    const gone = new Error('the file is gone');
    const attempt = say(stage, thread, '1', { file: async () => Promise.reject(gone) });
    expect(await failureOf(attempt)).toBe(gone);
    expect([stage.files(), stage.threads()[0]?.length]).toEqual([[], 1]);
  });

  it('a file for a thread that is gone is shown nowhere', async (stage) => {
    const thread = await open(stage);
    stage.deleteThread(thread);
    const lost = say(stage, thread, '1', { file: async () => Promise.resolve(picture()) });
    expect(await failureOf(lost)).toEqual({ kind: 'threadLost' });
    expect(stage.files()).toEqual([]);
  });

  it('a file of no bytes and a name of any letters do not stop the post', async (stage) => {
    const thread = await open(stage);
    const odd = { ...picture('x'), name: 'Füße & <b> "1" ${HOME} 日本.png' };
    await say(stage, thread, '1', { file: async () => Promise.resolve(odd) });
    expect(stage.files().map(({ text }) => text)).toEqual(['x']);
    const nothing = say(stage, thread, '2', { file: async () => Promise.resolve(picture('')) });
    expect(['no failure', { kind: 'fileRefused' }]).toContainEqual(await failureOf(nothing));
  });

  it('the words of a post with a file are changed in place, and the file stays', async (stage) => {
    const thread = await open(stage);
    const { id } = await say(stage, thread, '1', { file: async () => Promise.resolve(picture()) });
    const changed = onlyPart(
      description.format({
        blocks: [
          { kind: 'file', label: '🖼️ Image', detail: 'picture.png' },
          { kind: 'words', text: 'Better', paragraphs: plainly('Better'), isStruck: false },
        ],
      }),
    );
    const signal = AbortSignal.timeout(10_000);
    await stage.platform.amend(stage.place, thread, id, changed, { file: null, mark: false, signal });
    expect(stage.threads()[0]?.[1]).toContain('Better');
    expect([stage.files().length, stage.threads()[0]?.length]).toEqual([1, 2]);
  });

  const deleted = onlyPart(description.format({ blocks: [note('🗑️ Deleted')] }));
  const takeAway = async ({ platform, place }: Stage, thread: string, id: string): Promise<unknown> => {
    const amending = { file: 'removed' as const, mark: false, signal: AbortSignal.timeout(10_000) };
    return failureOf(platform.amend(place, thread, id, deleted, amending));
  };

  it('the files of a post are taken away, its words stay changed, and twice is once', async (stage) => {
    const thread = await open(stage);
    const { id } = await say(stage, thread, '1', { file: async () => Promise.resolve(picture('one')) });
    await say(stage, thread, '2', { file: async () => Promise.resolve(picture('two')) });
    for (const _twice of [1, 2]) {
      expect(await takeAway(stage, thread, id)).toBe('no failure');
      expect(stage.files()).toEqual([{ name: 'picture.png', text: 'two' }]);
      expect(
        stage
          .threads()[0]
          ?.map((shown) => shown.trim())
          .slice(1, 2),
      ).toEqual(['🗑️ Deleted']);
      expect(stage.threads()[0]).toHaveLength(3);
    }
  });

  it('where there is no file to be taken away, the words are changed all the same', async (stage) => {
    const thread = await open(stage);
    const { id } = await say(stage, thread, '1', {});
    expect(await takeAway(stage, thread, id)).toBe('no failure');
    expect(stage.threads()[0]?.[1]?.trim()).toBe('🗑️ Deleted');
  });

  it('a voice message that is taken away leaves no sound', async (stage) => {
    const thread = await open(stage);
    const voice = { seconds: 3, waveform: Uint8Array.of(0, 128, 255) };
    const sound = { ...picture('OggS'), name: 'voice.ogg', mimeType: 'audio/ogg', voice };
    const part = onlyPart(description.format({ blocks: post.blocks.slice(0, 1) }));
    const given = posting('1', { file: async () => Promise.resolve(sound) });
    const { id } = await stage.platform.post(stage.place, thread, part, given);
    expect(stage.files()).toHaveLength(1);
    // Where it cannot be changed, the post goes as a whole.
    expect(['no failure', { kind: 'gone' }]).toContainEqual(await takeAway(stage, thread, id));
    expect(stage.files()).toEqual([]);
    for (const shown of stage.threads()[0]?.slice(1) ?? []) expect(shown.trim()).toBe('🗑️ Deleted');
  });

  if (description.amendsFiles)
    it('a file comes into a post that had none', async (stage) => {
      const thread = await open(stage);
      const { id } = await say(stage, thread, '1', {});
      const file = async () => Promise.resolve(picture());
      const amending = { file, mark: false, signal: AbortSignal.timeout(10_000) };
      const part = onlyPart(description.format(post));
      await stage.platform.amend(stage.place, thread, id, part, amending);
      await stage.platform.amend(stage.place, thread, id, part, amending);
      expect([stage.files().length, stage.threads()[0]?.length]).toEqual([1, 2]);
    });
};
