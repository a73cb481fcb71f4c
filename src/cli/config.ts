import type { Config } from '../config/config.ts';
import { loadConfig, loadStore } from '../config/load.ts';
import { formatMistakes, type Mistake } from '../config/mistakes/mistake.ts';

/** The configuration, or `null` after all its mistakes have been told. */
export const readConfig = (file: string): Config | null => {
  const loaded = loadConfig(file, process.env);
  if (loaded.kind === 'config') return loaded.config;
  tell(file, loaded.mistakes);
  return null;
};

/** Likewise, what a look into the store needs of it. */
export const readStore = (file: string): Pick<Config, 'store' | 'destinations' | 'platforms'> | null => {
  const loaded = loadStore(file, process.env);
  if (loaded.kind === 'store') return loaded;
  tell(file, loaded.mistakes);
  return null;
};

const tell = (file: string, mistakes: readonly Mistake[]): void => {
  process.stderr.write(`${formatMistakes(file, mistakes)}\n`);
};
