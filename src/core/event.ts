import { wordsIn, type Content } from './content.ts';

/**
 * One thing that happened on the provider's side, as the bridge knows it. Parsed once, by `waconnect/payload`;
 * everything behind it trusts these types and never sees the provider's field names.
 */
export type Event =
  | MessageEvent
  | ReactionEvent
  | EditEvent
  | RevokeEvent
  | StatusEvent
  | UnknownEvent
  | UnreadableEvent
  | AlarmEvent;

/** What makes two webhooks the same event: unique for ever in the store. */
export interface EventKey {
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
}

/** How the provider names a message. */
export interface MessageRef {
  /** The whole id; `''` where there is none. */
  readonly id: string;
  /** What of the id stays the same when another party quotes it in its own terms; `''` where nothing is known to. */
  readonly token: string;
}

interface Happened {
  readonly key: EventKey;
  /** The provider's own word for it, in lower case as it came: what a route's `type` is compared with. */
  readonly type: string;
  readonly account: Account;
  /** `phoneNumberId`: which of the account's WhatsApp numbers it came in on; `''` where the webhook says none. */
  readonly number: string;
  readonly contact: Contact;
  /** Id of the group that it was said in, `''` between the contact and us alone. The conversation is then the group's. */
  readonly group: string;
  /** When it was said (ms since 1970, the message's own time), or `null` where the webhook does not say. */
  readonly saidAt: number | null;
  /** When the provider sent the webhook on (the envelope's time), or `null`. */
  readonly sentAt: number | null;
  /** How it came: by a webhook, or found in the provider's inbox since none brought it. */
  readonly by: 'webhook' | 'inbox';
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
  /** From the strongest to the weakest: a user name may be given up, and taken by somebody else. */
  readonly kind: 'userId' | 'parentUserId' | 'phone' | 'username';
  /** Opaque. A phone is digits without `+`, since the provider writes it so; a user name is without `@`. */
  readonly value: string;
}

export interface MessageEvent extends Happened {
  readonly kind: 'message';
  readonly ref: MessageRef;
  /**
   * The key under which a placeholder of this message (Meta's error 131060) may have come before: it is replaced.
   * `null` where this is no message that could have had one.
   */
  readonly placeholder: EventKey | null;
  readonly content: Content;
  readonly context: Context;
  /** What was in the message and is not understood, as JSON; `''` where nothing is left. */
  readonly beside: string;
}

/** A reaction to a message; the last one of a contact wins. `emoji` null: the contact took it back. */
export interface ReactionEvent extends Happened {
  readonly kind: 'reaction';
  readonly target: MessageRef;
  readonly emoji: string | null;
}

/** The contact wrote a message anew. */
export interface EditEvent extends Happened {
  readonly kind: 'edit';
  readonly target: MessageRef;
  readonly content: Content;
  readonly beside: string;
}

/** The contact deleted a message for everyone. */
export interface RevokeEvent extends Happened {
  readonly kind: 'revoke';
  readonly target: MessageRef;
}

/** How far a message of ours has come. Nobody reads these in a thread. */
export interface StatusEvent extends Happened {
  readonly kind: 'status';
  readonly target: MessageRef;
  readonly status: Status;
  /** What the provider says went wrong, one line; `''` unless failed. */
  readonly why: string;
}

export type Status = 'pending' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** A signed webhook whose event name we do not know: kept, counted, and shown to the operators. */
export interface UnknownEvent extends Happened {
  readonly kind: 'unknown';
  /** It came as messages of customers come: then agents are to see it, whatever it is. */
  readonly mayBeMessage: boolean;
  readonly raw: string;
}

/** A signed webhook that is not a JSON object: kept, and a dead letter at every destination. */
export interface UnreadableEvent extends Happened {
  readonly kind: 'unreadable';
  readonly why: string;
}

/** What the bridge itself tells its operators (`core/alarm`). Never read from a webhook. */
export interface AlarmEvent extends Happened {
  readonly kind: 'alarm';
  readonly alarm: Alarm;
}

export interface Alarm {
  /** What happened, in one line. */
  readonly title: string;
  /** What is known of it, and what to do; one line each. `label` may be `''`. */
  readonly lines: readonly { readonly label: string; readonly detail: string }[];
}

/** What came along with a message's content. */
export interface Context {
  /** The message that this one answers, `null`: none. Its text is never in the webhook. */
  readonly quoted: MessageRef | null;
  readonly forwarded: 'no' | 'once' | 'often';
  /** The product of the company's catalogue that was asked about. */
  readonly product: { readonly catalogId: string; readonly productId: string } | null;
  /** The advertisement or post that the contact came by. */
  readonly referral: Referral | null;
}

/** Each `''` where it was not said. */
export interface Referral {
  readonly source: string;
  readonly headline: string;
  readonly text: string;
  readonly url: string;
}

/** The words that the contact typed, `''` where there are none: what a route's `text` is compared with. */
export const wordsOf = (event: Event): string =>
  event.kind === 'message' || event.kind === 'edit' ? wordsIn(event.content) : '';

/** Whether WhatsApp itself says that all identifiers of its contact are one person, whatever was known of them. */
export const joinsIdentifiers = (event: Event): boolean =>
  event.kind === 'message' &&
  event.content.kind === 'system' &&
  (event.content.change === 'number' || event.content.change === 'userId');
