import { fingerprintOf, signerMark } from '../waconnect/signature.ts';
import type { AlarmsOptions } from './alarms.ts';

/** Each mark is a write to the disk, and nobody asks for seconds. */
const everyMs = 60_000;

/** Keeps in mind which secret signs, so that a person knows when a former one may be removed. */
export const createSigners = ({ marks, now, elapsed, log }: AlarmsOptions) => {
  const known = new Map<string, { readonly name: string; markedAt: number }>();

  const heard = (secret: string): void => {
    const at = elapsed();
    const signer = known.get(secret) ?? { name: signerMark + fingerprintOf(secret), markedAt: -Infinity };
    known.set(secret, signer);
    if (at - signer.markedAt < everyMs) return;
    signer.markedAt = at;
    marks.setMark(signer.name, new Date(now()).toISOString()).catch((error: unknown) => {
      log.warn({ err: error }, 'Which secret signed a webhook could not be kept.');
    });
  };

  return { heard };
};
