import { openConnection, type Connection } from './connection.ts';

/** As many as a busy provider might hold open. */
const connections = 64;

export interface Load {
  readonly perSecond: number;
  /** ms, one for each request. */
  readonly latencies: readonly number[];
  /** Answers that were not 200, broken connections included. */
  readonly errors: number;
  /** How busy the load generator itself was, 0 to 1: near 1 it is the limit, and not the server. */
  readonly busy: number;
}

/** Each connection sends its next request as soon as the last one is answered. */
export const flatOut = (port: number, requests: readonly Buffer[]): Promise<Load> =>
  measured(port, requests, async (pool, send) => {
    let next = 0;
    const drain = async (connection: Connection): Promise<void> => {
      while (next < requests.length) {
        const index = next;
        next += 1;
        await send(connection, index, performance.now());
      }
    };
    await Promise.all(pool.map(drain));
  });

/**
 * Requests come at their own times, whether the former ones are answered or not; the latency counts from when a
 * request was due, so that a server that stands still is not measured less.
 */
export const atRate = (port: number, requests: readonly Buffer[], perSecond: number): Promise<Load> =>
  measured(port, requests, async (pool, send) => {
    const startedAt = performance.now();
    const free = [...pool];
    const waiting: number[] = [];
    const dueAt = (index: number): number => startedAt + (index * 1000) / perSecond;
    const sent: Promise<void>[] = [];

    const serve = async (connection: Connection, first: number): Promise<void> => {
      let index: number | undefined = first;
      while (index !== undefined) {
        await send(connection, index, dueAt(index));
        index = waiting.shift();
      }
      free.push(connection);
    };
    for (let next = 0; next < requests.length;) {
      for (; next < requests.length && dueAt(next) <= performance.now(); next += 1) {
        const connection = free.pop();
        if (connection === undefined) waiting.push(next);
        else sent.push(serve(connection, next));
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(sent);
  });

type Send = (connection: Connection, index: number, since: number) => Promise<void>;

const measured = async (
  port: number,
  requests: readonly Buffer[],
  run: (pool: readonly Connection[], send: Send) => Promise<void>,
): Promise<Load> => {
  const pool = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const latencies: number[] = [];
  let errors = 0;
  const send: Send = async (connection, index, since) => {
    const request = requests[index];
    if (request === undefined) return;
    if ((await connection.send(request)) !== 200) errors += 1;
    latencies.push(performance.now() - since);
  };
  const busyBefore = performance.eventLoopUtilization();
  const startedAt = performance.now();
  await run(pool, send);
  const seconds = (performance.now() - startedAt) / 1000;
  const busy = performance.eventLoopUtilization(busyBefore).utilization;
  for (const connection of pool) connection.close();
  return { perSecond: requests.length / seconds, latencies, errors, busy };
};
