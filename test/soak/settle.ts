import { setTimeout as after } from 'node:timers/promises';
import type { BridgeProcess } from '../flow/process.ts';
import type { Script } from './said.ts';
import type { Stage } from './stage.ts';

export interface Settled {
  readonly ms: number;
  /** `null`: nothing is owed any more. */
  readonly left: string | null;
  readonly deadLetters: number;
}

interface Ready {
  /** Of several bridges on one store, whether it is this one that posts. */
  readonly posts?: string;
  readonly deadLetters?: number;
  readonly catchUp?: { readonly caughtUpUntil: string | null };
  readonly destinations?: Readonly<
    Record<string, { readonly owed?: number | null; readonly status?: string; readonly why?: string }>
  >;
}

/** Asked so often, and quiet for so long: what was just settled may owe something more. */
const everyMs = 250;
const quietMs = 2_000;

/** Waits until the bridge owes nothing, and nothing more is asked of the platforms; for so long at the most. */
export const untilSettled = async ({ slack, discord, bridges }: Stage, mostMs: number): Promise<Settled> => {
  const startedAt = performance.now();
  let calls = 0;
  let quietSince = performance.now();
  for (;;) {
    const ready = await askReady(bridges);
    const left = leftIn(ready);
    const now = performance.now();
    const made = slack.calls.length + discord.calls.length;
    if (left !== null || made !== calls) quietSince = now;
    calls = made;
    const isOver = now - startedAt > mostMs;
    if (isOver || now - quietSince > quietMs)
      return { ms: Math.round(quietSince - startedAt), left, deadLetters: ready?.deadLetters ?? 0 };
    await after(everyMs);
  }
};

/** Waits until the bridge has looked in WaConnect's inbox for all that was sent. */
export const untilCaughtUp = async (
  { bridges }: Stage,
  { said }: Script,
  mostMs: number,
): Promise<boolean> => {
  const latest = performance.now() + mostMs;
  const until = said.at(-1)?.sentAt ?? 0;
  while (performance.now() < latest) {
    const { caughtUpUntil = null } = (await askReady(bridges))?.catchUp ?? {};
    if (caughtUpUntil !== null && Date.parse(caughtUpUntil) > until) return true;
    await after(everyMs);
  }
  return false;
};

/** Of the one that posts. */
const askReady = async (bridges: readonly BridgeProcess[]): Promise<Ready | null> => {
  for (const { url } of bridges) {
    try {
      const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5_000) });
      const ready = (await answer.json()) as Ready;
      if (ready.posts !== 'another process') return ready;
    } catch {
      // Another one may know.
    }
  }
  return null;
};

const leftIn = (ready: Ready | null): string | null => {
  if (ready?.destinations === undefined) return 'the bridge does not answer';
  const owing = Object.entries(ready.destinations).filter(([, { owed }]) => owed !== 0);
  if (owing.length === 0) return null;
  return owing.map(([name, { owed, status, why }]) => `${name} owes ${owed} (${status}: ${why})`).join('; ');
};
