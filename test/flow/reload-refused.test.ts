import { dirname, join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textWebhook } from '../sandbox/waconnect.ts';
import type { Call } from '../sandbox/faults.ts';
import { discordThreads, slackThreads } from './shown.ts';
import { createWorld, eventually, everyone } from './world.ts';

test('reload › a configuration that cannot be taken over routes nothing, not even for a while', async () => {
  const world = await createWorld({ to: ['support'], config: { operators: 'support' } });
  const isPost = ({ method }: Call): boolean => method === 'chat.postMessage';
  await world.provider.send(textWebhook({ text: 'one' }));
  await eventually(() => expect(slackThreads(world).flat()).toContain('one'));
  // The outbox would wait for this one before it goes on by another configuration.
  world.slack.faults.inject({ fault: { kind: 'slow', ms: 1_500 }, when: isPost });
  await world.provider.send(textWebhook({ text: 'two' }));
  await eventually(() => expect(slackThreads(world).flat()).toContain('two'));

  const blocker = join(dirname(world.file), 'blocker');
  writeFileSync(blocker, 'a file, and no folder');
  const media = { ...world.config.waconnect.media, folder: join(blocker, 'media') };
  const reloading = world.reload({
    waconnect: { ...world.config.waconnect, media },
    routes: [everyone(['sales'])],
  });
  await world.provider.send(textWebhook({ text: 'three' }));
  await reloading;
  await eventually(() => {
    expect(slackThreads(world)).toEqual([
      [expect.anything(), 'one', 'two', 'three'],
      [expect.anything(), expect.stringContaining('cannot be taken over')],
    ]);
  });
  expect(discordThreads(world)).toEqual([]);
});
