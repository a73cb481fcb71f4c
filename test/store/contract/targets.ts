import { expect } from 'vitest';
import type { Arrival } from '../../../src/store/store.ts';
import { about, acceptAll, by, claimed, one, type It } from './world.ts';

const ana = { phone: '15550100' };
const bo = { phone: '15550101' };

export const targetsContract = (it: It): void => {
  it('a message of another account is not known here', async (store) => {
    await one(store, { key: { accountId: 'other', event: 'message.received', messageId: 'm' } });
    expect((await claimed(store, about('m'))).target).toBeNull();
  });

  it('a message is found by its token where one of the conversation has it', async (store) => {
    const ours = await one(store, { token: 'ABC' });
    await one(store, { token: 'ABC', phone: '15550101' });
    expect(await claimed(store, about('in other terms', 'ABC'))).toMatchObject({
      target: { delivery: ours.delivery },
    });
    await one(store, { token: 'ABC' });
    expect((await claimed(store, about('in other terms', 'ABC'))).target).toBeNull();
  });

  it('the whole id says more than the token', async (store) => {
    const exact = await one(store, { id: 'exact', token: '' });
    await one(store, { id: 'like it', token: 'ABC' });
    expect(await claimed(store, about('exact', 'ABC'))).toMatchObject({
      target: { delivery: exact.delivery },
    });
  });

  it('a message without a token is not found by having none', async (store) => {
    await one(store, { token: '' });
    expect((await claimed(store, { kind: 'reaction', ...about('unknown', '') })).target).toBeNull();
    expect((await claimed(store, { kind: 'reaction', ...about('', '') })).target).toBeNull();
  });

  it('only a message can be what another event is about', async (store) => {
    await one(store, { id: 'reaction', kind: 'reaction', ...about('m') });
    expect((await claimed(store, about('reaction'))).target).toBeNull();
  });

  it('a message of another contact is neither edited, deleted, reacted to nor quoted, though its exact id is known', async (store) => {
    await one(store, { id: 'm', ...ana });
    for (const kind of ['edit', 'revoke', 'reaction', 'message'] as const) {
      expect([kind, (await claimed(store, { kind, ...bo, ...about('m') })).target]).toEqual([kind, null]);
      expect([kind, (await claimed(store, { kind, ...ana, ...about('m') })).target]).toMatchObject([
        kind,
        {},
      ]);
    }
  });

  it('what may not be about a message is owed where the routes say, not where that one is', async (store) => {
    await one(store, { id: 'm', destinations: ['sales'], ...ana });
    const edit = { kind: 'edit', followsTarget: true, ...about('m') } as const;
    expect(await one(store, { ...edit, ...bo })).toMatchObject({ destination: 'support' });
    expect(await one(store, { ...edit, ...ana })).toMatchObject({ destination: 'sales' });
  });

  it('in a group everybody quotes and reacts to what everybody says, and changes only what is one’s own', async (store) => {
    const said = await one(store, { id: 'm', token: 'ABC', group: 'G', ...ana });
    const targetOf = async (kind: Arrival['kind'], id: string) =>
      (await claimed(store, { kind, group: 'G', ...bo, ...about(id, 'ABC') })).target;
    for (const id of ['m', 'in other terms']) {
      expect(await targetOf('message', id)).toMatchObject({ delivery: said.delivery });
      expect(await targetOf('reaction', id)).toMatchObject({ delivery: said.delivery });
      expect(await targetOf('edit', id)).toBeNull();
      expect(await targetOf('revoke', id)).toBeNull();
    }
  });

  it('one’s own words are quoted, edited and deleted in another conversation, and a reaction stays in its own', async (store) => {
    const said = await one(store, { id: 'm', group: 'G', ...ana });
    for (const kind of ['message', 'edit', 'revoke'] as const) {
      expect(await claimed(store, { kind, ...ana, ...about('m') })).toMatchObject({
        target: { delivery: said.delivery },
      });
    }
    expect((await claimed(store, { kind: 'reaction', ...ana, ...about('m') })).target).toBeNull();
    expect((await claimed(store, { ...bo, ...about('m') })).target).toBeNull();
  });

  it('who turned out to be the same contact changes what was said before, and reacts to it', async (store) => {
    await one(store, { id: 'a', ...by('phone:15550100') });
    await one(store, { id: 'b', ...by('userId:US.1') });
    await acceptAll(store, by('userId:US.1', 'phone:15550100'));
    for (const id of ['a', 'b']) {
      for (const kind of ['edit', 'reaction'] as const) {
        expect((await claimed(store, { kind, ...by('userId:US.1'), ...about(id) })).target).not.toBeNull();
      }
    }
  });

  it('a placeholder in another conversation is not the place of a message', async (store) => {
    const placeholder = { accountId: 'acc', event: 'message.received', messageId: 'm#unsupported' };
    const ghost = await one(store, { id: 'm#unsupported', ...bo });
    expect((await claimed(store, { id: 'm', placeholder, ...ana })).placeholder).toBeNull();
    expect(await claimed(store, { id: 'n', placeholder, ...bo })).toMatchObject({
      placeholder: { delivery: ghost.delivery },
    });
  });
};
