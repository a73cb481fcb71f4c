import { expect, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { createProcessWorld } from './process-world.ts';
import { discordChannel, eventually, secret, slackChannel } from './world.ts';

test('flow › nothing of a contact and no secret is ever in the log, whatever goes wrong', async () => {
  const { slack, discord, bridge } = await createProcessWorld('debug');
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
    // One post may show several of them.
    const inSlack = slack.threads(slackChannel).flatMap(({ replies }) => replies.map(slackText));
    expect(inSlack.join()).toContain('castle 5');
  }, 60_000);
  await bridge.stop();

  const log = bridge.output();
  expect(log).toContain('tried again');
  expect(log).toContain('A webhook was refused');
  const secrets = [secret, 'a wrong secret', slack.botToken, slack.appToken, discord.token];
  for (const word of ['15550142', 'Wilhelmina', 'castle', 'PRIVATE', ...secrets])
    expect(log).not.toContain(word);
}, 90_000);
