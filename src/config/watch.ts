import { watch as watchFolder, type FSWatcher } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** What is found must still be so after this time: whoever writes a file may not be done with it. */
const settleMs = 200;
/** Whatever no message of the system tells (a network's file system, a folder made anew) is seen within this time. */
const lookEveryMs = 5_000;

export interface Watch {
  /** What is found afterwards is told. */
  start(onChange: () => void): void;
  stop(): void;
}

/**
 * Watches what is written in a file, by whatever way it gets there: written, removed and made again, another one moved
 * over it, or a link on the way to it turned to another place, as Kubernetes does. A file that is gone has changed too.
 * What counts is what is written there when this resolves.
 */
export const watchFile = async (file: string): Promise<Watch> => {
  let known = await textOf(file);
  let found = known;
  let tell: (() => void) | null = null;
  let watchers: readonly FSWatcher[] = [];
  let watched = '';
  let timer: NodeJS.Timeout | undefined;
  let lookAt = 0;

  const lookIn = (ms: number): void => {
    const at = performance.now() + ms;
    // Never put off: in a folder where much is written, the messages do not end.
    if (at >= lookAt && lookAt > 0) return;
    lookAt = at;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
    // The process does not live on for this.
    timer.unref();
  };

  // Never rejects: `textOf` and `foldersOf` answer also where there is nothing.
  const look = async (): Promise<void> => {
    lookAt = 0;
    const folders = await foldersOf(file);
    const text = await textOf(file);
    if (tell === null) return;
    follow(folders);
    const isSettled = text === found;
    found = text;
    lookIn(isSettled ? lookEveryMs : settleMs);
    if (!isSettled || text === known) return;
    known = text;
    tell();
  };

  const follow = (folders: readonly string[]): void => {
    if (folders.join('\n') === watched) return;
    stopWatching();
    watched = folders.join('\n');
    watchers = folders.flatMap((folder) => watcherOf(folder, () => lookIn(settleMs)));
    // What happened before they stood is found at once.
    lookIn(settleMs);
  };

  const stopWatching = (): void => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
    watched = '';
  };

  return {
    start: (onChange) => {
      tell = onChange;
      void look();
    },
    stop: () => {
      tell = null;
      clearTimeout(timer);
      stopWatching();
    },
  };
};

/** None where the system has none left: then it is looked now and then. */
const watcherOf = (folder: string, onEvent: () => void): readonly FSWatcher[] => {
  try {
    const watcher = watchFolder(folder, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
};

/** Where the file is named, and where it is. What is turned elsewhere on the way is seen at the next look. */
const foldersOf = async (file: string): Promise<readonly string[]> => {
  const named = dirname(resolve(file));
  try {
    return [...new Set([named, dirname(await realpath(file))])];
  } catch {
    return [named];
  }
};

/** `null`: it cannot be read. */
const textOf = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
};
