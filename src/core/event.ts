/**
 * One thing that happened on the provider's side, as the bridge knows it. Parsed once, by `waconnect/payload`;
 * everything behind it trusts these types and never sees the provider's field names.
 */
export type Event = MessageEvent | UnknownEvent | UnreadableEvent;

/** What makes two webhooks the same event: unique for ever in the store. */
export interface EventKey {
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
}

interface Happened {
  readonly key: EventKey;
  readonly account: Account;
  /** `phoneNumberId`: which of the account's WhatsApp numbers it came in on; `''` where the webhook says none. */
  readonly number: string;
  readonly contact: Contact;
  /** When it was said (ms since 1970, the message's own time), or `null` where the webhook does not say. */
  readonly saidAt: number | null;
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

/** The person who writes to us. No identifiers at all: an unknown sender, who is nobody else. */
export interface Contact {
  readonly identifiers: readonly Identifier[];
  /** The name that the contact chose: any text, so never trusted and never an identity. */
  readonly name: string;
}

export interface Identifier {
  readonly kind: 'phone' | 'userId' | 'parentUserId';
  /** Opaque. A phone is digits without `+`, since the provider writes it so. */
  readonly value: string;
}

export interface MessageEvent extends Happened {
  readonly kind: 'message';
  readonly content: Content;
}

/** A signed webhook whose event name we do not know: kept, and shown as what it is. */
export interface UnknownEvent extends Happened {
  readonly kind: 'unknown';
  readonly raw: string;
}

/** A signed webhook that is not a JSON object: kept, and a dead letter at every destination. */
export interface UnreadableEvent extends Happened {
  readonly kind: 'unreadable';
  readonly why: string;
}

export type FileType = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/** What the message says. `type` is the provider's own word for it. */
export type Content =
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | {
      readonly kind: 'file';
      readonly type: FileType;
      readonly caption: string;
      readonly fileName: string;
      readonly mimeType: string;
    }
  | {
      readonly kind: 'location';
      readonly type: string;
      readonly latitude: number;
      readonly longitude: number;
      readonly name: string;
      readonly address: string;
    }
  | { readonly kind: 'contacts'; readonly type: string; readonly cards: readonly ContactCard[] }
  | { readonly kind: 'reaction'; readonly type: string; readonly emoji: string | null }
  | { readonly kind: 'choice'; readonly type: string; readonly title: string }
  | { readonly kind: 'other'; readonly type: string; readonly raw: string };

export interface ContactCard {
  readonly name: string;
  readonly phones: readonly string[];
}

/** The provider's type of the event: what a route's `type` is compared with. */
export const typeOf = (event: Event): string => {
  switch (event.kind) {
    case 'message':
      return event.content.type;
    case 'unknown':
      return event.key.event;
    case 'unreadable':
      return 'unreadable';
  }
};

/** The words that the contact typed, `''` where there are none: what a route's `text` is compared with. */
export const wordsOf = (event: Event): string => {
  if (event.kind !== 'message') return '';
  const { content } = event;
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'file':
      return content.caption;
    case 'choice':
      return content.title;
    case 'location':
    case 'contacts':
    case 'reaction':
    case 'other':
      return '';
  }
};
