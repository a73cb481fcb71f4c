import { expect, test } from 'vitest';
import { createGap } from '../../src/inbox/catch-up/gap.ts';
import { readItem } from '../../src/waconnect/inbox-item.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import type { Fault } from '../sandbox/faults.ts';
import type { Looks } from '../sandbox/waconnect-api.ts';
import {
  account,
  createCatchUpWorld,
  minute,
  said,
  type CatchUpWorld,
  type Settings,
} from './catch-up-world.ts';

const day = 24 * 60 * minute;
const hour = 60 * minute;

const keep = ({ api }: CatchUpWorld, ...messages: readonly ReturnType<typeof said>[]): void => {
  for (const { webhook, at } of messages) api.keep(webhook, at);
};

/** `wamid.1` to `wamid.N`, a second apart. */
const many = (count: number): readonly ReturnType<typeof said>[] =>
  Array.from({ length: count }, (_, index) => said(String(index + 1), (count - index) / 60 + 1));
const idsTo = (count: number): readonly string[] => many(count).map((_, index) => `wamid.${index + 1}`);
const known: Settings = { account };

test('catch-up › messages that no webhook brought are accepted once, oldest first, as found in the inbox', async () => {
  const world = await createCatchUpWorld();
  await world.accept(said('webhook', 9).webhook);
  keep(world, said('b', 5), said('a', 10), said('c', 2));
  const state = await world.look();
  expect(state).toMatchObject({ status: 'idle', why: '', found: 3 });
  expect(world.ids()).toEqual(['wamid.webhook', 'wamid.a', 'wamid.b', 'wamid.c']);
  expect(world.events().map(({ by }) => by)).toEqual(['webhook', 'inbox', 'inbox', 'inbox']);

  expect(await world.look()).toMatchObject({ status: 'idle', found: 0 });
  expect(world.ids()).toHaveLength(4);
});

test('catch-up › a message that comes by webhook and stands in the inbox is one message, whichever is first', async () => {
  const world = await createCatchUpWorld();
  const [first, second] = [said('first', 2), said('second', 1)];
  await world.accept(first.webhook);
  keep(world, first, second);
  await world.look();
  expect(await world.accept(second.webhook)).toBe('repeated');
  expect(world.events().map(({ key, by }) => [key.messageId, by])).toEqual([
    ['wamid.first', 'webhook'],
    ['wamid.second', 'inbox'],
  ]);
});

test('catch-up › both at the same moment are one message, and the same event', async () => {
  const world = await createCatchUpWorld();
  for (let round = 0; round < 20; round += 1) {
    const { webhook } = said(String(round));
    const item = readItem(webhook, account, Date.now());
    if (item.kind !== 'message') throw new Error(item.kind);
    const found: unknown = JSON.parse(Buffer.from(item.body).toString());
    const answers = await Promise.all([world.accept(found as object), world.accept(webhook)]);
    expect(answers.toSorted()).toEqual(['repeated', 'stored']);
    const { by: _, sentAt: __, ...event } = readEvent(Buffer.from(JSON.stringify(webhook)));
    expect(readEvent(item.body)).toMatchObject(event);
  }
  expect(world.ids()).toHaveLength(20);
});

const everyLook = (['flat', 'webhook', 'wrapped', 'renamed'] as const).flatMap((item) =>
  (['newest first', 'oldest first', 'none'] as const).map((order) => ({ item, order })),
);

test.each(everyLook)(
  'catch-up › 45 messages come in order from small pages: $item, $order',
  async (looks) => {
    const world = await createCatchUpWorld({ ...looks, largestPage: 10 });
    keep(world, ...many(45));
    expect(await world.look(known)).toMatchObject({ status: 'idle', found: 45 });
    expect(world.ids()).toEqual(idsTo(45));
    expect(new Set(world.events().map(({ key }) => key.accountId))).toEqual(new Set([account]));
  },
);

test('catch-up › messages of the same second stay in the order of the inbox', async () => {
  for (const order of ['newest first', 'oldest first'] as const) {
    const world = await createCatchUpWorld({ order });
    const at = Date.now() - minute;
    keep(world, said('early', 2));
    for (const id of ['1', '2', '3']) world.api.keep(said(id, 1, { at: new Date(at) }).webhook, at);
    await world.look(known);
    expect(world.ids()).toEqual(['wamid.early', 'wamid.1', 'wamid.2', 'wamid.3']);
  }
});

test('catch-up › messages that come in while it pages push others to later pages, and none is missed or doubled', async () => {
  const world = await createCatchUpWorld();
  keep(world, ...many(160));
  let more = 0;
  world.api.onPage((offset) => {
    // As many as a whole page, so that the next one brings nothing new.
    if (offset > 0 && more < 60)
      for (let left = 60; left > 0; left -= 1) world.api.keep(said(`new ${more++}`, 0).webhook);
  });
  await world.look(known);
  expect(world.ids().filter((id) => !id.includes('new'))).toEqual(idsTo(160));
  world.api.onPage(() => undefined);
  await world.look(known);
  expect(new Set(world.ids()).size).toBe(220);
  expect(world.ids()).toHaveLength(220);
});

test('catch-up › messages that vanish while it pages hide no others', async () => {
  const world = await createCatchUpWorld();
  await world.setMark(Date.now());
  keep(world, ...many(160));
  let pages = 0;
  world.api.onPage(() => {
    pages += 1;
    if (pages === 2) world.api.forget((item) => /wamid\.1[456]\d"/.test(JSON.stringify(item)));
  });
  expect(await world.look(known)).toMatchObject({ status: 'idle' });
  expect(world.ids().filter((id) => !/1[456]\d$/.test(id))).toEqual(idsTo(139));
});

test('catch-up › an inbox that has one page only is said to be one, and its messages are accepted all the same', async () => {
  const world = await createCatchUpWorld({ heedsOffset: false });
  keep(world, ...many(60));
  const { status, why } = await world.look(known);
  expect([status, why]).toEqual(['failing', "WaConnect's inbox cannot be read whole: it has one page only."]);
  expect(world.ids()).toEqual(idsTo(60).slice(10));

  const small = await createCatchUpWorld({ heedsOffset: false });
  keep(small, ...many(7));
  expect(await small.look(known)).toMatchObject({ status: 'idle', found: 7 });
});

test('catch-up › an inbox that does not heed "since" does not bring the whole history', async () => {
  const world = await createCatchUpWorld({ heedsSince: false, largestPage: 10 });
  keep(world, ...many(20));
  for (let days = 3; days < 60; days += 1) keep(world, said(`old ${days}`, (days * day) / minute));
  expect(await world.look(known)).toMatchObject({ status: 'idle', found: 20 });
  expect(world.api.calls.length).toBeLessThan(8);
});

test('catch-up › more messages than may be held at once are accepted in order too', async () => {
  for (const order of ['newest first', 'oldest first'] as const) {
    const world = await createCatchUpWorld({ order, largestPage: 10 });
    await world.setMark(Date.now() - 4 * hour);
    keep(world, ...Array.from({ length: 100 }, (_, index) => said(String(index + 1), 2 * (100 - index))));
    expect(await world.look({ ...known, pace: { mostHeld: 25 } })).toMatchObject({
      status: 'idle',
      found: 100,
    });
    expect(world.ids()).toEqual(idsTo(100));
  }
});

test.each<[string, Fault]>([
  ['fails', { kind: 'error', code: 'Out of order' }],
  ['answers with a page of HTML', { kind: 'status', status: 502 }],
  ['breaks off', { kind: 'reset' }],
  ['does not answer', { kind: 'hang' }],
  ['asks for a pause', { kind: 'rateLimited' }],
])(
  'catch-up › an API that %s leaves webhooks alone, and is asked again until it answers',
  async (_what, fault) => {
    const world = await createCatchUpWorld();
    keep(world, said('a', 3));
    world.api.faults.inject({ fault, times: 7 });
    const catchUp = world.begin({ ...known, timeoutMs: 100 });
    expect(await world.accept(said('webhook').webhook)).toBe('stored');
    await expect.poll(() => catchUp.state().status).toBe('failing');
    expect(await world.accept(said('webhook 2').webhook)).toBe('stored');
    await expect.poll(() => catchUp.state()).toMatchObject({ status: 'idle', why: '', found: 1 });
    expect(world.log.filter((line) => line.includes('cannot be looked for'))).toHaveLength(1);
  },
);

test('catch-up › nothing is accepted from the middle of an inbox that fails, so that order is kept', async () => {
  const world = await createCatchUpWorld({ largestPage: 10 });
  keep(world, ...many(40));
  const isLater = ({ args }: { args: Readonly<Record<string, unknown>> }): boolean => args['offset'] !== '0';
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: 3, when: isLater });
  expect(await world.look({ ...known, everyMs: day, pace: { firstBackOffMs: day } })).toMatchObject({
    status: 'failing',
  });
  expect(world.ids()).toEqual([]);
  expect(await world.look(known)).toMatchObject({ status: 'idle' });
  expect(world.ids()).toEqual(idsTo(40));
});

test('catch-up › an inbox that fails in its middle again and again still gives what it can', async () => {
  const world = await createCatchUpWorld({ largestPage: 10 });
  keep(world, ...many(40));
  const isFar = ({ args }: { args: Readonly<Record<string, unknown>> }): boolean =>
    Number(args['offset']) > 12;
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity, when: isFar });
  const catchUp = world.begin(known);
  await expect.poll(() => catchUp.state().found).toBe(20);
  expect(world.ids()).toEqual(idsTo(40).slice(20));
  world.api.faults.clear();
  await expect.poll(() => catchUp.state()).toMatchObject({ status: 'idle', found: 40 });
});

test('catch-up › who asks for a pause is left alone for so long, whatever may have been missed', async () => {
  const world = await createCatchUpWorld();
  world.api.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 120 }, times: 1 });
  const catchUp = world.begin(known);
  await expect.poll(() => catchUp.state().status).toBe('failing');
  catchUp.missed('a test');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(world.api.calls).toHaveLength(1);
});

test('catch-up › a key that is refused is told to operators once, and not tried again and again', async () => {
  const world = await createCatchUpWorld();
  const catchUp = world.begin({ ...known, key: 'wba_old' });
  await expect.poll(() => world.told.length).toBe(1);
  expect(world.told[0]?.lines[0]?.detail).toContain('Correct "waconnect.api.key"');
  catchUp.missed('a test');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([world.api.calls.length, world.told.length]).toEqual([1, 1]);
});

test('catch-up › an API that fails for long is told to operators', async () => {
  const world = await createCatchUpWorld();
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity });
  world.begin({ ...known, everyMs: 20, pace: { longFailureMs: 150 } });
  await expect.poll(() => world.told.length).toBe(1);
  expect(world.told[0]?.title).toBe('Messages that WaConnect could not deliver are not looked for');
});

test('catch-up › what may have been missed is looked for soon, however often it is said', async () => {
  const world = await createCatchUpWorld();
  const catchUp = world.begin({ ...known, pace: { soonMs: 100 } });
  await expect.poll(() => catchUp.state().status).toBe('idle');
  const before = world.asked().length;
  keep(world, said('missed', 0));
  for (let time = 0; time < 50; time += 1) catchUp.missed('the store refused a webhook');
  await expect.poll(() => catchUp.state().found).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(world.asked()).toHaveLength(before + 1);
});

test('catch-up › what is missed for long is a line in the log, however often it is said and looked for', async () => {
  const world = await createCatchUpWorld();
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity });
  const catchUp = world.begin({ ...known, everyMs: 10 });
  const lines = () => world.log.filter((line) => line.includes('may have been missed')).length;
  for (let looks = 1; looks <= 4; looks += 1) {
    catchUp.missed('the store refused a webhook');
    await expect.poll(() => world.asked().length).toBeGreaterThan(looks);
  }
  expect(lines()).toBe(1);
});

test('catch-up › a gap is over when it has been looked into and nothing more has been missed for a while', () => {
  const [atOnce, later] = [createGap(0), createGap(60_000)];
  for (const gap of [atOnce, later]) {
    expect([gap.missed(), gap.missed()]).toEqual([true, false]);
    gap.mended();
  }
  expect([atOnce.missed(), later.missed()]).toEqual([true, false]);
});

test('catch-up › it looks again by itself', async () => {
  const world = await createCatchUpWorld();
  const catchUp = world.begin({ ...known, everyMs: 40 });
  await expect.poll(() => catchUp.state().status).toBe('idle');
  keep(world, said('later', 0));
  await expect.poll(() => catchUp.state().found).toBe(1);
});

test('catch-up › a message that is just coming is left to its webhook', async () => {
  const world = await createCatchUpWorld();
  const { webhook } = said('now', 0);
  keep(world, said('old', 3));
  world.api.keep(webhook);
  const catchUp = world.begin({ ...known, pace: { settleMs: 2_000 } });
  await expect.poll(() => world.ids()).toEqual(['wamid.old']);
  expect(await world.accept(webhook)).toBe('stored');
  await expect.poll(() => catchUp.state()).toMatchObject({ status: 'idle', found: 1 });
  expect(world.events().at(-1)).toMatchObject({ by: 'webhook' });
});

test('catch-up › the first start of a store asks for a quarter of an hour, and later starts for all since, however long the API failed', async () => {
  const world = await createCatchUpWorld();
  const began = Date.now();
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: 3 });
  await world.look({ ...known, everyMs: day, pace: { firstBackOffMs: day } });
  world.clock(5 * hour);
  world.api.setClock(5 * hour);
  await world.look(known);
  for (const since of world.asked()) expect(Math.abs(since - (began - 15 * minute))).toBeLessThan(5_000);
  // And from then on from there.
  expect(Math.abs((await world.mark()) - (began + 5 * hour))).toBeLessThan(5_000);
});

test('catch-up › who is stopped in the middle goes on there at the next start', async () => {
  const world = await createCatchUpWorld();
  await world.setMark(Date.now() - 3 * hour);
  const before = await world.mark();
  keep(world, ...many(40));
  const catchUp = world.begin({ ...known, pace: { gapMs: 20 } });
  await expect.poll(() => world.ids().length).toBeGreaterThan(3);
  await catchUp.stop();
  const accepted = world.ids().length;
  expect(accepted).toBeLessThan(40);
  expect(await world.mark()).toBe(before);
  expect(await world.look(known)).toMatchObject({ found: 40 - accepted });
  expect(world.ids()).toEqual(idsTo(40));
});

test('catch-up › who is stopped while the API does not answer stops at once', async () => {
  const world = await createCatchUpWorld();
  world.api.faults.inject({ fault: { kind: 'hang' } });
  const catchUp = world.begin({ ...known, timeoutMs: 60_000 });
  await expect.poll(() => world.api.calls.length).toBe(1);
  const began = performance.now();
  await catchUp.stop();
  expect(performance.now() - began).toBeLessThan(20_000);
});

test.each([
  ['ahead', day, 5],
  ['ahead', day, 30],
  ['behind', -day, 30],
])('catch-up › a clock that was a day %s hides no message, then or afterwards', async (_what, wrong, off) => {
  const world = await createCatchUpWorld();
  world.clock(wrong);
  keep(world, said('before', 3));
  expect(await world.look(known)).toMatchObject({ status: 'idle' });
  // The bridge is off for so many hours, in which a message is lost; its clock is set.
  world.api.setClock(off * hour);
  world.api.keep(said('meanwhile', -60).webhook, Date.now() + hour);
  world.clock(off * hour);
  await world.look(known);
  expect(world.ids()).toContain('wamid.meanwhile');
  // It goes wrong once more.
  world.clock(off * hour + wrong);
  world.api.keep(said('again', -60 * off - 1).webhook, Date.now() + off * hour + minute);
  world.api.setClock((off + 1) * hour);
  await world.look(known);
  expect(world.ids()).toContain('wamid.again');
});

test('catch-up › a mark of the future makes it ask for a day', async () => {
  const world = await createCatchUpWorld();
  await world.setMark(Date.now() + day);
  keep(world, said('yesterday', 23 * 60));
  await world.look(known);
  expect(world.ids()).toEqual(['wamid.yesterday']);
  expect(Math.abs((await world.mark()) - Date.now())).toBeLessThan(5_000);
});

test('catch-up › it waits until a webhook tells which account the inbox belongs to', async () => {
  const world = await createCatchUpWorld();
  keep(world, said('a', 5));
  const catchUp = world.begin({ everyMs: 50 });
  await expect
    .poll(() => catchUp.state())
    .toMatchObject({
      status: 'waiting',
      why: 'No webhook has come yet that names the account of the inbox',
    });
  expect(world.ids()).toEqual([]);
  await world.accept(said('webhook').webhook);
  await expect.poll(() => catchUp.state()).toMatchObject({ status: 'idle', found: 1 });
  expect(world.events().map(({ key }) => key.accountId)).toEqual([account, account]);
});

test('catch-up › an inbox with nothing in it needs no account', async () => {
  expect(await (await createCatchUpWorld()).look()).toMatchObject({ status: 'idle' });
});

test('catch-up › of several accounts it takes none unless it is told which', async () => {
  const world = await createCatchUpWorld();
  await world.accept(said('one').webhook);
  await world.accept(said('other', 1, { account: 'another' }).webhook);
  keep(world, said('a', 5));
  expect(await world.look()).toMatchObject({ status: 'waiting', found: 0 });
  expect(await world.look(known)).toMatchObject({ status: 'idle', found: 1 });
  expect(world.events().at(-1)).toMatchObject({ key: { accountId: account, messageId: 'wamid.a' } });
});

test('catch-up › what the inbox says of its account counts, unless it contradicts what is known', async () => {
  const world = await createCatchUpWorld({ item: 'webhook' });
  keep(world, said('a', 5));
  expect(await world.look({ account: 'another' })).toMatchObject({ status: 'waiting', found: 0 });
  expect(await world.look()).toMatchObject({ status: 'idle', found: 1 });
  keep(world, said('b', 4, { account: 'another' }));
  expect(await world.look()).toMatchObject({ status: 'waiting' });
});

test('catch-up › what has no id that webhooks know is counted and told, and never accepted', async () => {
  const world = await createCatchUpWorld();
  world.api.keepItem({ id: 17, from: '15550100001', text: 'who am I' });
  keep(world, said('a'));
  expect(await world.look(known)).toMatchObject({ status: 'idle', found: 1 });
  expect(world.ids()).toEqual(['wamid.a']);
  expect(world.told.map(({ lines }) => lines[0]?.detail.slice(0, 12))).toEqual(['1 of them. T']);
  expect(world.log.join('\n')).not.toMatch(/1555|who am I|wamid/);
});

test('catch-up › what we said ourselves is left out', async () => {
  const world = await createCatchUpWorld();
  world.api.keepItem({
    messageId: 'wamid.x',
    from: '15550199000',
    text: 'our answer',
    direction: 'outgoing',
  });
  expect(await world.look(known)).toMatchObject({ status: 'idle', found: 0 });
});

test('catch-up › a list that shows messages in part is completed by asking for each, once', async () => {
  const world = await createCatchUpWorld({ isBrief: true });
  keep(world, said('a', 3), said('b', 2));
  const catchUp = world.begin({ ...known, everyMs: 30 });
  await expect.poll(() => catchUp.state().found).toBe(2);
  const lists = world.asked().length;
  await expect.poll(() => world.asked().length).toBeGreaterThan(lists + 1);
  await catchUp.stop();
  expect(world.events()).toMatchObject([{ content: { text: 'text a' } }, { content: { text: 'text b' } }]);
  const singles = world.api.calls.filter(({ method }) => method === 'GET /inbox/message/:id');
  expect(singles.map(({ target }) => target).toSorted()).toEqual(['wamid.a', 'wamid.b']);
});

test('catch-up › a message that cannot be asked for is taken as the list shows it', async () => {
  const world = await createCatchUpWorld({ isBrief: true } satisfies Partial<Looks>);
  keep(world, said('a', 3), said('b', 2));
  const isOne = ({ target }: { target: string }): boolean => target === 'wamid.a';
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity, when: isOne });
  expect(await world.look(known)).toMatchObject({ status: 'idle', found: 2 });
  expect(world.events()).toMatchObject([{ content: { kind: 'other' } }, { content: { text: 'text b' } }]);
});

test('catch-up › where no message can be asked for, it tries later, and at last takes them as the list shows them', async () => {
  const world = await createCatchUpWorld({ isBrief: true });
  await world.setMark(Date.now() - minute);
  keep(world, ...many(8));
  const isOne = ({ target }: { target: string }): boolean => target !== '';
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity, when: isOne });
  const catchUp = world.begin({ ...known, pace: { firstBackOffMs: 150 } });
  await expect.poll(() => catchUp.state().status).toBe('failing');
  expect(world.ids()).toEqual([]);
  await expect.poll(() => catchUp.state()).toMatchObject({ status: 'idle', found: 8 });
  expect(world.asked()).toHaveLength(4);
});

test('catch-up › a store that takes nothing is no reason to end, and nothing is taken as done', async () => {
  const world = await createCatchUpWorld();
  keep(world, said('a', 3));
  await world.closeStore();
  expect(await world.look(known)).toMatchObject({ status: 'failing', caughtUpUntil: null });
});
