import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries it, in Node's lower case. Source: WaConnect's webhook page, "Verifying the Signature". */
export const signatureHeader = 'x-webhook-signature';

/**
 * Which of the secrets signed a request: its index, or `null` where it is not the provider's. A signature is
 * `sha256=HEX` (either case) of the raw bytes. Every secret is tried whatever the others say, and compared in constant
 * time.
 */
export const signedBy = (body: Uint8Array, header: unknown, secrets: readonly string[]): number | null => {
  const hex = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
  if (hex === undefined) return null;
  const given = Buffer.from(hex, 'hex');
  let signer: number | null = null;
  for (const [index, secret] of secrets.entries()) {
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, given)) signer = index;
  }
  return signer;
};

/** Eight hex digits that tell a secret from others, for people and for the store, and do not give it away. */
export const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 8);

/** Under this name and its fingerprint the store keeps when a secret signed last (ISO 8601). */
export const signerMark = 'signed by ';
