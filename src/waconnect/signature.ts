import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries it, in Node's lower case. Source: WaConnect's webhook page, "Verifying the Signature". */
export const signatureHeader = 'x-webhook-signature';

/**
 * Whether a request is the provider's: `sha256=HEX` (either case) of the raw bytes under any of the secrets. Every
 * secret is tried whatever the others say, and compared in constant time.
 */
export const isSigned = (body: Uint8Array, header: unknown, secrets: readonly string[]): boolean => {
  const hex = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  let ours = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, given)) ours = true;
  }
  return ours;
};
