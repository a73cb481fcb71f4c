import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, signedBy } from '../../src/waconnect/signature.ts';

const body = Buffer.from('{"event":"message.received"}');
const sign = (secret: string, bytes: Uint8Array = body): string =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

test("signature › a webhook signed with last month's secret is still ours", () => {
  expect(signedBy(body, sign('old'), ['new', 'old'])).toBe(1);
});

test('signature › hex may be written in either case', () => {
  expect(signedBy(body, sign('s').toUpperCase().replace('SHA256', 'sha256'), ['s'])).toBe(0);
});

test('signature › one changed byte is not ours', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: body.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, change) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(signedBy(changed, sign('s'), ['s'])).toBe(null);
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
  expect(signedBy(body, header, ['s'])).toBe(null);
});

test('signature › without secrets nothing is signed', () => {
  expect(signedBy(body, sign(''), [])).toBe(null);
});

test('signature › it is over the raw bytes, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (bytes, secret) => {
      expect(signedBy(bytes, sign(secret, bytes), [secret])).toBe(0);
    }),
  );
});

test('signature › a secret is told from others by its fingerprint, which does not hold it', () => {
  expect(fingerprintOf('old')).toMatch(/^[0-9a-f]{8}$/);
  expect(fingerprintOf('old')).not.toBe(fingerprintOf('new'));
});
