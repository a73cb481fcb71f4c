import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const everyPlatform = ['core', 'platforms/platform.ts', 'platforms/keep-up.ts', 'platforms/unanswered.ts'];

const everyPart = ['config', 'core', 'inbox', 'media', 'outbox', 'platforms', 'store', 'waconnect'];

/**
 * Who may import whom. The default is no. A place is a folder of `src/`, or a single file; the longest one that
 * matches speaks for a file. `node` says whether Node's own modules may be used.
 */
const table: Readonly<Record<string, { may: readonly string[]; npm: readonly string[]; node: boolean }>> = {
  core: { may: ['core'], npm: [], node: false },
  config: {
    may: ['config', 'core', 'platforms/platform.ts', 'platforms/registry.ts'],
    npm: ['yaml', 'zod', 're2js', 'fastest-levenshtein'],
    node: true,
  },
  waconnect: { may: ['waconnect', 'core'], npm: ['zod'], node: true },
  inbox: { may: ['inbox', 'core', 'waconnect', 'store/store.ts'], npm: ['fastify'], node: true },
  media: {
    may: ['media', 'core', 'platforms/platform.ts'],
    npm: ['undici', 'file-type', 'ipaddr.js', 'music-metadata'],
    node: true,
  },
  outbox: {
    may: ['outbox', 'core', 'store/store.ts', 'platforms/platform.ts', 'media/media.ts'],
    npm: [],
    node: true,
  },
  'platforms/platform.ts': { may: ['core'], npm: ['zod'], node: false },
  'platforms/keep-up.ts': { may: ['core', 'platforms/platform.ts'], npm: [], node: false },
  'platforms/unanswered.ts': { may: ['platforms/platform.ts'], npm: [], node: false },
  'platforms/registry.ts': {
    may: ['platforms/platform.ts', 'platforms/slack/index.ts', 'platforms/discord/index.ts'],
    npm: [],
    node: false,
  },
  'platforms/slack': {
    may: ['platforms/slack', ...everyPlatform],
    npm: ['@slack/socket-mode', '@slack/web-api', '@slack/types', 'emojibase-data', 'zod'],
    node: true,
  },
  'platforms/discord': {
    may: ['platforms/discord', ...everyPlatform],
    npm: ['@discordjs/rest', '@discordjs/ws', 'discord-api-types', 'zod'],
    node: true,
  },
  // The port, in five files.
  'store/store.ts': {
    may: ['core', 'store/claimed.ts', 'store/shared.ts', 'store/threads.ts'],
    npm: [],
    node: false,
  },
  'store/threads.ts': { may: ['core', 'store/claimed.ts'], npm: [], node: false },
  'store/shared.ts': { may: ['store/claimed.ts'], npm: [], node: false },
  'store/claimed.ts': { may: ['core'], npm: [], node: false },
  'store/ledger.ts': { may: ['core'], npm: [], node: false },
  'store/open.ts': {
    may: ['core', 'store/store.ts', 'store/ledger.ts', 'store/sqlite', 'store/postgres'],
    npm: [],
    node: false,
  },
  'store/cache.ts': { may: ['store/store.ts'], npm: ['lru-cache'], node: false },
  // What all engines run: no driver is known there.
  'store/sql': { may: ['store/sql', 'core', 'store/store.ts', 'store/ledger.ts'], npm: [], node: true },
  'store/sqlite': {
    may: ['store/sqlite', 'store/sql', 'core', 'store/store.ts', 'store/ledger.ts'],
    npm: [],
    node: true,
  },
  'store/postgres': {
    may: ['store/postgres', 'store/sql', 'core', 'store/store.ts', 'store/shared.ts', 'store/ledger.ts'],
    npm: ['pg'],
    node: true,
  },
  cli: {
    may: [
      'cli',
      'app.ts',
      'app/socket.ts',
      'config',
      'core',
      'store/ledger.ts',
      'store/open.ts',
      'waconnect',
      'platforms/platform.ts',
      'platforms/registry.ts',
    ],
    npm: ['commander', 'close-with-grace'],
    node: true,
  },
  'app.ts': { may: ['app', ...everyPart], npm: ['pino'], node: true },
  app: { may: ['app', ...everyPart], npm: ['pino'], node: true },
  'main.js': { may: ['cli/index.ts'], npm: [], node: true },
};

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name));

const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(file, 'utf8');
  const statements =
    /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g;
  return [...text.matchAll(statements)].map(([, one, two, three]) => one ?? two ?? three ?? '');
};

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const ruleOf = (path: string) => {
  const places = Object.keys(table).filter((place) => isWithin(path, place));
  const place = places.sort((one, other) => other.length - one.length)[0];
  return place === undefined ? undefined : table[place];
};

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

const isAllowed = (file: string, name: string): boolean => {
  const rule = ruleOf(file);
  if (rule === undefined) return false;
  if (name.startsWith('.')) {
    const target = relative(source, resolve(source, dirname(file), name));
    return rule.may.some((place) => isWithin(target, place));
  }
  if (name.startsWith('node:') || builtinModules.includes(name)) return rule.node;
  return rule.npm.includes(packageOf(name));
};

test('architecture › every file imports only what its folder may', () => {
  const broken = files(source).flatMap((file) =>
    importsOf(join(source, file)).flatMap((name) => (isAllowed(file, name) ? [] : [`${file} → ${name}`])),
  );
  expect(broken).toEqual([]);
});

test('architecture › the rules have no place that is gone', () => {
  const all = files(source);
  const gone = Object.keys(table).filter((place) => !all.some((file) => isWithin(file, place)));
  expect(gone).toEqual([]);
});

test("architecture › a platform's name is compared nowhere outside of its folder", () => {
  const names = readdirSync(join(source, 'platforms'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const named = files(source)
    .filter((file) => !file.startsWith('platforms/'))
    .filter((file) => names.some((name) => readFileSync(join(source, file), 'utf8').includes(`'${name}'`)));
  expect(named).toEqual([]);
});

test('architecture › tests import the sandbox and the product, and the product imports no test', () => {
  const broken = files(source).flatMap((file) =>
    importsOf(join(source, file)).filter((name) => name.includes('/test/')),
  );
  expect(broken).toEqual([]);
});

test('architecture › no file is longer than 250 lines', () => {
  const long = files(source).filter(
    (file) => readFileSync(join(source, file), 'utf8').split('\n').length > 250,
  );
  expect(long).toEqual([]);
});
