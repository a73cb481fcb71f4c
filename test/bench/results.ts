import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, 'RESULTS.md');

/** Appends what a benchmark has found to RESULTS.md, with the day and the commit. */
export const keepResult = (title: string, machine: string, found: string): void => {
  const day = new Date().toISOString().slice(0, 10);
  appendFileSync(file, `\n## ${day}, ${commit()}: ${title}\n\n\`\`\`text\n${machine}\n\n${found}\n\`\`\`\n`);
};

/** Of the code that was measured; `+` where something of it was not committed yet. */
const commit = (): string => {
  const git = (...words: readonly string[]): string =>
    spawnSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout?.trim() ?? '';
  const isChanged = git('status', '--porcelain', '--', '../../src') !== '';
  return `${git('rev-parse', '--short', 'HEAD') || 'no commit'}${isChanged ? '+' : ''}`;
};
