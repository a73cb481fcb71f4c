import { expect, test } from 'vitest';
import { createOpenDemo, eventually, postsIn, type OpenDemo } from './open-demo.ts';

const openDemo = createOpenDemo();

const fast = { slackBurst: 60 };

/** Holds in both windows in the end. */
const onBoth = async (
  { slack, discord }: OpenDemo,
  look: (platform: OpenDemo['slack']) => Promise<unknown>,
  wanted: unknown,
): Promise<void> => {
  for (const platform of [slack, discord])
    await expect.poll(() => look(platform), eventually).toEqual(wanted);
};

const linesOf = async (platform: OpenDemo['slack'], post: number): Promise<string> =>
  (await postsIn(platform))[post] ?? '';

test('demo › a reaction stands below the post that it is about, changes with the next one, and goes', async (context) => {
  const demo = await openDemo(context, fast);
  const reactions = (platform: OpenDemo['slack']) => platform.locator('.posts .reactions').allTextContents();
  await demo.write('Ana Torres', 'Two brass bells, please');
  await onBoth(demo, postsIn, ['Two brass bells, please']);
  await demo.actOn('Two brass bells', 'React with 👍');
  await onBoth(demo, reactions, ['👍1']);
  await demo.actOn('Two brass bells', 'React with ❤️');
  await onBoth(demo, reactions, ['❤️1']);
  await demo.actOn('Two brass bells', 'Take the reaction back');
  await onBoth(demo, reactions, []);
  await onBoth(demo, postsIn, ['Two brass bells, please']);
}, 40_000);

test('demo › an edit and a deletion change the post itself', async (context) => {
  const demo = await openDemo(context, fast);
  const { page } = demo;
  await demo.write('Ana Torres', 'Two brass bells, please');
  await demo.write('Ana Torres', 'And no ribbon');
  await onBoth(demo, postsIn, ['Two brass bells, please', 'And no ribbon']);
  await demo.actOn('Two brass bells', 'Edit');
  await page.getByRole('textbox', { name: 'Message' }).fill('Three brass bells, please');
  await page.keyboard.press('Enter');
  await demo.actOn('And no ribbon', 'Delete for everyone');
  await onBoth(
    demo,
    async (platform) => (await linesOf(platform, 0)).split('\n')[0],
    'Three brass bells, please',
  );
  await onBoth(demo, (platform) => platform.locator('.posts s').allInnerTexts(), ['And no ribbon']);
  await onBoth(demo, async (platform) => (await postsIn(platform)).length, 2);
  await demo.phone.getByText('You deleted this message').waitFor();
}, 40_000);

test('demo › an answer quotes what it answers, and its link leads there', async (context) => {
  const demo = await openDemo(context, fast);
  const { page } = demo;
  await demo.write('Ana Torres', 'Two brass bells, please');
  await demo.actOn('Two brass bells', 'Reply');
  await page.getByRole('textbox', { name: 'Message' }).fill('In red, if you can');
  await page.keyboard.press('Enter');
  await demo.actOn('In red', 'Forward');
  await onBoth(demo, async (platform) => (await postsIn(platform)).length, 3);
  for (const platform of [demo.slack, demo.discord]) {
    await expect.poll(() => linesOf(platform, 1), eventually).toContain('Two brass bells, please');
    expect(await linesOf(platform, 2)).toContain('Forwarded');
    await platform.locator('.posts a.link').first().click();
    expect(page.context().pages()).toHaveLength(1);
  }
}, 40_000);

test('demo › who changes the number stays in the same thread', async (context) => {
  const demo = await openDemo(context, fast);
  await demo.write('Ana Torres', 'Until tomorrow');
  await demo.sendOdd('New number');
  await demo.phone.getByText('+1 555 0182').first().waitFor();
  await demo.write('Ana Torres', 'It is me again');
  for (const platform of [demo.slack, demo.discord]) {
    await expect.poll(async () => (await postsIn(platform)).length, eventually).toBe(3);
    expect(await linesOf(platform, 1)).toContain('15550182');
    expect(await linesOf(platform, 2)).toBe('It is me again');
    expect(await platform.locator('.channel > li').count()).toBe(1);
  }
}, 40_000);
