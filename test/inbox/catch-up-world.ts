import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished } from 'vitest';
import type { Alarm, Event } from '../../src/core/event.ts';
import type { Log } from '../../src/core/log.ts';
import type { Route } from '../../src/core/route.ts';
import { createAccept } from '../../src/inbox/accept.ts';
import {
  createCatchUp,
  type CatchUp,
  type CatchUpPace,
  type CatchUpState,
} from '../../src/inbox/catch-up.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { createApi } from '../../src/waconnect/api.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { textWebhook, type TextMessage } from '../sandbox/waconnect.ts';
import { startWaConnectApi, type Looks, type WaConnectApiSandbox } from '../sandbox/waconnect-api.ts';

export const minute = 60_000;
export const account = '7d4e1c52-0000-4000-8000-000000000001';
const everything: Route = { name: 'all', line: 1, column: 1, when: [], to: ['support'], continues: false };

export interface CatchUpWorld {
  readonly api: WaConnectApiSandbox;
  /** A webhook comes in. */
  accept(webhook: object): Promise<string>;
  /** A bridge that looks into the inbox; its own words to the log and to operators are kept. */
  begin(settings?: Settings): CatchUp;
  /** The same until it has looked once, well or not; then it stops. */
  look(settings?: Settings): Promise<CatchUpState>;
  /** Ids and events as they were accepted. */
  ids(): readonly string[];
  events(): readonly Event[];
  mark(): Promise<number>;
  setMark(at: number): Promise<void>;
  /** From when the inbox was asked, each time that it was asked for its first page. */
  asked(): readonly number[];
  /** From now on the disk takes nothing. */
  closeStore(): Promise<void>;
  readonly told: Alarm[];
  readonly log: string[];
  /** The bridge's clock is so far ahead. */
  clock(aheadMs: number): void;
}

export interface Settings {
  readonly account?: string | null;
  readonly overlapMs?: number;
  readonly everyMs?: number;
  readonly key?: string;
  readonly timeoutMs?: number;
  readonly pace?: Partial<CatchUpPace>;
}

const quick: CatchUpPace = {
  settleMs: 0,
  gapMs: 0,
  againMs: 5,
  mostHeld: 1_000,
  soonMs: 20,
  firstBackOffMs: 20,
  longFailureMs: minute,
};

/** A store, WaConnect's inbox, and what looks into it; cleaned up by itself. */
export const createCatchUpWorld = async (looks: Partial<Looks> = {}): Promise<CatchUpWorld> => {
  const api = await startWaConnectApi({ looks });
  const folder = mkdtempSync(join(tmpdir(), 'catch-up-'));
  const file = join(folder, 'bridge.db');
  const store = openSqlite(file);
  const begun: CatchUp[] = [];
  onTestFinished(async () => {
    await Promise.all(begun.map((one) => one.stop()));
    await api.close();
    await store.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;
  const [told, lines]: [Alarm[], string[]] = [[], []];
  const write = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: write, warn: write, error: write };
  const tell = async (_id: string, _kind: string, alarm: Alarm): Promise<void> => {
    told.push(alarm);
    return Promise.resolve();
  };
  const onOwed = (): void => undefined;
  const accept = createAccept({
    store,
    routes: () => [everything],
    configured: () => [],
    operators: () => null,
    onOwed,
    now,
  });

  const begin = (settings: Settings = {}): CatchUp => {
    const { key = api.apiKey, timeoutMs = 2_000, pace = {}, ...config } = settings;
    const catchUp = createCatchUp({
      api: createApi({ url: api.url, key, timeoutMs }),
      store,
      accept,
      config: { account: null, everyMs: 10 * minute, overlapMs: 15 * minute, ...config },
      tell,
      now,
      log,
      pace: { ...quick, ...pace },
    });
    begun.push(catchUp);
    catchUp.start();
    return catchUp;
  };
  const events = (): readonly Event[] => {
    const db = new DatabaseSync(file, { readOnly: true });
    const rows = db.prepare('select body from events order by id').all() as unknown as { body: Uint8Array }[];
    db.close();
    return rows.map(({ body }) => readEvent(body));
  };

  return {
    api,
    accept: (webhook) => accept(Buffer.from(JSON.stringify(webhook))),
    begin,
    look: async (settings) => {
      const catchUp = begin(settings);
      await expect.poll(() => catchUp.state().status).not.toBe('starting');
      await catchUp.stop();
      return catchUp.state();
    },
    ids: () => events().map(({ key }) => key.messageId),
    events,
    mark: async () => Date.parse((await store.inbox.mark('caught up until')) ?? ''),
    setMark: (at) => store.inbox.setMark('caught up until', new Date(at).toISOString()),
    asked: () =>
      api.calls
        .filter(({ args }) => args['offset'] === '0')
        .map(({ args }) => Date.parse(String(args['since']))),
    closeStore: () => store.close(),
    told,
    log: lines,
    clock: (ms) => {
      aheadMs = ms;
    },
  };
};

/** Ana's message of so many minutes ago (by the real clock). */
export const said = (
  id: string,
  minutesAgo = 1,
  more: Partial<TextMessage> = {},
): { readonly webhook: object; readonly at: number } => {
  const at = Date.now() - minutesAgo * minute;
  return { webhook: textWebhook({ id: `wamid.${id}`, text: `text ${id}`, at: new Date(at), ...more }), at };
};
