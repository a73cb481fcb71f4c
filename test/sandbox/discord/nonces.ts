interface Entry {
  readonly placeId: string;
  readonly messageId: string;
  readonly at: number;
}

export interface Nonces {
  /** The message that had this nonce within the window, whatever its channel, deleted or not. */
  readonly find: (nonce: string | number) => Entry | undefined;
  readonly remember: (nonce: string | number, placeId: string, messageId: string) => void;
}

/** Author-wide, as in https://docs.discord.com/developers/resources/message#create-message; one author here. */
export const createNonces = (windowMs: number): Nonces => {
  const entries = new Map<string, Entry>();
  return {
    find: (nonce) => {
      const entry = entries.get(String(nonce));
      return entry !== undefined && Date.now() - entry.at < windowMs ? entry : undefined;
    },
    remember: (nonce, placeId, messageId) => {
      entries.set(String(nonce), { placeId, messageId, at: Date.now() });
    },
  };
};
