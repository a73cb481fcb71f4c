import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/config.ts';
import { loadConfig, type Loaded } from '../../src/config/load.ts';
import { formatMistakes, type Mistake } from '../../src/config/mistakes/mistake.ts';
import type { Environment } from '../../src/config/yaml/environment.ts';

/** The sections of a small configuration without mistakes. */
const sections = {
  waconnect: 'waconnect: { secrets: ["a long secret"] }',
  platforms: 'platforms: { slack: { botToken: xoxb-1 }, discord: { token: "1" } }',
  destinations: `destinations:
  support: { platform: slack, channel: C0123456789 }
  sales: { platform: discord, channel: "112233445566778899" }`,
  routes: 'routes: [{ to: support }]',
};

/** That configuration, with the sections that a test is about in place of its own. */
export const fileWith = (own: Readonly<Record<string, string>> = {}): string =>
  Object.values({ ...sections, ...own }).join('\n') + '\n';

/** Loads a text as if it stood in a file. */
export const loadText = (text: string, environment: Environment = {}): Loaded => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  try {
    const file = join(folder, 'bridge.yaml');
    writeFileSync(file, text);
    return loadConfig(file, environment);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export const configOf = (text: string, environment: Environment = {}): Config => {
  const loaded = loadText(text, environment);
  if (loaded.kind === 'config') return loaded.config;
  throw new Error(formatMistakes('the test', loaded.mistakes));
};

export const mistakesOf = (text: string, environment: Environment = {}): readonly Mistake[] => {
  const loaded = loadText(text, environment);
  return loaded.kind === 'mistakes' ? loaded.mistakes : [];
};

/** Each mistake as `line:column path: message`. */
export const saidOf = (text: string, environment: Environment = {}): readonly string[] =>
  mistakesOf(text, environment).map(
    ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
  );
