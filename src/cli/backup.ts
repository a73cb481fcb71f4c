import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { complain, say, withLedger } from './ledger.ts';

/** Copies the store into a new file, while the bridge runs. 1 where that file is there already. */
export const backup = async (target: string, { config }: { readonly config: string }): Promise<number> => {
  if (existsSync(target)) {
    complain(`${target} is there already, and a backup replaces nothing. Name a file that does not exist.`);
    return 1;
  }
  if (!existsSync(dirname(resolve(target)))) {
    complain(`There is no folder ${dirname(resolve(target))}. Make it, or name a file in another one.`);
    return 1;
  }
  return withLedger(config, async (ledger, { store }) => {
    await ledger.backup(target);
    if (store.engine !== 'sqlite') return 0;
    const size = (statSync(target).size / 1e6).toFixed(1);
    say(`${store.file} is copied to ${target} (${size} MB), as it was at one moment.`);
    say(
      `To go back to it: stop the bridge, remove ${store.file}, ${store.file}-wal and ${store.file}-shm, and put the copy in their place.`,
    );
    return 0;
  });
};
