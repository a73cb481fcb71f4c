import { expect, test } from 'vitest';
import { createReload } from '../../src/app/reload.ts';
import type { Config } from '../../src/config/config.ts';
import { configOf, fileWith } from '../config/file.ts';

const quiet = (): void => undefined;

/** What a bridge that was started by one file goes on by after the next one. */
const afterwards = async (first: Config, next: Config): Promise<Config | null> => {
  const taken: Config[] = [];
  const { reload } = createReload({
    first,
    take: async (config) => Promise.resolve(void taken.push(config)),
    tell: async () => Promise.resolve(),
    now: Date.now,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  await reload({ kind: 'config', config: next, changes: [] });
  return taken[0] ?? null;
};

const storedIn = (store: string, more: Readonly<Record<string, string>> = {}): Config =>
  configOf(fileWith({ store: `store: sqlite:${store}`, ...more }));

test('reload › the store stays until the next start, and so do the files beside it', async () => {
  const taken = await afterwards(storedIn('data/bridge.db'), storedIn('elsewhere/bridge.db'));
  expect(taken?.store).toEqual({ engine: 'sqlite', file: 'data/bridge.db' });
  expect(taken?.waconnect.media.folder).toBe('data/media');
});

test('reload › files go where a person says, also where the store stays', async () => {
  const waconnect = 'waconnect: { secrets: [a long secret], media: { folder: fast/disk } }';
  const taken = await afterwards(storedIn('data/bridge.db'), storedIn('elsewhere/bridge.db', { waconnect }));
  expect(taken?.waconnect.media.folder).toBe('fast/disk');
});
