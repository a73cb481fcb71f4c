/** What a message says. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly type: FileType; readonly caption: string; readonly file: FileRef }
  | {
      readonly kind: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly name: string;
      readonly address: string;
      readonly url: string;
    }
  | { readonly kind: 'contacts'; readonly cards: readonly ContactCard[] }
  /** A button or a row of a list that the contact chose. */
  | { readonly kind: 'choice'; readonly title: string; readonly description: string }
  /** Answers to a form (flow, address): `text` is the provider's own summary. */
  | {
      readonly kind: 'form';
      readonly name: string;
      readonly text: string;
      readonly answers: readonly Answer[];
    }
  /** The contact's answer to the question whether we may call. `until`: ms since 1970. */
  | { readonly kind: 'callPermission'; readonly isGranted: boolean; readonly until: number | null }
  | { readonly kind: 'order'; readonly text: string; readonly items: readonly OrderItem[] }
  /** WhatsApp itself says so. `text` is its own sentence. */
  | {
      readonly kind: 'system';
      readonly change: 'number' | 'userId' | 'identity' | 'other';
      /** The new number or id, as it is shown; `''` where none. */
      readonly now: string;
      readonly text: string;
    }
  /** The contact opened the chat for the first time, and has written nothing. */
  | { readonly kind: 'welcome' }
  | {
      readonly kind: 'call';
      /** The provider's words: connect, terminate; COMPLETED, FAILED … */
      readonly phase: string;
      readonly outcome: string;
      readonly isOurs: boolean;
      readonly seconds: number | null;
    }
  /** WhatsApp does not hand it on. `what`: poll, pin …; `''` where it does not say. */
  | {
      readonly kind: 'unsupported';
      readonly what: string;
      /** What went wrong; `''`: nothing, it hands on no message of this kind. */
      readonly why: string;
      /** It may yet come (error 131060). */
      readonly isPlaceholder: boolean;
    }
  | { readonly kind: 'other'; readonly raw: string };

export type FileType = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

/** Where a file is to be had, and what is claimed of it; each `''` (or `null`) where it was not said. */
export interface FileRef {
  readonly url: string;
  readonly mediaId: string;
  readonly name: string;
  readonly mimeType: string;
  /** As it came: base64 or hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number | null;
  readonly seconds: number | null;
}

export interface ContactCard {
  readonly name: string;
  readonly organisation: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Anything else that is on it: addresses, web pages, birthday. One line each. */
  readonly others: readonly string[];
  /** As it came, where it came as a vCard; `''`: to be made of the above. */
  readonly vcard: string;
}

export interface Answer {
  readonly label: string;
  readonly value: string;
}

export interface OrderItem {
  readonly productId: string;
  readonly quantity: number;
  /** Of one, in `currency`; `null` where it was not said. */
  readonly price: number | null;
  readonly currency: string;
}

/** The words in it that the contact typed; `''`: none. */
export const wordsIn = (content: Content): string => {
  switch (content.kind) {
    case 'text':
    case 'form':
    case 'order':
      return content.text;
    case 'file':
      return content.caption;
    case 'choice':
      return content.title;
    case 'location':
    case 'contacts':
    case 'callPermission':
    case 'system':
    case 'welcome':
    case 'call':
    case 'unsupported':
    case 'other':
      return '';
  }
};
