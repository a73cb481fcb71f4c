import { expect, test } from 'vitest';
import type { Arrival, Owed, Store } from '../../src/store/store.ts';

/** A store on a disk, which can be closed (or lost, as at a crash) and opened again; cleaned up by itself. */
export interface Disk {
  open(): Store;
}

const now = 1_800_000_000_000;
let serial = 0;

const arrival = (given: Partial<Arrival> & { readonly phone?: string } = {}): Arrival => {
  serial += 1;
  const { phone = '15550100', ...rest } = given;
  return {
    key: { accountId: 'acc', event: 'message.received', messageId: `m-${serial}` },
    number: '1',
    contact: { identifiers: [{ kind: 'phone', value: phone }], name: 'Ana' },
    destinations: ['support'],
    body: Buffer.from(`body ${serial}`),
    receivedAt: now,
    ...rest,
  };
};

const accept = async (store: Store, given?: Parameters<typeof arrival>[0]): Promise<readonly Owed[]> => {
  const accepted = await store.inbox.accept(arrival(given));
  if (accepted.kind !== 'stored') throw new Error(`was ${accepted.kind}`);
  return accepted.owed;
};

const one = async (store: Store, given?: Parameters<typeof arrival>[0]): Promise<Owed> => {
  const [owed] = await accept(store, given);
  if (owed === undefined) throw new Error('nothing is owed');
  return owed;
};

/** What every engine promises. */
export const storeContract = (engine: string, createDisk: () => Disk): void => {
  const it = (title: string, body: (store: Store, disk: Disk) => Promise<void>): void => {
    test(`store contract (${engine}) › ${title}`, async () => {
      const disk = createDisk();
      await body(disk.open(), disk);
    });
  };

  it('an event is owed once per destination, in the order received', async (store) => {
    const first = await accept(store, { destinations: ['support', 'sales'] });
    const second = await accept(store);
    expect(first.map(({ destination }) => destination)).toEqual(['support', 'sales']);
    const owed = await store.outbox.takeOver('support', 'here', now);
    expect(owed.map(({ delivery }) => delivery)).toEqual([first[0]?.delivery, second[0]?.delivery]);
  });

  it('the same event again changes nothing, not even in the same moment', async (store) => {
    const twice = arrival();
    const results = await Promise.all(Array.from({ length: 20 }, () => store.inbox.accept(twice)));
    expect(results.map(({ kind }) => kind).sort()).toEqual([...Array<string>(19).fill('repeated'), 'stored']);
    expect(await store.outbox.takeOver('support', 'here', now)).toHaveLength(1);
  });

  it('the same message id of another account, or of another event, is another event', async (store) => {
    const key = { accountId: 'acc', event: 'message.received', messageId: 'same' };
    await accept(store, { key });
    await accept(store, { key: { ...key, accountId: 'other' } });
    await accept(store, { key: { ...key, event: 'message.status' } });
    expect(await store.outbox.takeOver('support', 'here', now)).toHaveLength(3);
  });

  it('a contact is found by any identifier, and one that carries two of them joins them', async (store) => {
    const phone = { kind: 'phone', value: '15550100' } as const;
    const user = { kind: 'userId', value: 'US.1' } as const;
    const first = await one(store, { contact: { identifiers: [phone], name: '' } });
    const unrelated = await one(store, { contact: { identifiers: [user], name: '' } });
    expect(unrelated.conversation).not.toBe(first.conversation);
    const both = await one(store, { contact: { identifiers: [user, phone], name: '' } });
    expect(both.conversation).toBe(first.conversation);
    const later = await one(store, { contact: { identifiers: [user], name: '' } });
    expect(later.conversation).toBe(first.conversation);
  });

  it('a conversation is of one contact with one number of one account', async (store) => {
    const conversations = [
      await one(store),
      await one(store, { number: '2' }),
      await one(store, { phone: '15550101' }),
      await one(store, { key: { accountId: 'other', event: 'message.received', messageId: 'x' } }),
      await one(store, { contact: { identifiers: [], name: 'nobody' } }),
    ].map(({ conversation }) => conversation);
    expect(new Set(conversations).size).toBe(5);
    expect((await one(store)).conversation).toBe(conversations[0]);
  });

  it('a claim brings all that is needed, the body to the byte', async (store) => {
    const body = Buffer.from([0, 255, 10, 13, 0xf0, 0x9f]);
    const { delivery, conversation } = await one(store, { body });
    const claimed = await store.outbox.claim(delivery, now + 5);
    expect(Buffer.from(claimed.body)).toEqual(body);
    expect(claimed).toMatchObject({
      delivery,
      conversation,
      purpose: 'event',
      about: null,
      receivedAt: now,
      attempts: 1,
      firstAttemptAt: now + 5,
      uncertainSince: null,
      partsShown: 0,
      lastPost: null,
    });
  });

  it('what was claimed and not settled is uncertain after a crash; what was only owed is not', async (store, disk) => {
    const claimed = await one(store);
    const untouched = await one(store);
    await store.outbox.claim(claimed.delivery, now + 7);
    await store.close();
    const next = disk.open();
    expect(await next.outbox.takeOver('support', 'here', now)).toHaveLength(2);
    expect(await next.outbox.claim(claimed.delivery, now + 99)).toMatchObject({
      uncertainSince: now + 7,
      attempts: 2,
    });
    expect(await next.outbox.claim(untouched.delivery, now + 99)).toMatchObject({ uncertainSince: null });
  });

  it('a delivery cannot be claimed twice, nor after it is settled', async (store) => {
    const { delivery } = await one(store);
    await store.outbox.claim(delivery, now);
    await expect(store.outbox.claim(delivery, now)).rejects.toThrow('not owed');
    await store.outbox.settle(delivery, { kind: 'delivered', shown: null, at: now });
    await expect(store.outbox.claim(delivery, now)).rejects.toThrow('not owed');
  });

  it('a recorded part is not shown again, and the newest post of a thread is known', async (store) => {
    const { delivery, conversation } = await one(store);
    await store.threads.open('support', conversation, 'T1', now);
    await store.outbox.claim(delivery, now);
    await store.outbox.record(delivery, {
      thread: 'T1',
      part: 0,
      post: 'P0',
      cut: 'C',
      doubtful: false,
      at: now,
    });
    await store.outbox.settle(delivery, {
      kind: 'again',
      at: now + 1,
      why: 'x',
      uncertain: false,
      counts: true,
    });
    expect(await store.outbox.claim(delivery, now)).toMatchObject({
      partsShown: 1,
      cut: 'C',
      lastPost: 'P0',
    });
  });

  it('parts shown in a thread that is lost do not count in the next one', async (store) => {
    const { delivery, conversation } = await one(store);
    await store.threads.open('support', conversation, 'T1', now);
    await store.outbox.claim(delivery, now);
    await store.outbox.record(delivery, {
      thread: 'T1',
      part: 0,
      post: 'P0',
      cut: 'C',
      doubtful: false,
      at: now,
    });
    await store.threads.lose('support', conversation);
    await store.outbox.settle(delivery, {
      kind: 'again',
      at: now + 1,
      why: 'x',
      uncertain: false,
      counts: true,
    });
    expect(await store.outbox.claim(delivery, now)).toMatchObject({ partsShown: 0, lastPost: null });
  });

  it('an attempt that its destination ended does not count, nor does the time of all before', async (store) => {
    const { delivery } = await one(store);
    await store.outbox.claim(delivery, now);
    await store.outbox.settle(delivery, {
      kind: 'again',
      at: now,
      why: 'broken',
      uncertain: false,
      counts: false,
    });
    expect(await store.outbox.claim(delivery, now + 500)).toMatchObject({
      attempts: 1,
      firstAttemptAt: now + 500,
    });
  });

  it('what may have been shown stays uncertain until it is recorded, whatever the attempts between', async (store) => {
    const { delivery } = await one(store);
    await store.outbox.claim(delivery, now);
    await store.outbox.settle(delivery, {
      kind: 'again',
      at: now,
      why: 'no answer',
      uncertain: true,
      counts: true,
    });
    await store.outbox.claim(delivery, now + 100);
    await store.outbox.settle(delivery, {
      kind: 'again',
      at: now,
      why: 'busy',
      uncertain: false,
      counts: true,
    });
    expect(await store.outbox.claim(delivery, now + 200)).toMatchObject({ uncertainSince: now });
  });

  it('a dead letter is kept, counted, and owes one post that says so', async (store) => {
    const { delivery, conversation } = await one(store);
    await one(store);
    await store.outbox.claim(delivery, now);
    const [notice] = await store.outbox.settle(delivery, { kind: 'dead', why: 'too long', at: now });
    expect(notice).toMatchObject({ destination: 'support', conversation });
    expect(await store.outbox.count()).toEqual([{ destination: 'support', owed: 2, dead: 1 }]);
    const id = notice?.delivery ?? 0;
    expect(await store.outbox.claim(id, now)).toMatchObject({
      purpose: 'deadLetter',
      about: { delivery, why: 'too long' },
    });
    expect(await store.outbox.settle(id, { kind: 'dead', why: 'as well', at: now })).toEqual([]);
  });

  it('a thread is found again, also after a restart; a lost one makes room for the next', async (store, disk) => {
    const { conversation } = await one(store);
    expect(await store.threads.find('support', conversation)).toBeNull();
    await store.threads.open('support', conversation, 'T1', now);
    await store.close();
    const next = disk.open();
    expect(await next.threads.find('support', conversation)).toEqual({ generation: 1, id: 'T1' });
    expect(await next.threads.find('sales', conversation)).toBeNull();
    await next.threads.lose('support', conversation);
    expect(await next.threads.find('support', conversation)).toEqual({ generation: 2, id: null });
    await next.threads.open('support', conversation, 'T2', now);
    expect(await next.threads.find('support', conversation)).toEqual({ generation: 2, id: 'T2' });
  });

  it('what is uncertain waits until it can be looked for, and holds nobody else up', async (store) => {
    const claimed = await one(store);
    const other = await one(store, { phone: '15550101' });
    await store.outbox.claim(claimed.delivery, now);
    const owed = await store.outbox.takeOver('support', 'here', now + 2_000);
    expect(owed.map(({ delivery, notBefore }) => [delivery, notBefore])).toEqual([
      [claimed.delivery, now + 2_000],
      [other.delivery, 0],
    ]);
  });

  it('a destination that is moved leaves its threads behind, and one that is not keeps them', async (store, disk) => {
    const { conversation } = await one(store);
    await store.outbox.takeOver('support', 'here', now);
    await store.threads.open('support', conversation, 'T1', now);
    await store.close();
    const same = disk.open();
    await same.outbox.takeOver('support', 'here', now);
    expect(await same.threads.find('support', conversation)).toEqual({ generation: 1, id: 'T1' });
    await same.close();
    const moved = disk.open();
    await moved.outbox.takeOver('support', 'there', now);
    expect(await moved.threads.find('support', conversation)).toEqual({ generation: 2, id: null });
  });

  it('a store keeps its identity, and no two have the same', async (store, disk) => {
    const { id } = store;
    await store.close();
    const again = disk.open();
    expect(again.id).toBe(id);
    expect(createDisk().open().id).not.toBe(id);
  });

  it('after it is closed nothing is accepted any more', async (store) => {
    await store.close();
    await expect(store.inbox.accept(arrival())).rejects.toThrow();
  });
};
