import type { DatabaseSync } from 'node:sqlite';

/** What is wrong with the file, `null`: nothing that can be found without reading every index twice. */
export const findProblem = (db: DatabaseSync): string | null => {
  const { quick_check: found } = db.prepare('pragma quick_check(1)').get() as { quick_check: string };
  return found === 'ok' ? null : found.replaceAll(/\s+/g, ' ').trim();
};
