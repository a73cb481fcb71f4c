import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocumented } from '../../src/waconnect/documented.ts';
import { sampleWebhook } from '../sandbox/waconnect.ts';
import { read } from './webhook.ts';

/** With a key that the page does not have, so that the tolerant reader takes it. */
const readTolerantly = (webhook: object) => read({ ...webhook, unheardOf: null });

const awkward = fc.constantFrom<unknown>(
  '',
  ' ',
  '0',
  'null',
  '2026-04-11T10:30:00Z',
  '2026-13-11T10:30:00Z',
  7,
  null,
  {},
  [],
);
const value = fc.oneof({ weight: 4, arbitrary: fc.string() }, { weight: 1, arbitrary: awkward });
const phone = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('15550100001', '15550100002') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>('+15550100001', '0000', 'US.1349120865', '', null, 15550100001),
  },
);
const time = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('2026-04-11T10:30:00.000Z', '2026-04-11T10:29:58Z') },
  { weight: 1, arbitrary: awkward },
);
const optional = { requiredKeys: [] as never[] };
const webhooks = fc.record({
  event: fc.oneof({ weight: 5, arbitrary: fc.constant('message.received') }, { weight: 1, arbitrary: value }),
  timestamp: time,
  accountId: value,
  accountName: value,
  conversation: value,
  pricing: value,
  message: fc.record({
    messageId: value,
    from: phone,
    contactName: value,
    contactWaId: phone,
    messageType: fc.oneof({ weight: 5, arbitrary: fc.constant('text') }, { weight: 1, arbitrary: value }),
    content: fc.oneof(
      { weight: 5, arbitrary: fc.record({ text: value }) },
      { weight: 1, arbitrary: fc.record({ text: value, body: value }, optional) },
      { weight: 1, arbitrary: value },
    ),
    context: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value }),
    phoneNumberId: value,
    timestamp: time,
  }),
});

test('documented › the webhook of the page is read directly', () => {
  expect(readDocumented(JSON.parse(JSON.stringify(sampleWebhook)) as Record<string, unknown>)).not.toBeNull();
});

test('documented › read directly or tolerantly, it is the same event', () => {
  let direct = 0;
  fc.assert(
    fc.property(webhooks, (webhook) => {
      const json = JSON.parse(JSON.stringify(webhook)) as Record<string, unknown>;
      const event = readDocumented(json);
      if (event === null) return;
      direct += 1;
      expect(event).toEqual(readTolerantly(json));
    }),
    { numRuns: 20_000 },
  );
  expect(direct).toBeGreaterThan(30);
});
