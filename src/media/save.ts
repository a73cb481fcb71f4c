import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './ask.ts';
import type { Allowance } from './allowance.ts';
import { MediaError } from './media.ts';

export interface Saved {
  readonly size: number;
  readonly sha256: Buffer;
}

/**
 * Streams an answer into a new file that nobody else may read, and counts: a server's word for the length is only
 * good for refusing early. Rejects with a `MediaError`, or with what undici or the disk said.
 */
export const save = async (
  answer: Answer,
  path: string,
  { most, allowance, signal }: { most: number; allowance: Allowance; signal: AbortSignal },
): Promise<Saved> => {
  const hash = createHash('sha256');
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > most) throw tooLarge(most);
      allowance.take(chunk.length);
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    if ((answer.declared ?? 0) > most) throw tooLarge(most);
    allowance.check(answer.declared ?? 0);
    await pipeline(counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }), { signal });
  } finally {
    answer.drop();
  }
  if (size === 0) throw new MediaError('it is empty', false);
  return { size, sha256: hash.digest() };
};

const tooLarge = (most: number): MediaError => new MediaError(`it is larger than ${sizeOf(most)}`, true);

/** In the units in which WhatsApp's own limits are counted. */
export const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.round(bytes / 102.4 / 1024) / 10} MB`;

/** The 32 bytes that a claim stands for, in hex or Base64; `null` where it is neither, and so no claim. */
export const claimedHash = (claim: string): Buffer | null => {
  const bytes = Buffer.from(claim.trim(), /^\s*[0-9a-f]{64}\s*$/i.test(claim) ? 'hex' : 'base64');
  return bytes.length === 32 ? bytes : null;
};
