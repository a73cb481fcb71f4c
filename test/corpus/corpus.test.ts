import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeGolden } from './golden.ts';
import { corpus } from './payloads.ts';

const isUpdate = process.env['UPDATE'] === '1';

test('corpus › there are far more than 120 webhooks, and each has a name of its own', () => {
  const names = corpus.flatMap(({ name, entries }) => entries.map((entry) => `${name}/${entry.name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(corpus.flatMap(({ entries }) => entries).flatMap(({ webhooks }) => webhooks).length).toBeGreaterThan(
    120,
  );
});

test.each(corpus.map((group) => [group.name, group] as const))(
  'corpus › %s: agents read what the golden file says',
  (name, group) => {
    const file = join(import.meta.dirname, 'golden', `${name}.txt`);
    const written = writeGolden(group);
    if (isUpdate) writeFileSync(file, written);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(written);
  },
);
