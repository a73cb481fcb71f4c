import { expect } from 'vitest';
import { now } from '../arrival.ts';
import { about, accept, by, claim, claimed, deliver, one, texts, type It } from './world.ts';

export const formersContract = (it: It): void => {
  it('an answer knows the message that it is about, as it stands at the same destination', async (store) => {
    const [support, sales] = await accept(store, {
      id: 'm',
      body: 'hello',
      receivedAt: now - 9,
      destinations: ['support', 'sales'],
    });
    await deliver(store, support?.delivery ?? 0, { note: 'noted' });
    const [here, there] = await accept(store, { ...about('m'), destinations: ['support', 'sales'] });
    const { target } = await claim(store, here?.delivery);
    expect(texts([target?.body ?? new Uint8Array()])).toEqual(['hello']);
    expect({ ...target, body: null }).toEqual({
      delivery: support?.delivery,
      body: null,
      receivedAt: now - 9,
      posts: [{ thread: 'T1', post: `P${support?.delivery}`, doubtful: false }],
      filePosts: [],
      changes: [],
      changesThen: [],
      reactions: [],
      bundle: [],
      divertedFrom: null,
      note: 'noted',
      target: null,
    });
    expect(await claim(store, there?.delivery)).toMatchObject({
      target: { delivery: sales?.delivery, posts: [] },
    });
  });

  it('a message that was never owed here is known, and stands nowhere', async (store) => {
    await one(store, { id: 'm', destinations: ['sales'] });
    const { target } = await claimed(store, about('m'));
    expect(target).toMatchObject({ delivery: null, posts: [], note: '' });
  });

  it('an answer to an answer knows both', async (store) => {
    const first = await one(store, { id: 'a', body: 'first' });
    await deliver(store, first.delivery);
    await one(store, { id: 'b', ...about('a') });
    const { target } = await claimed(store, about('b'));
    expect(texts([target?.target?.body ?? new Uint8Array()])).toEqual(['first']);
    expect(target?.target?.posts).toEqual([{ thread: 'T1', post: `P${first.delivery}`, doubtful: false }]);
  });

  it('a reaction is kept with the post of its message, replaced, and taken back', async (store) => {
    await one(store, { id: 'm', group: 'G' });
    const react = async (emoji: string | null, phone: string) => {
      const { delivery } = await one(store, { kind: 'reaction', group: 'G', phone, ...about('m') });
      await deliver(store, delivery, { shown: null, reaction: emoji });
    };
    const seenBy = async (phone: string) =>
      (await claimed(store, { kind: 'reaction', group: 'G', phone, ...about('m') })).target?.reactions;
    await react('👍', '15550100');
    await react('👍', '15550101');
    await react('🎉', '15550100');
    expect(await seenBy('15550100')).toEqual([
      { isOwn: true, emoji: '🎉' },
      { isOwn: false, emoji: '👍' },
    ]);
    await react(null, '15550100');
    expect(await seenBy('15550101')).toEqual([{ isOwn: true, emoji: '👍' }]);
  });

  it('a reaction stands at one destination, and one that could not be put there is not kept', async (store) => {
    await one(store, { id: 'm' });
    const both = { kind: 'reaction' as const, destinations: ['support', 'sales'], ...about('m') };
    const [support, sales] = await accept(store, both);
    await deliver(store, support?.delivery ?? 0, { shown: null, reaction: '👍' });
    await deliver(store, sales?.delivery ?? 0, { shown: null });
    const [here, there] = await accept(store, both);
    expect((await claim(store, here?.delivery)).target?.reactions).toHaveLength(1);
    expect((await claim(store, there?.delivery)).target?.reactions).toEqual([]);
  });

  it('a reaction is still one’s own when two contacts turn out to be one', async (store) => {
    await one(store, { id: 'm', group: 'G', ...by('phone:15550100') });
    const reaction = { kind: 'reaction' as const, group: 'G', ...about('m') };
    const first = await one(store, { ...reaction, ...by('userId:US.1') });
    await deliver(store, first.delivery, { shown: null, reaction: '👍' });
    const second = await one(store, { ...reaction, ...by('userId:US.1', 'phone:15550100') });
    expect((await claim(store, second.delivery, now)).target?.reactions).toEqual([
      { isOwn: true, emoji: '👍' },
    ]);
    await store.outbox.settle(second.delivery, {
      kind: 'delivered',
      shown: null,
      at: now,
      reaction: '🎉',
    });
    expect((await claimed(store, { ...reaction, ...by('phone:15550100') })).target?.reactions).toEqual([
      { isOwn: true, emoji: '🎉' },
    ]);
  });
};
