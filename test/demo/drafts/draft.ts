import { randomBytes } from 'node:crypto';
import type { FileType } from '../../../src/core/content.ts';
import { textWebhook } from '../../sandbox/waconnect.ts';
import type { Person } from '../people.ts';

/** What a person does on the phone, and the webhooks that WaConnect makes of it. */
export interface Draft {
  readonly id: string;
  /** Sent one after the other, a moment apart. */
  readonly webhooks: readonly object[];
  /** Letters that its post holds on every platform, by which the page finds it; `null`: any post of its thread may be it. */
  readonly sign: string | null;
  /** What the head of its thread holds besides the person's number: the group's id. */
  readonly head: string | null;
  readonly does: Deed;
}

export type Deed =
  /** `said`: as WaConnect's webhook says it, to be said again by who forwards it. */
  | { readonly kind: 'message'; readonly shown: Shown; readonly said: Said }
  | { readonly kind: 'reaction'; readonly about: string; readonly emoji: string | null }
  | { readonly kind: 'edit'; readonly about: string; readonly text: string }
  | { readonly kind: 'revoke'; readonly about: string };

/** A bubble. */
export interface Shown {
  /** Small lines on top: forwarded, said in a group. */
  readonly above: readonly string[];
  /** First line of the message that it answers. */
  readonly quote: string | null;
  readonly file: ShownFile | null;
  readonly card: ShownCard | null;
  readonly text: string;
  /** A line of WhatsApp's own, not of the person. */
  readonly isQuiet: boolean;
}

export interface ShownFile {
  readonly type: FileType;
  /** Id at the media host. */
  readonly media: string;
  readonly name: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

export interface ShownCard {
  readonly icon: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** A message in the words of WaConnect's webhook. `more`: what stands beside `content`. */
export interface Said {
  readonly type: string;
  readonly content: unknown;
  readonly context?: object;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Whom all people here write to: a company of our invention, on the number of WaConnect's sample. */
const business = { accountName: 'Harbour Cycles', number: '106540352242922' };

/**
 * An id as WhatsApp makes them: base64 of the writer and of a token.
 * The bytes between are those of the ids in Meta's examples: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
 */
export const newId = ({ digits }: Person): string => {
  const token = randomBytes(10).toString('hex').toUpperCase();
  const writer = Buffer.concat([Buffer.from([0x1c, 0x18, digits.length]), Buffer.from(digits)]);
  const said = Buffer.concat([Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, 0x14]), Buffer.from(`${token}\0`)]);
  return `wamid.${Buffer.concat([writer, said]).toString('base64')}`;
};

export const webhookOf = (by: Person, id: string, { type, content, context, more = {} }: Said): object => {
  const plain = textWebhook({ ...business, id, from: by.digits, name: by.name, text: '' });
  const { message, ...envelope } = plain as { readonly message: object };
  const said = { ...message, messageType: type, content, context: context ?? null, ...more };
  return { ...envelope, message: said };
};

export const nothingShown: Shown = {
  ...{ above: [], quote: null, file: null, card: null, text: '', isQuiet: false },
};

/** A message; unless told, its words are its sign. */
export const draftMessage = (
  by: Person,
  said: Said,
  shown: Partial<Shown>,
  found: Partial<Pick<Draft, 'sign' | 'head'>> = {},
): Draft => {
  const id = newId(by);
  const bubble = { ...nothingShown, ...shown };
  return {
    ...{ id, webhooks: [webhookOf(by, id, said)] },
    ...{ sign: bubble.text === '' ? null : bubble.text, head: null, ...found },
    does: { kind: 'message', shown: bubble, said },
  };
};

/** A message of plain words. */
export const draftText = (by: Person, text: string): Draft =>
  draftMessage(by, { type: 'text', content: { text } }, { text });
