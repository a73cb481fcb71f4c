import { differences } from './differences.ts';
import { loadConfig, type Loaded } from './load.ts';
import type { WrittenFile } from './schema.ts';
import type { Environment } from './yaml/environment.ts';

/** A configuration that was read anew. */
export type Reread =
  /** `changes`: where it differs from the last one that was right, without what stands there. */
  | (Omit<Extract<Loaded, { kind: 'config' }>, 'written'> & { readonly changes: readonly string[] })
  | Extract<Loaded, { kind: 'mistakes' }>;

/**
 * Reads the same file again and again, each time as a whole. The environment is the one that the process was started
 * with: what it holds changes by a restart only.
 */
export const createReader = (file: string, environment: Environment): (() => Reread) => {
  let right: WrittenFile | null = null;
  return () => {
    const loaded = loadConfig(file, environment);
    if (loaded.kind === 'mistakes') return loaded;
    const { config, written } = loaded;
    const changes = right === null ? [] : differences(right, written);
    right = written;
    return { kind: 'config', config, changes };
  };
};
