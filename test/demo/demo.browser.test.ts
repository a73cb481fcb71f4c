import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createOpenDemo, eventually, postsIn, tabTo, type OpenDemo } from './open-demo.ts';

const openDemo = createOpenDemo();

const eventuallyOnBoth = async ({ slack, discord }: OpenDemo, posts: readonly string[]): Promise<void> => {
  await expect.poll(() => postsIn(slack), eventually).toEqual(posts);
  await expect.poll(() => postsIn(discord), eventually).toEqual(posts);
};

test('demo › what two customers write appears in the thread of each, in Slack and in Discord', async (context) => {
  const demo = await openDemo(context);
  await demo.write('Ana Torres', 'Where is my order?');
  await eventuallyOnBoth(demo, ['Where is my order?']);
  await demo.write('Jonas Keller', 'Guten Tag!');
  await eventuallyOnBoth(demo, ['Guten Tag!']);
  await demo.write('Ana Torres', 'It was due yesterday.');
  await eventuallyOnBoth(demo, ['Where is my order?', 'It was due yesterday.']);

  await demo.slack.getByRole('button', { name: '1 reply' }).click();
  await expect.poll(() => postsIn(demo.slack), eventually).toEqual(['Guten Tag!']);
  expect(await demo.slack.locator('.channel > li').count()).toBe(2);
  expect(await demo.discord.locator('.channel > li').count()).toBe(2);
  await expect
    .poll(() => demo.page.locator('#journey').innerText(), eventually)
    .toMatch(/^Slack .+ · Discord .+ m?s$/);
});

test('demo › a message is written, sent and read with the keyboard alone', async (context) => {
  const demo = await openDemo(context);
  const { page, slack, discord } = demo;
  await tabTo(page, page.getByRole('radio', { name: 'Ana Torres' }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, page.getByRole('textbox', { name: 'Message' }));
  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Enter');
  await eventuallyOnBoth(demo, ['First line\nsecond line']);
  for (const platform of [slack, discord])
    expect(await platform.getByRole('heading', { level: 3 }).innerText()).toContain('Marcus Webb');

  await tabTo(page, slack.getByRole('button', { name: '1 reply' }));
  await page.keyboard.press('Enter');
  expect(await postsIn(slack)).toEqual(['First line\nsecond line']);
});

test('demo › markup, mentions and HTML of a customer are read as they were typed, and nothing of it acts', async (context) => {
  const demo = await openDemo(context);
  const attack =
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script> <!channel> @everyone [a](http://b.example) <@U0123> ||y|| # z';
  await demo.write('Priya Nair', attack);
  await eventuallyOnBoth(demo, [attack]);
  expect(await demo.phone.locator('.said').allInnerTexts()).toEqual([attack]);
  const acting = demo.page.locator('main :is(img, script, iframe, .mention, .spoiler, code)');
  expect(await acting.count()).toBe(0);
  const links = demo.page.locator('main a');
  expect(await links.allTextContents()).toEqual(['http://b.example', 'http://b.example']);
  expect(await links.first().getAttribute('href')).toBe('http://b.example');
  expect(await links.last().getAttribute('href')).toBe('http://b.example');
  expect(await demo.page.evaluate('"hit" in window')).toBe(false);
});

test('demo › while Slack is down a message waits for it, and arrives when Slack is back', async (context) => {
  const demo = await openDemo(context);
  const { slack, discord, phone, page } = demo;
  await demo.write('Ana Torres', 'before');
  await eventuallyOnBoth(demo, ['before']);
  await slack.getByText('Down').click();
  await demo.write('Ana Torres', 'meanwhile');
  await expect.poll(() => postsIn(discord), eventually).toEqual(['before', 'meanwhile']);
  await phone.getByText('Slack waits').waitFor();
  await slack.getByText('1 message waits').waitFor();
  expect(await page.locator('#slack-owed').innerText()).toBe('1, waits');
  expect(await postsIn(slack)).toEqual(['before']);

  await slack.getByText('Up', { exact: true }).click();
  await eventuallyOnBoth(demo, ['before', 'meanwhile']);
  await expect.poll(() => page.locator('#slack-owed').innerText(), eventually).toBe('nothing');
});

test('demo › a bridge that is killed and started again loses nothing, of what it had and of what WaConnect repeats', async (context) => {
  const demo = await openDemo(context);
  const { slack, phone, page } = demo;
  await slack.getByText('Down').click();
  await demo.write('Ana Torres', 'accepted, and owed to Slack');
  await phone.getByRole('img', { name: 'Accepted by the bridge' }).waitFor();
  await page.getByRole('button', { name: 'Kill the bridge' }).click();
  await expect.poll(() => page.locator('#bridge-state').innerText(), eventually).toBe('not running');
  await slack.getByText('Up', { exact: true }).click();
  await demo.write('Ana Torres', 'written while nobody listens');
  await phone.getByText('WaConnect tries again').waitFor();

  await page.getByRole('button', { name: 'Start the bridge' }).click();
  await eventuallyOnBoth(demo, ['accepted, and owed to Slack', 'written while nobody listens']);
  expect(await phone.getByRole('img', { name: 'Accepted by the bridge' }).count()).toBe(2);
});

test('demo › the picture of the README shows several contacts, both platforms and an open thread', async (context) => {
  const demo = await openDemo(context, { slackBurst: 60 });
  const { page, phone } = demo;
  const untilShown = async (): Promise<void> => {
    await expect.poll(() => page.locator('.facts [data-state="calm"]').count(), eventually).toBe(2);
    await expect.poll(() => phone.getByText(/waits/).count(), eventually).toBe(0);
  };
  for (const [person, text] of [
    ['Marcus Webb', 'Is the blue one still in stock?'],
    ['Jonas Keller', 'Guten Tag, ist die Rechnung für März schon da?'],
    ['Ana Torres', 'Hi! My order *20481* should have been here _yesterday_.'],
  ] as const) {
    await demo.write(person, text);
    await untilShown();
  }
  for (const item of ['Voice', 'Photo']) {
    await demo.attach(item);
    await untilShown();
  }
  await demo.actOn('The view from the quay', 'React with 👍');
  await untilShown();
  await demo.actOn('My order', 'Reply');
  await page.getByRole('textbox', { name: 'Message' }).fill('Could you have a look?');
  await page.keyboard.press('Enter');
  await untilShown();
  await page.getByRole('textbox', { name: 'Message' }).blur();
  await page.mouse.move(0, 0);
  const path = process.env['UPDATE'] === '1' ? 'config/demo.png' : join(tmpdir(), 'bridge-demo.png');
  const picture = await page.screenshot({ path });
  expect(picture.length).toBeGreaterThan(50_000);
}, 40_000);
