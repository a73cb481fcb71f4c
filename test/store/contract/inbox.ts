import { expect } from 'vitest';
import { arrival, now, type Given } from '../arrival.ts';
import { accept, by, claim, claimed, one, type It } from './world.ts';

export const inboxContract = (it: It): void => {
  it('an event is owed once per destination, in the order received', async (store) => {
    const first = await accept(store, { destinations: ['support', 'sales'] });
    const second = await accept(store);
    expect(first.map(({ destination }) => destination)).toEqual(['support', 'sales']);
    expect(first[0]).toMatchObject({ lane: first[0]?.conversation, notBefore: 0 });
    expect(await store.outbox.takeOver('support', 'here', now)).toEqual([first[0], second[0]]);
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

  it("what is said in a group is in the group's conversation, and whoever said it is learned", async (store) => {
    const own = await one(store);
    const ana = await one(store, { group: 'G1', ...by('userId:US.1', 'phone:15550100') });
    const bo = await one(store, { group: 'G1', phone: '15550101' });
    const other = await one(store, { group: 'G2' });
    expect(bo.conversation).toBe(ana.conversation);
    expect(new Set([own, ana, other].map(({ conversation }) => conversation)).size).toBe(3);
    expect((await one(store, by('userId:US.1'))).conversation).toBe(own.conversation);
  });

  it('a group whose id looks like a phone is nobody', async (store) => {
    const group = await one(store, { group: '15550100' });
    expect((await one(store)).conversation).not.toBe(group.conversation);
  });

  it('operators are told once per kind and day, in a conversation of their own', async (store) => {
    const notice = { kind: 'template.updated', day: '2027-01-15', isOnce: true };
    const message = await one(store);
    const first = await one(store, { kind: 'unknown', notice });
    expect(await accept(store, { kind: 'unknown', notice })).toEqual([]);
    expect(await store.inbox.notices(notice.day)).toEqual([{ kind: notice.kind, count: 2 }]);
    const nextDay = await one(store, { kind: 'unknown', notice: { ...notice, day: '2027-01-16' } });
    const another = await one(store, {
      kind: 'unknown',
      phone: '15550101',
      number: '2',
      notice: { ...notice, kind: 'x' },
    });
    expect(first.conversation).not.toBe(message.conversation);
    expect([nextDay.conversation, another.conversation]).toEqual([first.conversation, first.conversation]);
  });

  it('what operators are told each time is owed each time, and no event of that kind', async (store) => {
    const notice = { kind: 'silence', day: '2027-01-15', isOnce: false };
    const first = await one(store, { kind: 'alarm', notice });
    const second = await one(store, { kind: 'alarm', notice });
    expect(second.conversation).toBe(first.conversation);
    expect(await store.inbox.notices(notice.day)).toEqual([]);
    await one(store, { kind: 'unknown', notice: { ...notice, isOnce: true } });
    expect(await store.inbox.notices(notice.day)).toEqual([{ kind: 'silence', count: 1 }]);
    expect(await claim(store, second.delivery)).toMatchObject({ kind: 'alarm' });
  });

  it('the accounts that something came from are known, the bridge’s own is none of them', async (store) => {
    expect(await store.inbox.accounts()).toEqual([]);
    for (const accountId of ['b', 'a', 'b', '']) {
      await store.inbox.accept({
        ...arrival(),
        key: { accountId, event: 'message.received', messageId: 'm' },
      });
    }
    expect(await store.inbox.accounts()).toEqual(['a', 'b']);
  });

  it('the numbers of an account are known', async (store) => {
    const numbers = [
      ['a', '2'],
      ['a', '1'],
      ['a', ''],
      ['b', '3'],
    ] as const;
    for (const [accountId, number] of numbers) {
      const key = { accountId, event: 'message.received', messageId: number };
      await store.inbox.accept({ ...arrival(), key, number });
    }
    expect(await store.inbox.numbers('a')).toEqual(['1', '2']);
    expect(await store.inbox.numbers('c')).toEqual([]);
  });

  it('an event is found by its key, as it came', async (store) => {
    const kept = arrival();
    await store.inbox.accept(kept);
    expect(Buffer.from((await store.inbox.body(kept.key)) ?? [])).toEqual(Buffer.from(kept.body));
    expect(await store.inbox.body({ ...kept.key, accountId: 'another' })).toBeNull();
  });

  it('a mark is the last one under its name, also after a restart', async (store, disk) => {
    expect(await store.inbox.mark('caught up')).toBeNull();
    await store.inbox.setMark('caught up', '1');
    await store.inbox.setMark('caught up', '2');
    await store.inbox.setMark('another', '3');
    await store.close();
    expect(await (await disk.open()).inbox.mark('caught up')).toBe('2');
  });

  it('a notice to operators is no word of a contact: nobody is known by it', async (store) => {
    const ana = await one(store);
    const notice = { kind: 'user_id_update', day: '2027-01-15', isOnce: true };
    await one(store, { kind: 'unknown', notice, ...by('userId:US.1', 'phone:15550100') });
    expect((await one(store, by('userId:US.1'))).conversation).not.toBe(ana.conversation);
  });

  it('a notice that is repeated by the provider does not count twice', async (store) => {
    const notice = { kind: 'x', day: '2027-01-15', isOnce: true };
    const twice = arrival({ kind: 'unknown', notice });
    expect(await store.inbox.accept(twice)).toMatchObject({ kind: 'stored', owed: [{}] });
    expect(await store.inbox.accept(twice)).toEqual({ kind: 'repeated' });
  });

  it('a claim brings all that is needed, the body to the byte', async (store) => {
    const body = Buffer.from([0, 255, 10, 13, 0xf0, 0x9f]);
    const { delivery, conversation } = await one(store, { id: 'm', body });
    const found = await claim(store, delivery, now + 5);
    expect(Buffer.from(found.body)).toEqual(body);
    expect({ ...found, body: null }).toEqual({
      delivery,
      conversation,
      salt: expect.stringMatching(/^[0-9A-F]{16}$/),
      lane: conversation,
      purpose: 'event',
      about: null,
      key: { accountId: 'acc', event: 'message.received', messageId: 'm' },
      kind: 'message',
      digest: [],
      divertedFrom: null,
      bundle: [],
      candidates: [],
      body: null,
      receivedAt: now,
      target: null,
      placeholder: null,
      changes: [],
      joinedThread: null,
      attempts: 1,
      firstAttemptAt: now + 5,
      asOf: now + 5,
      uncertainSince: null,
      isDoubted: false,
      isOutdated: false,
      note: '',
      ownPosts: [],
      partsShown: 0,
      cut: '',
      lastPost: null,
    });
  });

  it('what changes a message is owed where that one is, and by the routes where nobody knows it', async (store) => {
    await accept(store, { id: 'm', destinations: ['sales', 'legal'] });
    const places = async (given: Given) => (await accept(store, given)).map(({ destination }) => destination);
    const target = { id: 'm', token: '' };
    const edit = { kind: 'edit', followsTarget: true, target } as const;
    expect(await places(edit)).toEqual(['sales', 'legal']);
    expect(await places({ ...edit, configured: ['support', 'sales'] })).toEqual(['sales']);
    // Where it stands is no destination any more.
    expect(await places({ ...edit, configured: ['support'] })).toEqual(['support']);
    expect(await places({ ...edit, followsTarget: false })).toEqual(['support']);
    expect(await places({ ...edit, target: { id: 'nobody', token: '' } })).toEqual(['support']);
    // A route that drops such events is obeyed.
    expect(await places({ ...edit, destinations: [] })).toEqual([]);
  });

  it('a message knows the placeholder that came before it, where there was one', async (store) => {
    const key = (messageId: string) => ({ accountId: 'acc', event: 'message.received', messageId });
    const ghost = await one(store, { id: 'm#unsupported', body: 'ghost' });
    const real = await claimed(store, { id: 'm', placeholder: key('m#unsupported') });
    expect(real.placeholder).toMatchObject({ delivery: ghost.delivery, posts: [] });
    expect(await claimed(store, { id: 'n', placeholder: key('n#unsupported') })).toMatchObject({
      placeholder: null,
    });
  });
};
