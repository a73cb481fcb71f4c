import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSigned } from '../../src/waconnect/signature.ts';

const body = Buffer.from('{"event":"message.received"}');
const sign = (secret: string, bytes: Uint8Array = body): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

test("signature › a webhook signed with last month's secret is still ours", () => {
  expect(isSigned(body, sign('old'), ['new', 'old'])).toBe(true);
});

test('signature › hex may be written in either case', () => {
  expect(isSigned(body, sign('s').toUpperCase().replace('SHA256', 'sha256'), ['s'])).toBe(true);
});

test('signature › one changed byte is not ours', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: body.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, change) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(isSigned(changed, sign('s'), ['s'])).toBe(false);
      },
    ),
  );
});

test.each([
  ['absent', undefined],
  ['empty', ''],
  ['of another scheme', sign('s').replace('sha256', 'sha1')],
  ['without its scheme', sign('s').slice(7)],
  ['too short', sign('s').slice(0, -2)],
  ['not hex', `sha256=${'z'.repeat(64)}`],
  ['given twice', [sign('s'), sign('s')]],
  ['under another secret', sign('t')],
])('signature › one that is %s is not ours', (_what, header) => {
  expect(isSigned(body, header, ['s'])).toBe(false);
});

test('signature › without secrets nothing is signed', () => {
  expect(isSigned(body, sign(''), [])).toBe(false);
});

test('signature › it is over the raw bytes, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (bytes, secret) => {
      expect(isSigned(bytes, sign(secret, bytes), [secret])).toBe(true);
    }),
  );
});
