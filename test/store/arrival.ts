import type { Arrival } from '../../src/store/store.ts';

export const now = 1_800_000_000_000;

let serial = 0;

/** A message of Ana's to our first number, as it arrives; only what matters is said. `body` may be given as a text. */
export type Given = Partial<Omit<Arrival, 'body' | 'ref'>> & {
  readonly phone?: string;
  readonly id?: string;
  readonly token?: string;
  readonly body?: string | Uint8Array;
};

export const arrival = (given: Given = {}): Arrival => {
  serial += 1;
  const { phone = '15550100', id = `m-${serial}`, token = '', body = `body ${serial}`, ...rest } = given;
  const kind = rest.kind ?? 'message';
  return {
    key: { accountId: 'acc', event: 'message.received', messageId: id },
    kind,
    ref: kind === 'message' ? { id, token } : null,
    target: null,
    placeholder: null,
    number: '1',
    contact: { identifiers: [{ kind: 'phone', value: phone }], name: 'Ana' },
    isJoining: false,
    group: '',
    status: null,
    destinations: ['support'],
    followsTarget: false,
    configured: ['support', 'sales', 'spare', 'legal'],
    routed: '',
    notice: null,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    receivedAt: now,
    ...rest,
  };
};
