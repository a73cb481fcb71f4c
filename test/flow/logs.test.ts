import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { plainText as discordText, startDiscord } from '../sandbox/discord/index.ts';
import { startSlack } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { createBridgeProcess } from './process.ts';
import { discordChannel, eventually, secret, slackChannel } from './world.ts';

test('flow › nothing of a contact and no secret is ever in the log, whatever goes wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  const slack = await startSlack({ limits: 'none' });
  const discord = await startDiscord({ limits: 'none' });
  slack.addChannel(slackChannel);
  discord.addChannel(discordChannel);
  const bridge = await createBridgeProcess(
    folder,
    (port) => `
server: { host: 127.0.0.1, port: ${port} }
waconnect: { secrets: ["${secret}"] }
platforms:
  slack: { botToken: "${slack.botToken}", appToken: "${slack.appToken}", apiUrl: "${slack.apiUrl}" }
  discord: { token: "${discord.token}", apiUrl: "${discord.apiUrl}" }
destinations:
  support: { platform: slack, channel: ${slackChannel}, postsPerSecond: 100 }
  sales: { platform: discord, channel: "${discordChannel}" }
routes: [{ to: [support, sales] }]
log: { level: debug }
`,
  );
  onTestFinished(async () => {
    await bridge.kill();
    await slack.close();
    await discord.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await bridge.start();

  const isPost = ({ method }: { readonly method: string }): boolean => /postMessage|messages$/.test(method);
  for (const kind of ['acceptThenReset', 'reset'] as const) {
    slack.faults.inject({ fault: { kind }, when: isPost });
    discord.faults.inject({ fault: { kind }, when: isPost });
  }
  for (const status of [500, 403, 429]) {
    slack.faults.inject({ fault: { kind: 'status', status }, when: isPost });
    discord.faults.inject({ fault: { kind: 'status', status }, when: isPost });
  }
  slack.faults.inject({ fault: { kind: 'error', code: 'msg_too_long' }, when: isPost, times: 2 });
  discord.faults.inject({ fault: { kind: 'error', code: 50035, status: 400 }, when: isPost });

  const contact = { from: '15550142', name: 'Wilhelmina Murray' };
  const provider = createWaConnect({ url: bridge.url, secret });
  const stranger = createWaConnect({ url: bridge.url, secret: 'a wrong secret' });
  for (let index = 0; index < 6; index += 1) {
    await provider.send(textWebhook({ ...contact, id: `wamid.PRIVATE${index}`, text: `castle ${index}` }));
  }
  await stranger.send(textWebhook({ ...contact, text: 'castle x' }));
  await provider.send('{"text": "castle y');
  await eventually(() => {
    const posts = discord.threads(discordChannel).flatMap(({ messages }) => messages.map(discordText));
    expect(posts.join()).toContain('castle 5');
    expect(slack.threads(slackChannel).flatMap(({ replies }) => replies).length).toBeGreaterThanOrEqual(6);
  }, 60_000);
  await bridge.stop();

  const log = bridge.output();
  expect(log).toContain('tried again');
  expect(log).toContain('A webhook was refused');
  const secrets = [secret, 'a wrong secret', slack.botToken, slack.appToken, discord.token];
  for (const word of ['15550142', 'Wilhelmina', 'castle', 'PRIVATE', ...secrets])
    expect(log).not.toContain(word);
}, 90_000);
