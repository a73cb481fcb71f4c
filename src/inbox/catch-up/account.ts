/** Nobody can say which account the inbox belongs to: by a wrong one, messages would be shown twice. */
export class UnknownAccount extends Error {
  override readonly name = 'UnknownAccount';
}

/**
 * The account of an item, as webhooks name it. `configured`: by the operator; `known`: those of which webhooks have
 * come; `own`: what the item itself says, `''`: nothing. Throws an `UnknownAccount` where these leave a doubt.
 */
export const accountOf = (configured: string | null, known: readonly string[], own: string): string => {
  if (own !== '' && !isAmong(configured === null ? known : [configured], own)) {
    throw new UnknownAccount(
      configured === null
        ? 'The messages in the inbox are of another account than the webhooks'
        : 'The messages in the inbox are of another account than "waconnect.api.account"',
    );
  }
  if (own !== '') return own;
  if (configured !== null) return configured;
  const [only, ...more] = known;
  if (only !== undefined && more.length === 0) return only;
  throw new UnknownAccount(
    only === undefined
      ? 'No webhook has come yet that names the account of the inbox'
      : 'Webhooks of several accounts have come, and the inbox does not say whose it is',
  );
};

/** Where nothing is known, nothing contradicts. */
const isAmong = (known: readonly string[], own: string): boolean => known.length === 0 || known.includes(own);
