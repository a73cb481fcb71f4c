import { setTimeout as after } from 'node:timers/promises';
import { createWaConnect } from '../sandbox/waconnect.ts';
import type { Luck } from './luck.ts';
import type { Script } from './said.ts';
import { secret } from './secret.ts';

/** Sends a webhook as WaConnect does. Answers when the bridge said that it is kept (ms since 1970), `null`: it never did. */
export type Post = (luck: Luck, webhook: object) => Promise<number | null>;

export interface Provider {
  readonly post: Post;
  /** Resolves when nothing is on its way any more. */
  readonly end: () => Promise<void>;
}

/** An answer that takes longer than this is taken for none: now and then WaConnect is hasty. */
const hastyMs = 15;
const latestDoubleMs = 15_000;

/** WaConnect, with the doubles that a provider sends: two copies at once, and old webhooks again. */
export const createProvider = (url: () => string, script: Script, signal: AbortSignal): Provider => {
  const patient = createWaConnect({ url, secret });
  const hasty = createWaConnect({ url, secret, timeoutMs: hastyMs });
  const late = new Set<Promise<unknown>>();

  const sendOnce = async (luck: Luck, body: string): Promise<boolean> => {
    const { status, attempts } = await (luck.once(30) ? hasty : patient).send(body);
    script.repeated += attempts - 1;
    return status === 200;
  };

  /** Nobody waits for it, and it must change nothing. */
  const again = async (body: string, ms: number): Promise<void> => {
    await after(ms, undefined, { signal }).catch(() => undefined);
    script.doubled += 1;
    await patient.send(body);
  };

  const post: Post = async (luck, webhook) => {
    const body = JSON.stringify(webhook);
    script.webhooks += 1;
    const copies = luck.once(25) ? 2 : 1;
    script.doubled += copies - 1;
    const sent = Array.from({ length: copies }, () => sendOnce(luck, body));
    const isKept = (await Promise.all(sent)).includes(true);
    if (!isKept) return null;
    script.kept += 1;
    const keptAt = Date.now();
    if (luck.once(12)) {
      const one: Promise<unknown> = again(body, luck.between(0, latestDoubleMs)).finally(() =>
        late.delete(one),
      );
      late.add(one);
    }
    return keptAt;
  };

  return { post, end: async () => void (await Promise.all(late)) };
};
