import type { Content } from '../../src/core/content.ts';
import type { Event, MessageEvent } from '../../src/core/event.ts';
import { readEvent } from '../../src/waconnect/payload.ts';

export const read = (webhook: unknown): Event => readEvent(Buffer.from(JSON.stringify(webhook)));

/** A webhook of a text; what is given counts instead. */
export const webhookWith = (message: object, envelope: object = {}) => ({
  event: 'message.received',
  accountId: 'acc',
  ...envelope,
  message: {
    messageId: 'm-1',
    from: '15550100001',
    messageType: 'text',
    content: { text: 'hi' },
    ...message,
  },
});

/** The event of a message, which must be one. */
export const messageOf = (message: object, envelope: object = {}): MessageEvent => {
  const event = read(webhookWith(message, envelope));
  if (event.kind !== 'message') throw new Error(`read as ${event.kind}`);
  return event;
};

export const contentOf = (messageType: string, content: unknown): Content =>
  messageOf({ messageType, content }).content;

/** Ids that hold an identifier and a token, as WhatsApp makes them. */
export const wamid = (identifier: string, token: string): string => {
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, identifier.length]),
    Buffer.from(identifier),
    Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, token.length]),
    Buffer.from(token),
    Buffer.from([0]),
  ]);
  return `wamid.${bytes.toString('base64')}`;
};
