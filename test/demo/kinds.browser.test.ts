import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { createOpenDemo, eventually, postsIn, type OpenDemo } from './open-demo.ts';

const openDemo = createOpenDemo();

/** What a person sends, and what stands in the thread of both platforms then. */
interface Kind {
  readonly item: string;
  readonly says: string;
  readonly shows?: string;
}

const attached: Readonly<Record<string, readonly Kind[]>> = {
  'Ana Torres': [
    { item: 'Photo', says: 'The view from the quay', shows: 'img' },
    { item: 'Video', says: 'Ten minutes later', shows: 'video' },
    { item: 'Document', says: 'Your invoice, is this right?', shows: '.chip' },
    { item: 'Voice', says: '', shows: '.player' },
    { item: 'Audio', says: 'Audio', shows: '.player' },
  ],
  'Marcus Webb': [
    { item: 'Sticker', says: '', shows: 'img' },
    { item: 'Location', says: 'Quay 7, left gate' },
    { item: 'Contact', says: 'Mina Okafor', shows: '.chip' },
    { item: 'Order', says: '50.30' },
    { item: 'Template', says: 'Yes, that is mine' },
  ],
  'Priya Nair': [
    { item: 'Button', says: 'Leave it at the door' },
    { item: 'List row', says: 'Friday morning' },
    { item: 'Form', says: 'Harbour blue' },
    { item: 'Address', says: '12 Rope Walk' },
    { item: 'Call me', says: 'call' },
  ],
};

const odd: Readonly<Record<string, readonly Kind[]>> = {
  'Jonas Keller': [
    { item: 'From an advert', says: 'Autumn check-up' },
    { item: 'About a product', says: 'bell-brass' },
    { item: 'Three hours late', says: 'late' },
    { item: 'At the second try', says: 'I saw your offer' },
    { item: 'A poll', says: 'does not hand on' },
  ],
  'John Doe': [
    { item: 'Unknown type', says: 'hologram' },
    { item: 'Reply to an old one', says: 'As I said back then' },
    { item: 'New security code', says: 'security code' },
    { item: 'Opens the chat', says: 'Opened the chat' },
    { item: 'Missed call', says: 'Call' },
  ],
};

/** Everything fits at once: how fast a channel may be is another test's matter. */
const fast = { slackBurst: 60 };

const saidIn = async (platform: Locator): Promise<string> => (await postsIn(platform)).join('\n');

/** Whether the browser could read what it was given to draw or to play; a link has nothing to read. */
const isLoaded = ({ naturalWidth = 1, readyState = 1 }: Readonly<Partial<Record<string, number>>>): boolean =>
  naturalWidth > 0 && readyState > 0;

const expectKinds = async ({ choose, slack, discord }: OpenDemo, person: string, kinds: readonly Kind[]) => {
  await choose(person);
  for (const platform of [slack, discord]) {
    for (const { says } of kinds) await expect.poll(() => saidIn(platform), eventually).toContain(says);
    const shown = kinds.flatMap(({ shows }) => shows ?? []);
    for (const selector of shown) {
      const file = platform.locator('.posts .files').locator(selector.replace('.player', '.player audio'));
      await expect.poll(() => file.count(), eventually).toBeGreaterThan(0);
      await expect.poll(() => file.first().evaluate(isLoaded), eventually).toBe(true);
    }
  }
};

test('demo › files, cards and answers of a customer stand in both threads, the files themselves included', async (context) => {
  const demo = await openDemo(context, fast);
  for (const [person, kinds] of Object.entries(attached)) {
    await demo.choose(person);
    for (const { item } of kinds) await demo.attach(item);
  }
  for (const [person, kinds] of Object.entries(attached)) await expectKinds(demo, person, kinds);
}, 60_000);

test('demo › what rarely comes is readable in both threads, and each in the thread where it belongs', async (context) => {
  const demo = await openDemo(context, fast);
  for (const [person, kinds] of Object.entries(odd)) {
    await demo.choose(person);
    for (const { item } of kinds) await demo.sendOdd(item);
  }
  await demo.sendOdd('In a group');
  await demo.sendOdd('From nobody');
  for (const [person, kinds] of Object.entries(odd)) await expectKinds(demo, person, kinds);
  for (const platform of [demo.slack, demo.discord]) {
    await expect.poll(() => platform.locator('.channel > li').count(), eventually).toBe(4);
    await platform.locator('.channel > li').filter({ hasText: 'Unknown sender' }).getByRole('button').click();
    await expect.poll(() => postsIn(platform), eventually).toEqual(['Who am I?']);
    await platform.locator('.channel > li').filter({ hasText: 'Group' }).getByRole('button').click();
    await expect.poll(() => saidIn(platform), eventually).toContain('John Doe');
  }
}, 60_000);

test('demo › a file that somebody picks arrives as it is', async (context) => {
  const demo = await openDemo(context, fast);
  await demo.choose('Ana Torres');
  const chooser = demo.page.waitForEvent('filechooser');
  await demo.attach('Your file');
  const name = 'sizes.csv';
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from('size,cm\nM,54\n') });
  for (const platform of [demo.slack, demo.discord]) {
    const chip = platform.locator('.posts .chip');
    await chip.waitFor();
    const address = new URL((await chip.getAttribute('href')) ?? '', demo.show.url);
    expect(await (await fetch(address)).text()).toBe('size,cm\nM,54\n');
  }
}, 30_000);

test('demo › while a file is not to be had, its message stands there without it, and the file follows', async (context) => {
  const demo = await openDemo(context, fast);
  await demo.page.getByText('404 for 5 s').click();
  await demo.choose('Ana Torres');
  await demo.attach('Photo');
  await demo.write('Ana Torres', 'Did you get it?');
  const files = (platform: Locator): Promise<number[]> =>
    platform
      .locator('.posts > li')
      .evaluateAll((posts: readonly Queried[]) => posts.map((post) => post.querySelectorAll('img').length));
  // Slack takes no file into a post that is there: it comes in one of its own, to which the first one leads.
  await expect.poll(() => files(demo.slack), eventually).toEqual([0, 0, 1]);
  await expect.poll(() => files(demo.discord), eventually).toEqual([1, 0]);
  for (const platform of [demo.slack, demo.discord]) {
    await expect.poll(() => saidIn(platform), eventually).toMatch(/quay\n?.*\(edited\)/s);
    expect((await postsIn(platform))[1]).toBe('Did you get it?');
  }
}, 60_000);

/** As much of an element of the page as is asked here. */
interface Queried {
  querySelectorAll(selector: string): { readonly length: number };
}
