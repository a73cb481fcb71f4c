import type { Config } from '../config/config.ts';
import { differences } from '../config/differences.ts';
import { filesBeside } from '../config/fill.ts';
import type { Mistake } from '../config/mistakes/mistake.ts';
import type { Reread } from '../config/reader.ts';
import type { Alarm } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Tell } from '../inbox/tell.ts';

export interface ReloadOptions {
  /** What the bridge was started with: some of it stays until the next start. */
  readonly first: Config;
  /** Goes on by this configuration. Rejects where that cannot be, and then goes on as before. */
  readonly take: (config: Config) => Promise<void>;
  readonly tell: Tell;
  readonly now: () => number;
  readonly log: Log;
}

/** Takes over what a person has written anew, or nothing of it. */
export interface Reload {
  /** One after the other. Never rejects: what is wrong is told to the operators. */
  reload(reread: Reread): Promise<void>;
  /** Resolves when nothing is in hand; afterwards nothing is taken over. */
  end(): Promise<void>;
  state(): ReloadState;
}

/** For `/readyz`. Times are ISO, `null`: never since the start. */
export interface ReloadState {
  readonly readAt: string | null;
  readonly takenAt: string | null;
  /** How many mistakes kept the last one from being taken over. */
  readonly mistakes: number;
  /** What is written otherwise, and will be so after the next start. */
  readonly needsRestart: readonly string[];
}

export const createReload = ({ first, take, tell, now, log }: ReloadOptions): Reload => {
  let state: ReloadState = { readAt: null, takenAt: null, mistakes: 0, needsRestart: [] };
  let working: Promise<void> = Promise.resolve();
  let hasEnded = false;

  const goOn = async ({ config, changes }: Extract<Reread, { kind: 'config' }>): Promise<void> => {
    const readAt = new Date(now()).toISOString();
    const needsRestart = differences(lastingOf(first), lastingOf(config));
    try {
      await take(lasting(first, config));
    } catch (error) {
      state = { ...state, readAt, mistakes: 1 };
      await tell(`configuration ${readAt}`, 'configuration', notTaken(error));
      return;
    }
    state = { readAt, takenAt: readAt, mistakes: 0, needsRestart };
    log.info(
      { changes },
      changes.length === 0
        ? 'The configuration was read again: nothing in it has changed.'
        : 'The bridge goes on by the changed configuration.',
    );
    if (needsRestart.length > 0)
      log.warn({ needsRestart }, 'Some of the configuration counts from the next start on.');
  };

  const refuse = async (mistakes: readonly Mistake[]): Promise<void> => {
    const readAt = new Date(now()).toISOString();
    state = { ...state, readAt, mistakes: mistakes.length };
    await tell(`configuration ${readAt}`, 'configuration', wrong(first.file, mistakes));
  };

  const work = async (reread: Reread): Promise<void> => {
    if (hasEnded) return;
    await (reread.kind === 'config' ? goOn(reread) : refuse(reread.mistakes));
  };

  return {
    reload: async (reread) => {
      working = working.then(() => work(reread));
      await working;
    },
    end: async () => {
      hasEnded = true;
      await working;
    },
    state: () => state,
  };
};

/** The same with what the process holds on to from its start to its end; files stay beside the store that stays. */
const lasting = ({ server, store, cache }: Config, config: Config): Config => {
  const { waconnect } = config;
  const isBeside = waconnect.media.folder === filesBeside(config.store);
  const folder = isBeside ? filesBeside(store) : waconnect.media.folder;
  return {
    ...config,
    server,
    store,
    cache,
    waconnect: { ...waconnect, media: { ...waconnect.media, folder } },
  };
};

/** The same, as people write it. */
const lastingOf = ({ server, store, cache }: Config): object => ({ server, store, cache });

const wrong = (file: string, mistakes: readonly Mistake[]): Alarm => ({
  title: `${file} was changed, and has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}: the bridge goes on by the configuration of before.`,
  lines: mistakes.map(({ line, column, path, message }) => ({
    label: '',
    detail: `line ${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
  })),
});

const notTaken = (error: unknown): Alarm => ({
  title: 'The changed configuration cannot be taken over: the bridge goes on by the one of before.',
  lines: [{ label: '', detail: error instanceof Error ? error.message : String(error) }],
});
