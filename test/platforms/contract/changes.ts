import { expect } from 'vitest';
import type { Reacting } from '../../../src/platforms/platform.ts';
import type { Suite } from '../contract.ts';
import { card, failureOf, note, onlyPart, posting, span, words, type Stage } from '../stage.ts';

/** What changes after it was shown: posts, heads, reactions; and the addresses of all of them. */
export const changesContract: Suite = (it, description) => {
  const signal = AbortSignal.timeout(600_000);
  const partOf = (text: string) => onlyPart(description.format(words(text)));
  const stand = async ({ platform, place }: Stage, text: string) => {
    const { id: thread } = await platform.open(place, card, posting('root'));
    const { id: post } = await platform.post(place, thread, partOf(text), posting('1'));
    return { thread, post };
  };

  it('a post is changed in place, and twice is once', async (stage) => {
    const { thread, post } = await stand(stage, 'first words');
    const amended = onlyPart(
      description.format({
        blocks: [
          ...words('', [{ kind: 'lines', spans: [span('new'), span(' words', 'b')] }]).blocks,
          note('✏️ edited'),
        ],
      }),
    );
    for (const _twice of [1, 2])
      await stage.platform.amend(stage.place, thread, post, amended, { file: null, mark: false, signal });
    expect(stage.threads()[0]?.slice(1)).toEqual(['new words\n✏️ edited']);
  });

  it('words that are taken back leave nothing but the line of the bridge', async (stage) => {
    const { thread, post } = await stand(stage, 'first words');
    const amended = onlyPart(description.format({ blocks: [note('🗑️ Deleted by the contact')] }));
    await stage.platform.amend(stage.place, thread, post, amended, { file: null, mark: false, signal });
    expect(stage.threads()[0]?.[1]?.trim()).toBe('🗑️ Deleted by the contact');
  });

  it('what may be shown twice says so after a change as well: posts and heads', async ({
    platform,
    place,
    threads,
  }) => {
    const { id: thread } = await platform.open(place, card, posting('root', { mark: true }));
    const { id: post } = await platform.post(place, thread, partOf('words'), posting('1', { mark: true }));
    const change = async (mark: boolean): Promise<readonly string[]> => {
      await platform.renew(place, thread, { ...card, messages: 2 }, { isRenamed: false, mark, signal });
      await platform.amend(place, thread, post, partOf('new words'), { file: null, mark, signal });
      return threads()[0] ?? [];
    };
    for (const text of await change(true))
      expect(text).toMatch(/(2 messages|new words)[^]*May be shown twice/);
    for (const text of await change(false)) expect(text).not.toContain('May be shown twice');
  });

  it('the head of a thread is brought up to date, and twice is once', async (stage) => {
    const { thread } = await stand(stage, 'words');
    const previous = { at: 1_790_000_000_000, link: 'https://chat.example/before' };
    const renewed = { ...card, name: 'Ana Maria', messages: 12, ordinal: 3, previous };
    for (const isRenamed of [true, false])
      await stage.platform.renew(stage.place, thread, renewed, { isRenamed, mark: false, signal });
    const [head = ''] = stage.threads()[0] ?? [];
    for (const part of ['Ana Maria', '+15550100', '12 messages', '3rd']) expect(head).toContain(part);
    expect(stage.threads()).toHaveLength(1);
  });

  it('what is no more cannot be changed, and says so', async (stage) => {
    const { thread, post } = await stand(stage, 'words');
    await stage.platform.post(stage.place, thread, partOf('other words'), posting('2'));
    stage.deletePost(thread, post);
    const amend = stage.platform.amend(stage.place, thread, post, partOf('new'), {
      file: null,
      mark: false,
      signal,
    });
    expect(await failureOf(amend)).toEqual({ kind: 'gone' });
    const react = stage.platform.react(stage.place, thread, post, { add: '👍', remove: null, signal });
    expect(await failureOf(react)).toEqual({ kind: 'gone' });
    stage.deletePost(thread, thread);
    const renew = stage.platform.renew(stage.place, thread, card, { isRenamed: false, mark: false, signal });
    expect(await failureOf(renew)).toEqual({ kind: 'gone' });
  });

  it('a reaction comes, is replaced and goes, and twice is once', async (stage) => {
    const { thread, post } = await stand(stage, 'words');
    const react = async (add: string | null, remove: string | null): Promise<readonly string[]> => {
      const reacting: Reacting = { add, remove, signal };
      await stage.platform.react(stage.place, thread, post, reacting);
      await stage.platform.react(stage.place, thread, post, reacting);
      return stage.reactions(thread, post);
    };
    expect(await react('👍', null)).toEqual(['👍']);
    expect(await react('👍🏽', '👍')).toEqual(['👍🏽']);
    expect(await react('❤️', '👍🏽')).toEqual(['❤️']);
    expect(await react(null, '❤️')).toEqual([]);
  });

  it('an emoji that the platform does not have is refused', async (stage) => {
    const { thread, post } = await stand(stage, 'words');
    for (const add of ['\u{1FAFF}\u{1FAFF}', 'not an emoji', '🄰']) {
      const react = stage.platform.react(stage.place, thread, post, { add, remove: null, signal });
      expect(await failureOf(react)).toEqual({ kind: 'refused' });
    }
    expect(stage.reactions(thread, post)).toEqual([]);
  });

  it('a reaction that the platform never had is taken off without a word', async (stage) => {
    const { thread, post } = await stand(stage, 'words');
    await stage.platform.react(stage.place, thread, post, { add: '🎉', remove: '🄰', signal });
    expect(stage.reactions(thread, post)).toEqual(['🎉']);
  });

  it('an address opens the post or the thread that it is of, and is asked for once', async (stage) => {
    const { thread, post } = await stand(stage, 'these words');
    expect(stage.opens(await stage.platform.link(stage.place, thread, post, signal))).toBe('these words');
    await stage.down();
    const ofThread = await stage.platform.link(stage.place, thread, null, signal);
    await stage.up();
    expect(stage.opens(ofThread)).toContain('Ana');
  });

  it('an address that cannot be told is a failure like any other', async (stage) => {
    const { thread, post } = await stand(stage, 'words');
    stage.revokeToken();
    // Where the platform was asked before, it need not be asked again.
    expect(['no failure', { kind: 'broken', scope: 'platform' }]).toContainEqual(
      await failureOf(stage.platform.link(stage.place, thread, post, signal)),
    );
    stage.restoreToken();
    expect(stage.opens(await stage.platform.link(stage.place, thread, post, signal))).toBe('words');
  });
};
