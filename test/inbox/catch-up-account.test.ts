import { expect, test } from 'vitest';
import { account, createCatchUpWorld, said, type CatchUpWorld } from './catch-up-world.ts';

const upper = account.toUpperCase();
const accountsOf = (world: CatchUpWorld): readonly string[] => world.events().map(({ key }) => key.accountId);

test('catch-up account › an account that no webhook names is refused, told once, and shows nothing', async () => {
  const world = await createCatchUpWorld();
  const one = said('1');
  await world.accept(one.webhook);
  world.api.keep(one.webhook, one.at);
  const catchUp = world.begin({ account: 'Example Company', everyMs: 20 });
  await expect.poll(() => catchUp.state().status).toBe('waiting');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(catchUp.state().why).toMatch(
    /^No webhook is of the account "Example Company" .* they are of "7d4e1c52/,
  );
  expect(world.told.map(({ lines }) => lines[0]?.detail)).toEqual([catchUp.state().why]);
  expect(world.log).toHaveLength(1);
  expect(world.ids()).toEqual(['wamid.1']);
  // Once it is corrected, all is looked for that came since the start.
  expect(Math.abs((await world.mark()) - Date.now())).toBeLessThan(5_000);
  expect(world.api.calls).toHaveLength(1);
});

test('catch-up account › an account whose case only differs is the one that is meant', async () => {
  const world = await createCatchUpWorld();
  const one = said('1', 2);
  await world.accept(one.webhook);
  world.api.keep(one.webhook, one.at);
  world.api.keep(said('2').webhook);
  expect(await world.look({ account: upper })).toMatchObject({ status: 'idle', found: 1 });
  expect(world.ids()).toEqual(['wamid.1', 'wamid.2']);
  expect(accountsOf(world)).toEqual([account, account]);
});

test('catch-up account › of two accounts whose case only differs neither is meant by a third way to write it', async () => {
  const world = await createCatchUpWorld();
  await world.accept(said('1').webhook);
  await world.accept(said('2', 1, { account: upper }).webhook);
  world.api.keep(said('3').webhook);
  expect(await world.look({ account: account.replace('d', 'D') })).toMatchObject({ status: 'waiting' });
  expect(await world.look({ account: upper })).toMatchObject({ status: 'idle', found: 1 });
  expect(accountsOf(world)).toEqual([account, upper, upper]);
});

test('catch-up account › before any webhook the configured account counts, and the first webhook corrects it', async () => {
  const world = await createCatchUpWorld();
  const [a, b, c] = [said('a', 5), said('b', 8), said('c', 2)];
  world.api.keep(a.webhook, a.at);
  expect(await world.look({ account: 'wrong' })).toMatchObject({ status: 'idle', found: 1 });

  await world.accept(b.webhook);
  for (const { webhook, at } of [b, c]) world.api.keep(webhook, at);
  const state = await world.look({ account: 'wrong' });
  expect(state).toMatchObject({ status: 'waiting', found: 0 });
  expect(state.why).toContain('under the account "7d4e1c52');
  expect(world.told).toHaveLength(1);

  expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 1 });
  expect(world.ids()).toEqual(['wamid.a', 'wamid.b', 'wamid.c']);
  expect(accountsOf(world)).toEqual(['wrong', account, account]);
});

test('catch-up account › webhooks of another account do not contradict the one that the inbox is of', async () => {
  const world = await createCatchUpWorld();
  const [a, b] = [said('a', 5), said('b', 3)];
  world.api.keep(a.webhook, a.at);
  await world.look({ account });
  await world.accept(said('other', 2, { account: 'another' }).webhook);
  world.api.keep(b.webhook, b.at);
  expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 1 });
});

test('catch-up account › an account that has a new id goes on under that, and shows nothing again', async () => {
  const world = await createCatchUpWorld();
  const [a, b, c] = [said('a', 5), said('b', 3, { account: 'new' }), said('c', 2)];
  for (const { webhook, at } of [a, b, c]) world.api.keep(webhook, at);
  await world.accept(a.webhook);
  await world.accept(b.webhook);
  expect(await world.look({ account: 'new' })).toMatchObject({ status: 'idle', found: 1 });
  expect(world.ids()).toEqual(['wamid.a', 'wamid.b', 'wamid.c']);
});

test('catch-up account › what webhooks bring without an account is not shown again', async () => {
  const world = await createCatchUpWorld();
  const one = said('1');
  await world.accept({ ...one.webhook, accountId: undefined });
  world.api.keep(one.webhook, one.at);
  expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 0 });
  expect(world.ids()).toEqual(['wamid.1']);
});

/** As an inbox may have it: Ana's message, with no word on which of our numbers it came to. */
const numberless = (id: string): object => ({
  messageId: `wamid.${id}`,
  from: '15550100001',
  messageType: 'text',
  content: { text: id },
  receivedAt: new Date().toISOString(),
});

test('catch-up account › a message without our number is of the account’s only one, and of none where there are several', async () => {
  const world = await createCatchUpWorld();
  await world.accept(said('1').webhook);
  const number = world.events()[0]?.number;
  world.api.keepItem(numberless('2'));
  await world.look();
  expect(world.events()).toMatchObject([{ number }, { number, by: 'inbox', content: { text: '2' } }]);

  await world.accept(said('3', 1, { number: '999' }).webhook);
  world.api.keepItem(numberless('4'));
  await world.look();
  expect(world.events().map((event) => event.number)).toEqual([number, number, '999', '']);
  expect(number).toMatch(/^\d+$/);
});

test('catch-up account › an item whose id is not WhatsApp’s might be shown twice, and is told instead', async () => {
  const world = await createCatchUpWorld();
  const one = said('1');
  await world.accept(one.webhook);
  world.api.keepItem({ ...numberless('1'), messageId: 'f2b7a9e0-0000-4000-8000-000000000001' });
  expect(await world.look()).toMatchObject({ status: 'idle', found: 0 });
  expect(world.ids()).toEqual(['wamid.1']);
  expect(world.told).toHaveLength(1);
});
