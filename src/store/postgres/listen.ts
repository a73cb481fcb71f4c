import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Place } from './pool.ts';

/** So long after a connection was lost another one is made. */
const againMs = 1_000;
/** How long a connection may take to be had, or to end. */
const patienceMs = 1_000;

/** Calls when somebody has told news of this schema. A hint: while the connection is made anew, some are missed. */
export const listenForNews = (
  { url, schema }: Place,
  onNews: () => void,
): { readonly close: () => Promise<void> } => {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const again = (lost: Client): void => {
    if (client !== lost) return;
    client = null;
    // It may be in the middle of anything.
    lost.end().catch(() => undefined);
    if (!isClosed) timer = setTimeout(() => void connect(), againMs).unref();
  };

  // Never rejects.
  const connect = async (): Promise<void> => {
    const fresh = new Client({
      connectionString: url,
      connectionTimeoutMillis: patienceMs,
      keepAlive: true,
      application_name: 'waconnect-bridge news',
    });
    client = fresh;
    fresh.on('notification', ({ payload }) => {
      if (payload === schema) onNews();
    });
    for (const event of ['error', 'end'] as const) fresh.on(event, () => again(fresh));
    try {
      await fresh.connect();
      await fresh.query('listen waconnect_bridge');
      // What came before it listened.
      onNews();
    } catch {
      again(fresh);
    }
  };

  void connect();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      // A server that is not there any more says nothing to that either.
      await Promise.race([last?.end().catch(() => undefined), sleep(patienceMs, undefined, { ref: false })]);
    },
  };
};
