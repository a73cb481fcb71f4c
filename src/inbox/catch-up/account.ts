/** Nobody can say which account the inbox belongs to: by a wrong one, messages would be shown twice. */
export class UnknownAccount extends Error {
  override readonly name = 'UnknownAccount';
  /** The next webhook tells. Else nothing but a person mends it. */
  readonly passes: boolean;

  constructor(message: string, { passes = false } = {}) {
    super(message);
    this.passes = passes;
  }
}

/**
 * The configured account as webhooks name it: by whatever case, where only one of the known can be meant. Where no
 * webhook has come there is nothing to compare it with. Throws an `UnknownAccount` where no webhook names it.
 */
export const meantAccount = (configured: string | null, known: readonly string[]): string | null => {
  if (configured === null || known.length === 0) return configured;
  const meant = sameAmong(known, configured);
  if (meant !== null) return meant;
  throw new UnknownAccount(
    `No webhook is of the account "${configured}" that "waconnect.api.account" names: they are of ${named(known)}. ` +
      'Correct it, or leave it out; until then it would show messages twice.',
  );
};

/**
 * The account of an item, as webhooks name it. `meant`: by the operator; `known`: those of which webhooks have come;
 * `own`: what the item itself says, `''`: nothing. Throws an `UnknownAccount` where these leave a doubt.
 */
export const accountOf = (meant: string | null, known: readonly string[], own: string): string => {
  if (own !== '') {
    const possible = meant === null ? known : [meant];
    // Where nothing is known, nothing contradicts.
    const account = possible.length === 0 ? own : sameAmong(possible, own);
    if (account !== null) return account;
    throw new UnknownAccount(
      `The messages in the inbox are of another account (${named([own])}) than ` +
        (meant === null ? `the webhooks (${named(known)}).` : `"waconnect.api.account" (${named([meant])}).`),
    );
  }
  if (meant !== null) return meant;
  const [only, ...more] = known;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined)
    throw new UnknownAccount('No webhook has come yet that names the account of the inbox', { passes: true });
  throw new UnknownAccount(
    `Webhooks of several accounts have come (${named(known)}), and the inbox does not say whose it is. ` +
      'Set "waconnect.api.account".',
  );
};

/** Ids are compared to the letter where that tells them apart. */
const sameAmong = (known: readonly string[], account: string): string | null => {
  if (known.includes(account)) return account;
  const [only, ...more] = known.filter((one) => one.toLowerCase() === account.toLowerCase());
  return more.length === 0 ? (only ?? null) : null;
};

const mostNamed = 5;

const named = (accounts: readonly string[]): string =>
  accounts
    .slice(0, mostNamed)
    .map((account) => `"${account}"`)
    .join(', ') + (accounts.length > mostNamed ? ', …' : '');
