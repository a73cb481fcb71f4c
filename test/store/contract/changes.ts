import { expect } from 'vitest';
import type { PostPlace } from '../../../src/store/store.ts';
import { now } from '../arrival.ts';
import { about, accept, again, claim, claimed, deliver, one, shown, texts, type It } from './world.ts';

const posts = (places: readonly PostPlace[] | undefined): readonly string[] =>
  (places ?? []).map(({ post }) => post);

export const changesContract = (it: It): void => {
  it('an answer sees the changes before it; an edit that comes late sees those after it as well, and takes none of them back', async (store) => {
    await one(store, { id: 'm' });
    const first = await one(store, { kind: 'edit', body: 'edit 1', ...about('m') });
    const reply = await one(store, about('m'));
    const second = await one(store, { kind: 'edit', body: 'edit 2', ...about('m') });
    const revoke = await one(store, { kind: 'revoke', body: 'revoke', ...about('m') });
    const changes = async ({ delivery }: { delivery: number }) =>
      texts((await claim(store, delivery, now)).target?.changes ?? []);
    const all = ['edit 1', 'edit 2', 'revoke'];
    expect(await changes(first)).toEqual(all);
    expect(await changes(reply)).toEqual(['edit 1']);
    expect(await changes(second)).toEqual(all);
    expect(await changes(revoke)).toEqual(all);
    const reaction = await one(store, { kind: 'reaction', ...about('m') });
    expect(await changes(reaction)).toEqual(all);
  });

  it('what an edit posts in the place of an amendment is the same at each attempt, whatever was changed meanwhile', async (store) => {
    await one(store, { id: 'm' });
    const { delivery } = await one(store, { kind: 'edit', body: 'edit 1', ...about('m') });
    const then = async () => texts((await claim(store, delivery)).target?.changesThen ?? []);
    await one(store, { kind: 'edit', body: 'edit 2', ...about('m') });
    expect(await then()).toEqual(['edit 1', 'edit 2']);
    await one(store, { kind: 'edit', body: 'edit 3', ...about('m') });
    await store.outbox.settle(delivery, again({ uncertain: true }));
    expect(await then()).toEqual(['edit 1', 'edit 2']);
  });

  it('an edit that comes late knows the posts that newer ones had to add, and what the quoted message says by now', async (store) => {
    const quoted = await one(store, { id: 'q' });
    const message = await one(store, { id: 'm', ...about('q') });
    for (const { delivery } of [quoted, message]) await deliver(store, delivery);
    const late = await one(store, { kind: 'edit', ...about('m') });
    const newer = await one(store, { kind: 'edit', ...about('m') });
    await deliver(store, newer.delivery, { shown: shown('more') });
    await one(store, { kind: 'revoke', body: 'revoke', ...about('q') });
    const { target } = await claim(store, late.delivery);
    expect(posts(target?.posts)).toEqual([`P${message.delivery}`, 'more']);
    expect(texts(target?.target?.changes ?? [])).toEqual(['revoke']);
  });

  it('a message that is shown late knows what has been changed of it since', async (store) => {
    const message = await one(store, { id: 'm' });
    const edit = await one(store, { kind: 'edit', body: 'edit', ...about('m') });
    await one(store, { kind: 'reaction', body: 'reaction', ...about('m') });
    await one(store, { kind: 'revoke', body: 'revoke', ...about('m') });
    const { changes } = await claim(store, message.delivery, now);
    expect(texts(changes)).toEqual(['edit', 'revoke']);
    // What may stand there already is said in the same words again, whatever has happened since, and whatever the clock says.
    const again = { kind: 'again', at: 0, why: '', uncertain: true, counts: true } as const;
    await store.outbox.settle(message.delivery, again);
    for (const receivedAt of [now - 60_000, now, now + 1]) {
      await one(store, { kind: 'edit', body: 'edit 2', receivedAt, ...about('m') });
    }
    expect(texts((await claim(store, message.delivery, now + 2)).changes)).toEqual(['edit', 'revoke']);
    await store.outbox.settle(message.delivery, { ...again, uncertain: false });
    expect((await claim(store, edit.delivery, now)).changes).toEqual([]);
  });

  it('the words of a first attempt that failed for sure are not kept: the next one says what is true then', async (store) => {
    const { delivery } = await one(store, { id: 'm' });
    await claim(store, delivery, now);
    await store.outbox.settle(delivery, again());
    await one(store, { kind: 'edit', body: 'edit', ...about('m') });
    expect(texts((await claim(store, delivery, now)).changes)).toEqual(['edit']);
  });

  it('what an edit had to post besides is part of the message for all that comes after it', async (store) => {
    const message = await one(store, { id: 'm' });
    await deliver(store, message.delivery, { shown: shown('M') });
    const first = await one(store, { kind: 'edit', ...about('m') });
    expect(posts((await claim(store, first.delivery, now)).target?.posts)).toEqual(['M']);
    await store.outbox.record(first.delivery, shown('E1.0'));
    await store.outbox.settle(first.delivery, again());
    // Its own are not what it is about, or a second attempt would not be the first one again.
    expect(posts((await claim(store, first.delivery, now)).target?.posts)).toEqual(['M']);
    await store.outbox.settle(first.delivery, {
      kind: 'delivered',
      shown: shown('E1.1', { part: 1 }),
      at: now,
    });
    const reply = await one(store, { id: 'reply', ...about('m') });
    const second = await one(store, { kind: 'edit', ...about('m') });
    await deliver(store, second.delivery, { shown: shown('E2') });
    const revoke = await claimed(store, { kind: 'revoke', ...about('m') });
    expect(posts(revoke.target?.posts)).toEqual(['M', 'E1.0', 'E1.1', 'E2']);
    expect(posts((await claim(store, reply.delivery, now)).target?.posts)).toEqual(['M', 'E1.0', 'E1.1']);
    const { target } = await claimed(store, about('reply'));
    expect(posts(target?.target?.posts)).toEqual(['M', 'E1.0', 'E1.1', 'E2']);
  });

  it('what an edit posted is part of the message at the same destination only, and what a revocation posted is not', async (store) => {
    const destinations = ['support', 'sales'];
    const followed = { destinations, ...about('m') };
    await one(store, { id: 'm', destinations });
    const [here, there] = await accept(store, { kind: 'edit', ...followed });
    await deliver(store, here?.delivery ?? 0, { shown: shown('here') });
    await deliver(store, there?.delivery ?? 0, { shown: shown('there') });
    const [revoke] = await accept(store, { kind: 'revoke', ...followed });
    await deliver(store, revoke?.delivery ?? 0, { shown: shown('revoked') });
    const [answer, other] = await accept(store, followed);
    expect(posts((await claim(store, answer?.delivery)).target?.posts)).toEqual(['here']);
    expect(posts((await claim(store, other?.delivery)).target?.posts)).toEqual(['there']);
  });

  it('a late file knows all posts of its message, also those that edits have added meanwhile', async (store) => {
    const message = await one(store, { id: 'photo' });
    const [file] = await deliver(store, message.delivery, { shown: shown('M'), fileDueAt: now });
    const edit = await one(store, { kind: 'edit', ...about('photo') });
    await deliver(store, edit.delivery, { shown: shown('E') });
    const late = await claim(store, file?.delivery);
    expect(posts(late.about?.posts)).toEqual(['M', 'E']);
    expect(late.changes).toHaveLength(1);
  });
};
