import { expect, onTestFinished, test } from 'vitest';
import { textWebhook } from '../sandbox/waconnect.ts';
import { startWaConnectApi, type WaConnectApiSandbox } from '../sandbox/waconnect-api.ts';
import { discordThreads, slackThreads } from './shown.ts';
import { createWorld, eventually, type World } from './world.ts';

interface CaughtUp {
  readonly world: World;
  readonly api: WaConnectApiSandbox;
}

const createCaughtUp = async (): Promise<CaughtUp> => {
  const api = await startWaConnectApi({ looks: { item: 'renamed' } });
  onTestFinished(api.close);
  return { world: await createWorld({ apiUrl: api.url }), api };
};

/** WaConnect has it, and no webhook came of it. */
const lose = ({ api }: CaughtUp, text: string, minutesAgo: number): object => {
  const at = new Date(Date.now() - minutesAgo * 60_000);
  const webhook = textWebhook({ id: `wamid.${text}`, text, at });
  api.keep(webhook, at.getTime());
  return webhook;
};

/** The first line of each post, and what is said of how it came. */
const shownIn = (thread: readonly string[] = []): readonly string[] =>
  thread
    .slice(1)
    .map((post) => `${post.split('\n')[0]}${/WaConnect's inbox.*written/.test(post) ? ' (found)' : ''}`);

test('flow › messages of an outage that no webhook brought stand in their thread, once, in order, and say so', async () => {
  const caughtUp = await createCaughtUp();
  const { world } = caughtUp;
  await world.provider.send(textWebhook({ text: 'before' }));
  await world.stop();
  const [second] = [lose(caughtUp, 'two', 2), lose(caughtUp, 'one', 3)];
  await world.start();
  const all = ['before', 'one (found)', 'two (found)'];
  await eventually(() => {
    expect(slackThreads(world).map(shownIn)).toEqual([all]);
    expect(discordThreads(world).map(shownIn)).toEqual([all]);
  });

  // WaConnect sends one of them after all, and the bridge looks once more.
  expect(JSON.parse((await world.provider.send(second)).answer)).toEqual({ status: 'repeated' });
  await world.stop();
  await world.start();
  await world.provider.send(textWebhook({ text: 'after' }));
  await eventually(() => {
    expect(slackThreads(world).map(shownIn)).toEqual([[...all, 'after']]);
    expect(discordThreads(world).map(shownIn)).toEqual([[...all, 'after']]);
  });
});

test('flow › /readyz tells how catch-up is, and its failures make nothing unready', async () => {
  const { world, api } = await createCaughtUp();
  const readyz = async (): Promise<{ readonly status: number; readonly catchUp: unknown }> => {
    const response = await fetch(new URL('/readyz', world.url()));
    const { catchUp } = (await response.json()) as { catchUp: unknown };
    return { status: response.status, catchUp };
  };
  await eventually(async () => {
    expect(await readyz()).toMatchObject({ status: 200, catchUp: { status: 'idle', found: 0 } });
  });
  await world.stop();
  api.faults.inject({ fault: { kind: 'error', code: 'Account Disabled', status: 403 }, times: Infinity });
  await world.start();
  await eventually(async () => {
    expect(await readyz()).toMatchObject({ status: 200, catchUp: { status: 'failing' } });
  });
  expect((await world.provider.send(textWebhook({ text: 'all the same' }))).status).toBe(200);
});
