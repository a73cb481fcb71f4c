import { expect, test } from 'vitest';
import { sampleWebhook, textWebhook } from '../sandbox/waconnect.ts';
import { discordThreads, slackThreads } from './shown.ts';
import { createWorld, eventually } from './world.ts';

test("flow › the sample of WaConnect's page becomes the first post in a thread of John Doe, on both platforms", async () => {
  const world = await createWorld();
  const { status, answer } = await world.provider.send(sampleWebhook);
  expect(status).toBe(200);
  // A machine that stalls makes WaConnect repeat it.
  expect(['stored', 'repeated']).toContain((JSON.parse(answer) as { status: string }).status);
  await eventually(() => {
    expect(slackThreads(world)).toHaveLength(1);
    expect(slackThreads(world)[0]).toHaveLength(2);
    expect(discordThreads(world)[0]).toHaveLength(2);
  });
  for (const [root, post] of [...slackThreads(world), ...discordThreads(world)]) {
    expect(root).toContain('John Doe');
    expect(root).toContain('+15551234567');
    expect(root).toContain('Your Company Name');
    expect(root).toContain('106540352242922');
    // It was written months ago, and the post says so.
    expect(post).toMatch(/^I need help with my order\.\n.*written/);
  }
  expect(world.slack.refusals).toEqual([]);
  expect(world.discord.refusals).toEqual([]);
});

test('flow › later messages of a contact go into the same thread, also after a restart', async () => {
  const world = await createWorld();
  await world.provider.send(textWebhook({ from: '15550100', text: 'one' }));
  await world.provider.send(textWebhook({ from: '15550100', text: 'two' }));
  await world.provider.send(textWebhook({ from: '15550101', text: 'somebody else' }));
  await eventually(() => {
    expect(slackThreads(world).flat()).toHaveLength(5);
    expect(discordThreads(world).flat()).toHaveLength(5);
  });
  await world.stop();
  await world.start();
  await world.provider.send(textWebhook({ from: '15550100', text: 'three' }));
  await eventually(() => {
    for (const threads of [slackThreads(world), discordThreads(world)]) {
      expect(threads.map((thread) => thread.slice(1))).toEqual([['one', 'two', 'three'], ['somebody else']]);
    }
  });
});

test('flow › the same webhook again is answered 200 and shown once', async () => {
  const world = await createWorld();
  const webhook = textWebhook({ text: 'once' });
  await world.provider.send(webhook);
  const again = await world.provider.send(webhook);
  expect(again.status).toBe(200);
  expect(JSON.parse(again.answer)).toEqual({ status: 'repeated' });
  await world.provider.send(textWebhook({ text: 'twice' }));
  await eventually(() => {
    expect(discordThreads(world)[0]?.slice(1)).toEqual(['once', 'twice']);
    expect(slackThreads(world)[0]?.slice(1)).toEqual(['once', 'twice']);
  });
});
