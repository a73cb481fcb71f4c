import { readFileSync } from 'node:fs';
import { platforms } from '../platforms/registry.ts';
import type { Config } from './config.ts';
import { readDestinations } from './destinations.ts';
import { configOf, storeOf } from './fill.ts';
import { lintAlerts } from './lint/alerts.ts';
import { lintDestinations } from './lint/destinations.ts';
import { lintReceiver } from './lint/receiver.ts';
import { lintRoutes } from './lint/routes.ts';
import { createFields } from './mistakes/field.ts';
import type { Finding } from './mistakes/finding.ts';
import { toMistakes, type Mistake } from './mistakes/mistake.ts';
import { describeIssue } from './mistakes/shape.ts';
import { readRules } from './routes/rule.ts';
import { fileSchema, type WrittenFile } from './schema.ts';
import { validate } from './validate.ts';
import type { Environment } from './yaml/environment.ts';
import { readYaml } from './yaml/read.ts';
import { childOf, valueOf } from './yaml/written.ts';

export type Loaded =
  /** `written`: the file itself, checked and with its defaults, to be compared with a later one. */
  | { readonly kind: 'config'; readonly config: Config; readonly written: WrittenFile }
  /** Never empty, in the order of the file. */
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] };

/**
 * Reads the file that a person wrote. Answers a configuration that needs no further check, or all that is wrong with
 * it at once. Does not throw: a file that is not there is a mistake as well.
 */
export const loadConfig = (file: string, environment: Environment): Loaded => {
  const text = readText(file);
  if (text.kind === 'mistakes') return text;
  const fieldOf = createFields();
  const { root, findings } = readYaml(text.text, environment);
  if (root === null) return { kind: 'mistakes', mistakes: toMistakes(file, findings, null, fieldOf) };

  const { data, issues } = validate(fileSchema, root);
  const destinations = readDestinations(root);
  const { rules, findings: ofPatterns } = readRules(root);
  const all: readonly Finding[] = [
    ...findings,
    ...issues.flatMap((issue) => describeIssue(root, issue, fieldOf)),
    ...ofPatterns,
    ...lintReceiver(root),
    ...lintAlerts(root),
    ...lintDestinations(root, destinations, platforms),
    ...lintRoutes(root, rules),
  ];
  const readable = rules.filter((rule) => rule !== null);
  if (all.length === 0 && data !== null)
    return { kind: 'config', config: configOf(file, data, destinations, readable), written: data };
  return { kind: 'mistakes', mistakes: toMistakes(file, all, root, fieldOf) };
};

/**
 * Where the store is, and which destinations are written rightly. Whoever looks into the store needs no more, and has
 * the bridge's secrets seldom at hand: mistakes elsewhere in the file are not told, and `platforms` is empty then.
 */
export const loadStore = (
  file: string,
  environment: Environment,
):
  | (Pick<Config, 'store' | 'destinations' | 'platforms'> & { readonly kind: 'store' })
  | (Loaded & { kind: 'mistakes' }) => {
  const whole = loadConfig(file, environment);
  if (whole.kind === 'config') return { ...whole.config, kind: 'store' };
  const text = readText(file);
  const { root } = text.kind === 'text' ? readYaml(text.text, environment) : { root: null };
  if (root === null) return whole;
  const written = childOf(root, 'store');
  if (written?.kind === 'scalar' && written.expansion === 'failed') return whole;
  const store = fileSchema.shape.store.safeParse(written && valueOf(written));
  if (!store.success) return whole;
  return {
    kind: 'store',
    store: storeOf(store.data),
    destinations: readDestinations(root),
    platforms: new Map(),
  };
};

const readText = (
  file: string,
): { readonly kind: 'text'; readonly text: string } | (Loaded & { kind: 'mistakes' }) => {
  try {
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const message =
      code === 'ENOENT'
        ? 'there is no such file. Copy config/example.yaml to it, or name another file with --config.'
        : code === 'EISDIR'
          ? 'this is a folder. Name the file in it.'
          : `the file cannot be read${typeof code === 'string' ? ` (${code})` : ''}. Let the user that runs the bridge read it.`;
    return { kind: 'mistakes', mistakes: [{ file, line: 1, column: 1, path: '', message }] };
  }
};
