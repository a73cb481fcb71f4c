import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { formatMistakes } from '../config/mistakes/mistake.ts';

/** The configuration, or `null` after all its mistakes have been told. */
export const readConfig = (file: string): Config | null => {
  const loaded = loadConfig(file, process.env);
  if (loaded.kind === 'config') return loaded.config;
  process.stderr.write(`${formatMistakes(file, loaded.mistakes)}\n`);
  return null;
};
