import { expect } from 'vitest';
import { acceptAll, by, from, type It } from './world.ts';

export const contactsContract = (it: It): void => {
  it('a contact known by phone, then by user id, is one when a message carries both', async (store) => {
    const phone = await from(store, 'phone:15550100');
    const user = await from(store, 'userId:US.1');
    expect(user).not.toBe(phone);
    expect(await from(store, 'userId:US.1', 'phone:15550100')).toBe(phone);
    expect(await from(store, 'userId:US.1')).toBe(phone);
    expect(await from(store, 'phone:15550100')).toBe(phone);
  });

  it('any identifier finds a contact, and each new one that comes along is remembered', async (store) => {
    const ana = await from(store, 'phone:15550100');
    expect(await from(store, 'phone:15550100', 'userId:US.1', 'username:ana')).toBe(ana);
    expect(await from(store, 'parentUserId:US.ENT.1', 'userId:US.1')).toBe(ana);
    expect(await from(store, 'username:ana')).toBe(ana);
    expect(await from(store, 'parentUserId:US.ENT.1')).toBe(ana);
  });

  it('the order in which identifiers are written says nothing', async (store) => {
    const ana = await from(store, 'username:ana', 'phone:15550100', 'userId:US.1');
    const other = await from(store, 'phone:15550100', 'username:ana', 'userId:US.2');
    expect(other).not.toBe(ana);
  });

  it('a recycled phone number does not bring a stranger into somebody’s thread', async (store) => {
    const ana = await from(store, 'userId:US.1', 'phone:15550100');
    const stranger = await from(store, 'userId:US.2', 'phone:15550100');
    expect(stranger).not.toBe(ana);
    expect(await from(store, 'userId:US.1')).toBe(ana);
    expect(await from(store, 'phone:15550100')).toBe(stranger);
  });

  it('a user name that somebody else took over does not lead to who had it before', async (store) => {
    const ana = await from(store, 'userId:US.1', 'username:ana');
    const other = await from(store, 'userId:US.2', 'username:ana');
    expect(other).not.toBe(ana);
    expect(await from(store, 'username:ana')).toBe(other);
    expect(await from(store, 'userId:US.1', 'username:ana2')).toBe(ana);
  });

  it('a contact who takes over a user name is not joined to who had it, also without a user id', async (store) => {
    const ana = await from(store, 'userId:US.1', 'phone:15550100');
    const bo = await from(store, 'userId:US.2', 'username:bo');
    expect(await from(store, 'phone:15550100', 'username:bo')).toBe(ana);
    expect(await from(store, 'username:bo')).toBe(ana);
    expect(await from(store, 'userId:US.2')).toBe(bo);
  });

  it('a number that the known contact takes over moves, and its former owner keeps the conversation', async (store) => {
    const ana = await from(store, 'userId:US.1', 'phone:15550100');
    const bo = await from(store, 'userId:US.2', 'phone:15550101');
    expect(await from(store, 'userId:US.1', 'phone:15550101')).toBe(ana);
    expect(await from(store, 'userId:US.2')).toBe(bo);
    expect(await from(store, 'phone:15550101')).toBe(ana);
  });

  it('a user name is not a phone, whatever it looks like', async (store) => {
    const phone = await from(store, 'phone:15550100');
    expect(await from(store, 'username:15550100')).not.toBe(phone);
  });

  it('the same identifier in another account is somebody else', async (store) => {
    const ana = await from(store, 'phone:15550100');
    const key = { accountId: 'other', event: 'message.received', messageId: 'x' };
    const [there] = (await acceptAll(store, { key, ...by('phone:15550100') })).owed;
    expect(there?.conversation).not.toBe(ana);
  });

  it('WhatsApp’s own word that two identifiers are one person counts, whatever is known of them', async (store) => {
    const ana = await from(store, 'userId:US.1', 'phone:15550100');
    const anew = await from(store, 'userId:US.2', 'phone:15550101');
    const { joined } = await acceptAll(store, {
      ...by('userId:US.1', 'userId:US.2', 'phone:15550100', 'phone:15550101'),
      isJoining: true,
    });
    expect(joined).toEqual([{ from: anew, to: ana }]);
    expect(await from(store, 'userId:US.2')).toBe(ana);
    expect(await from(store, 'phone:15550101', 'userId:US.2')).toBe(ana);
  });

  it('a contact who changed the number is one although both numbers are known of different user ids', async (store) => {
    const ana = await from(store, 'userId:US.1', 'phone:15550100');
    const anew = await from(store, 'userId:US.2', 'phone:15550101');
    const numbers = by('phone:15550100', 'phone:15550101');
    expect((await acceptAll(store, numbers)).joined).toEqual([]);
    await from(store, 'userId:US.2', 'phone:15550101');
    expect((await acceptAll(store, { ...numbers, isJoining: true })).joined).toEqual([
      { from: anew, to: ana },
    ]);
    expect(await from(store, 'userId:US.2')).toBe(ana);
  });

  it('three contacts that turn out to be one are the oldest', async (store) => {
    const third = await from(store, 'username:ana');
    const first = await from(store, 'userId:US.1');
    const second = await from(store, 'phone:15550100');
    const { joined } = await acceptAll(store, by('userId:US.1', 'phone:15550100', 'username:ana'));
    expect(joined).toEqual([
      { from: first, to: third },
      { from: second, to: third },
    ]);
    expect(await from(store, 'phone:15550100')).toBe(third);
  });

  it('nobody is ever joined by having no identifier', async (store) => {
    const nobody = await from(store);
    const ana = await from(store, 'phone:15550100');
    expect(await from(store)).toBe(nobody);
    expect(ana).not.toBe(nobody);
  });
};
