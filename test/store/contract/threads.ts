import { expect } from 'vitest';
import { now } from '../arrival.ts';
import { about, acceptAll, by, claim, claimed, deliver, from, one, shown, texts, type It } from './world.ts';

export const threadsContract = (it: It): void => {
  it('a head and a post that are marked as possible doubles stay known as such', async (store) => {
    const { delivery, conversation } = await one(store, { id: 'm' });
    const opened = { id: 'T1', name: 'Ana', doubtful: true, at: now };
    await store.threads.open('support', conversation, opened);
    await store.threads.rename('support', conversation, 'Ana Ruiz');
    expect(await store.threads.find('support', conversation)).toMatchObject({ doubtful: true });
    await claim(store, delivery, now);
    await store.outbox.record(delivery, shown('P0', { doubtful: true }));
    await store.outbox.settle(delivery, { kind: 'delivered', shown: shown('P1', { part: 1 }), at: now });
    const { target } = await claimed(store, about('m'));
    expect(target?.posts.map(({ post, doubtful }) => [post, doubtful])).toEqual([
      ['P0', true],
      ['P1', false],
    ]);
  });

  it('whether a post is recorded is known by its thread and id', async (store) => {
    await deliver(store, (await one(store)).delivery, { shown: shown('P0') });
    const { isRecorded } = store.outbox;
    expect([
      await isRecorded('T1', 'P0'),
      await isRecorded('T2', 'P0'),
      await isRecorded('T1', 'P1'),
    ]).toEqual([true, false, false]);
  });

  it('a thread is found again, also after a restart; a lost one makes room for the next', async (store, disk) => {
    const { conversation } = await one(store);
    expect(await store.threads.find('support', conversation)).toBeNull();
    await store.threads.open('support', conversation, { id: 'T1', name: 'Ana', doubtful: false, at: now });
    await store.close();
    const next = await disk.open();
    expect(await next.threads.find('support', conversation)).toEqual({
      generation: 1,
      id: 'T1',
      name: 'Ana',
      doubtful: false,
    });
    expect(await next.threads.find('sales', conversation)).toBeNull();
    await next.threads.lose('support', conversation, 1);
    expect(await next.threads.find('support', conversation)).toEqual({
      generation: 2,
      id: null,
      name: '',
      doubtful: false,
    });
    await next.threads.open('support', conversation, { id: 'T2', name: 'Ana', doubtful: false, at: now });
    expect(await next.threads.find('support', conversation)).toEqual({
      generation: 2,
      id: 'T2',
      name: 'Ana',
      doubtful: false,
    });
  });

  it('a thread that has been replaced is not lost once more, and one that nobody knows is not lost at all', async (store) => {
    const { conversation } = await one(store);
    await store.threads.lose('support', conversation, 0);
    expect(await store.threads.find('support', conversation)).toBeNull();
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.lose('support', conversation, 1);
    await store.threads.lose('support', conversation, 1);
    expect(await store.threads.find('support', conversation)).toMatchObject({ generation: 2, id: null });
    await store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now });
    await store.threads.lose('support', conversation, 1);
    expect(await store.threads.find('support', conversation)).toMatchObject({ generation: 2, id: 'T2' });
  });

  it('that a thread may be open is known to whatever comes next, whatever became of the delivery that opened it, until it is remembered', async (store, disk) => {
    const { delivery, conversation } = await one(store);
    const since = (of: typeof store, generation: number) =>
      of.threads.uncertainSince('support', conversation, generation);
    expect(await since(store, 1)).toBeNull();
    await claim(store, delivery, now);
    await store.close();
    const next = await disk.open();
    await next.outbox.takeOver('support', 'here', now);
    await claim(next, delivery, now + 5);
    const dead = { kind: 'dead', why: 'no', at: now + 6, operators: null } as const;
    await next.outbox.settle(delivery, { ...dead, uncertain: true });
    expect(await since(next, 1)).toBe(now);
    expect(await since(next, 2)).toBeNull();
    await next.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    expect(await since(next, 1)).toBeNull();
  });

  it('a thread that cannot be opened makes room for the next as well', async (store) => {
    const { conversation } = await one(store);
    await store.threads.lose('support', conversation, 1);
    expect(await store.threads.find('support', conversation)).toMatchObject({ generation: 2, id: null });
  });

  it('whoever looks for a thread while it changes does not keep what was before', async (store) => {
    const { conversation } = await one(store);
    const find = () => store.threads.find('support', conversation);
    await Promise.all([
      store.threads.open('support', conversation, { id: 'T1', name: 'Ana', doubtful: false, at: now }),
      find(),
    ]);
    expect(await find()).toMatchObject({ id: 'T1', name: 'Ana' });
    await Promise.all([store.threads.rename('support', conversation, 'Ana Ruiz'), find()]);
    expect(await find()).toMatchObject({ name: 'Ana Ruiz' });
    await Promise.all([store.threads.lose('support', conversation, 1), find()]);
    expect(await find()).toMatchObject({ generation: 2, id: null });
    await Promise.all([
      store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now }),
      find(),
    ]);
    expect(await find()).toMatchObject({ generation: 2, id: 'T2' });
  });

  it('a thread that is renamed has another name, and only that', async (store) => {
    const { conversation } = await one(store);
    await store.threads.open('support', conversation, { id: 'T1', name: 'Ana', doubtful: false, at: now });
    await store.threads.open('sales', conversation, { id: 'T9', name: 'Ana', doubtful: false, at: now });
    await store.threads.find('support', conversation);
    await store.threads.rename('support', conversation, 'Ana Ruiz');
    expect(await store.threads.find('support', conversation)).toEqual({
      generation: 1,
      id: 'T1',
      name: 'Ana Ruiz',
      doubtful: false,
    });
    expect(await store.threads.find('sales', conversation)).toMatchObject({ name: 'Ana' });
  });

  it('a destination that is moved leaves its threads behind, and one that is not keeps them', async (store, disk) => {
    const { conversation } = await one(store);
    await store.outbox.takeOver('support', 'here', now);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.close();
    const same = await disk.open();
    await same.outbox.takeOver('support', 'here', now);
    expect(await same.threads.find('support', conversation)).toMatchObject({ generation: 1, id: 'T1' });
    await same.close();
    const moved = await disk.open();
    await moved.outbox.takeOver('support', 'there', now);
    expect(await moved.threads.find('support', conversation)).toMatchObject({ generation: 2, id: null });
  });

  it('the first thread has no past: its messages are counted, and nothing else', async (store) => {
    const { conversation } = await one(store);
    await one(store, { kind: 'reaction' });
    await one(store, { phone: '15550101' });
    const identifiers = [{ kind: 'phone', value: '15550100' }];
    const first = { identifiers, messages: 1, ordinal: 1, openedAt: null, previous: null, before: [] };
    expect(await store.threads.history('support', conversation)).toEqual(first);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await one(store);
    expect(await store.threads.history('support', conversation)).toEqual({
      ...first,
      messages: 2,
      openedAt: now,
    });
  });

  it('the threads of a contact count over all of our numbers, and each knows the one before it', async (store) => {
    const first = await one(store);
    const second = await one(store, { number: '2' });
    const stranger = await one(store, { phone: '15550101' });
    await store.threads.open('support', first.conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', stranger.conversation, {
      id: 'T9',
      name: '',
      doubtful: false,
      at: now + 5,
    });
    await store.threads.open('sales', first.conversation, {
      id: 'T8',
      name: '',
      doubtful: false,
      at: now + 5,
    });
    const before = { ordinal: 2, previous: { thread: 'T1', at: now } };
    expect(await store.threads.history('support', second.conversation)).toMatchObject(before);
    await store.threads.open('support', second.conversation, {
      id: 'T2',
      name: '',
      doubtful: false,
      at: now + 10,
    });
    expect(await store.threads.history('support', second.conversation)).toMatchObject(before);
    expect(await store.threads.history('support', first.conversation)).toMatchObject({
      ordinal: 1,
      openedAt: now,
      previous: null,
    });
    await store.threads.lose('support', first.conversation, 1);
    expect(await store.threads.history('support', first.conversation)).toMatchObject({
      ordinal: 3,
      previous: { thread: 'T2', at: now + 10 },
    });
  });

  it('what was joined counts as the contact’s own', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', ended, { id: 'T2', name: '', doubtful: false, at: now + 1 });
    await acceptAll(store, by('userId:US.1', 'phone:15550100'));
    const identifiers = [
      { kind: 'userId', value: 'US.1' },
      { kind: 'phone', value: '15550100' },
    ];
    expect(await store.threads.history('support', kept)).toEqual({
      identifiers,
      messages: 3,
      ordinal: 1,
      openedAt: now,
      previous: null,
      before: [],
    });
    await store.threads.lose('support', kept, 1);
    expect(await store.threads.history('support', kept)).toEqual({
      identifiers,
      messages: 3,
      ordinal: 3,
      openedAt: null,
      previous: { thread: 'T2', at: now + 1 },
      before: [],
    });
  });

  it('threads follow each other as they were opened, though the clock was set back a day in between', async (store) => {
    const day = 86_400_000;
    const { conversation } = await one(store);
    const other = await one(store, { number: '2' });
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', other.conversation, {
      id: 'T2',
      name: '',
      doubtful: false,
      at: now - day,
    });
    await store.threads.lose('support', conversation, 1);
    await store.threads.open('support', conversation, {
      id: 'T3',
      name: '',
      doubtful: false,
      at: now - day + 1,
    });
    expect(await store.threads.history('support', conversation)).toMatchObject({
      ordinal: 3,
      previous: { thread: 'T2', at: now - day },
    });
  });

  it('what stood last in a lost thread is known in the next one, as it was changed since, whatever came there', async (store) => {
    const { conversation } = await one(store, { kind: 'reaction' });
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    for (const text of ['1', '2', '3', '4', '5', '6']) {
      await deliver(store, (await one(store, { id: text, body: text })).delivery);
    }
    await one(store, { kind: 'edit', body: 'edit of 4', ...about('4') });
    await one(store, { body: 'never shown in it' });
    const before = async () => (await store.threads.history('support', conversation)).before;
    expect(await before()).toEqual([]);
    await store.threads.lose('support', conversation, 1);
    expect((await before()).map(({ body }) => texts([body])[0])).toEqual(['2', '3', '4', '5', '6']);
    expect(texts((await before())[2]?.changes ?? [])).toEqual(['edit of 4']);
    await store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now - 1 });
    const later = await one(store);
    await deliver(store, later.delivery, { shown: shown('P9', { thread: 'T2' }) });
    expect((await before()).map(({ body }) => texts([body])[0])).toEqual(['2', '3', '4', '5', '6']);
  });

  it('what stood in several lost threads is known in the order received, each message once', async (store) => {
    const { conversation } = await one(store, { kind: 'reaction' });
    for (const thread of ['T1', 'T2']) {
      await store.threads.open('support', conversation, { id: thread, name: '', doubtful: false, at: now });
      for (const text of ['a', 'b', 'c']) {
        const { delivery } = await one(store, { body: `${text} in ${thread}` });
        await claim(store, delivery);
        await store.outbox.record(delivery, shown(`P${delivery}`, { thread }));
        await store.outbox.settle(delivery, {
          kind: 'delivered',
          shown: shown(`Q${delivery}`, { thread, part: 1 }),
          at: now,
        });
      }
      await store.threads.lose('support', conversation, thread === 'T1' ? 1 : 2);
    }
    const { before } = await store.threads.history('support', conversation);
    const said = ['b in T1', 'c in T1', 'a in T2', 'b in T2', 'c in T2'];
    expect(texts(before.map(({ body }) => body))).toEqual(said);
  });
};
