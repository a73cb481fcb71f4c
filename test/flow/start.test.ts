import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { createProcessWorld } from './process-world.ts';
import { secret } from './world.ts';

const startWith = (what: string) => ({
  file: join(import.meta.dirname, 'start-hook.ts'),
  env: { START: what },
});

test('start › a SIGHUP that comes before the bridge is there does not end it', async () => {
  const { bridge } = await createProcessWorld('info', { to: 'support' });
  await bridge.start(startWith('a signal'));
  expect(bridge.isRunning()).toBe(true);
});

test('start › a service that may not ask for the addresses of its machine receives on all of them', async () => {
  const { bridge } = await createProcessWorld('info', { to: 'support' });
  writeFileSync(bridge.file, readFileSync(bridge.file, 'utf8').replace('host: 127.0.0.1', 'host: 0.0.0.0'));
  await bridge.start(startWith('no addresses'));
  const { status } = await createWaConnect({ url: bridge.url, secret }).send(textWebhook({ text: 'here' }));
  expect(status).toBe(200);
  expect((await bridge.stop()).code).toBe(0);
});

test('start › an error as it begins to listen ends the process at once, and with 1', async () => {
  const { bridge } = await createProcessWorld('info', { to: 'support' });
  // It may answer once before it has ended.
  await bridge.start(startWith('an error')).catch(() => undefined);
  // It would wait 9 s for what never comes.
  await expect.poll(() => bridge.isRunning(), { timeout: 7_000 }).toBe(false);
  expect((await bridge.stop()).code).toBe(1);
}, 20_000);
