import { setTimeout as after } from 'node:timers/promises';
import type { PostgresServer } from '../store/postgres-server.ts';
import type { Downtime } from './tenures.ts';

/** How long the server is down. */
const pauseMs = 1_000;

/** Restarts the server in which the store is, once as an operator does and once as a crash does: when it was down. */
export const restartStore = async (
  server: PostgresServer | null,
  lastsMs: number,
  signal: AbortSignal,
): Promise<readonly Downtime[]> => {
  const downtimes: Downtime[] = [];
  for (const how of ['fast', 'immediate'] as const) {
    await after(lastsMs / 3, undefined, { signal }).catch(() => undefined);
    const { restart = null } = server ?? {};
    if (restart === null || signal.aborted) break;
    const from = Date.now();
    await restart(pauseMs, how);
    downtimes.push({ from, to: Date.now() });
  }
  return downtimes;
};
