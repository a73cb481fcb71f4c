/** A message that a contact has sent: what must be found of it in the books. */
export interface Said {
  /** Stands at the beginning of its words, and nowhere else. */
  readonly token: string;
  /** All that must be shown of it, in order: a long text has one every few hundred characters. */
  readonly tokens: readonly string[];
  readonly conversation: string;
  readonly places: readonly string[];
  /** Messages of one turn were sent at once: nobody can say which came first. */
  readonly turn: number;
  /** It takes the place of a placeholder that came before it, and so stands where that one stood. */
  readonly standsIn: boolean;
  /** The platforms refuse it for good. */
  readonly isPoison: boolean;
  /** The name of its file, where it has one that can be told from all others. */
  readonly file: string | null;
  readonly sentAt: number;
  /** When WaConnect was told that it is kept (ms since 1970); `null`: it never was. */
  keptAt: number | null;
  /** In the order sent. The contact goes on only when WaConnect has an answer. */
  readonly changes: Change[];
}

export interface Change {
  readonly what:
    | { readonly kind: 'reaction'; readonly emoji: string | null }
    | { readonly kind: 'edit'; readonly token: string }
    | { readonly kind: 'revoke' };
  isKept: boolean;
}

/** Everything that was sent, in the order of its sending. */
export interface Script {
  readonly said: Said[];
  /** Webhooks, also those that are no messages. */
  webhooks: number;
  /** Answered 200. */
  kept: number;
  /** Sent once more although WaConnect had been told. */
  doubled: number;
  /** Attempts beyond the first. */
  repeated: number;
  /** The bridge has looked in WaConnect's inbox for all that was sent. */
  isCaughtUp: boolean;
}

export const createScript = (): Script => ({
  said: [],
  webhooks: 0,
  kept: 0,
  doubled: 0,
  repeated: 0,
  isCaughtUp: false,
});

const shape = /\b[cg]\d+m\d+(?:[ep]\d+)?\b/g;

/** The tokens in a text, in their order. */
export const tokensIn = (text: string): readonly string[] => text.match(shape) ?? [];

/** Whose it is: `c7m12e1` belongs to the conversation `c7`. */
export const conversationOf = (token: string): string => /^[cg]\d+/.exec(token)?.[0] ?? '';
