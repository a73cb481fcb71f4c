import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/open.ts';
import { fingerprintOf, signerMark } from '../../src/waconnect/signature.ts';
import { plainText } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { createWorld, eventually, secret, slackChannel, type World } from './world.ts';

const quiet = { silenceMs: null, hours: null, wrongSignatures: { count: 1_000, withinMs: 1_000 } };

/** What agents and operators read in the channel, thread by thread. */
const threadsOf = ({ slack }: World): readonly string[] =>
  slack.threads(slackChannel).map(({ replies }) => replies.map((post) => plainText(post)).join('\n'));

test('alarms › many webhooks with a wrong signature are told to the operators, once, in a thread of their own', async () => {
  const alerts = { ...quiet, wrongSignatures: { count: 3, withinMs: 60_000 } };
  const world = await createWorld({ to: ['support'], config: { operators: 'support', alerts } });
  const forger = createWaConnect({ url: world.url(), secret: 'not the secret' });
  for (let round = 0; round < 10; round += 1) await forger.send(textWebhook({ text: 'pay here' }));
  await world.provider.send(textWebhook({ text: 'a real one' }));
  await eventually(() => {
    expect(threadsOf(world)).toEqual([
      expect.stringContaining('3 webhooks with a wrong signature within 1 min'),
      expect.stringContaining('a real one'),
    ]);
  });
  expect(
    threadsOf(world)
      .join()
      .match(/with a wrong signature/g),
  ).toHaveLength(1);
  expect(threadsOf(world).join()).not.toContain('pay here');
});

test('alarms › silence is told to the operators, and so is its end', async () => {
  const alerts = { ...quiet, silenceMs: 400 };
  const world = await createWorld({ to: ['support'], config: { operators: 'support', alerts } });
  await eventually(() => {
    expect(threadsOf(world)).toEqual([expect.stringContaining('No webhook from WaConnect for 400 ms')]);
  });
  const ready = await fetch(new URL('/readyz', world.url()));
  expect(await ready.json()).toMatchObject({ receiver: { isSilent: true }, unknownEvents: {} });
  await world.provider.send(textWebhook({ text: 'hello' }));
  await eventually(() => {
    expect(threadsOf(world)[0]).toContain('Webhooks from WaConnect come in again');
  });
});

test('alarms › the store knows which secret signs, for check to say', async () => {
  const world = await createWorld({ to: ['support'] });
  await world.provider.send(textWebhook({ text: 'hello' }));
  const ledger = await openLedger(world.config.store);
  await eventually(async () => {
    const marks = await ledger.marks(signerMark);
    expect(marks.map(({ name }) => name)).toEqual([signerMark + fingerprintOf(secret)]);
  });
  await ledger.close();
});
