import { expect, test } from 'vitest';
import { createChance } from '../flow/chance.ts';
import { reportOf, violationsOf } from './report.ts';
import { runSoak, type SoakOptions } from './run.ts';

const short: Omit<SoakOptions, 'seed'> = {
  store: 'sqlite',
  replicas: 1,
  seconds: 30,
  least: 30,
  contacts: 12,
  groups: 2,
  rate: 2,
  faultEverySeconds: 1,
  killEverySeconds: 7,
  settleSeconds: 120,
  // It takes longer than this: `npm run soak` waits for it.
  catchUpSeconds: 0,
  onProgress: () => undefined,
};

test.each([
  ['half a minute of faults and kills', short],
  [
    'half a minute of faults, kills, pauses and restarts of PostgreSQL, with three bridges on one store,',
    { ...short, store: 'postgres', replicas: 3, killEverySeconds: 20 },
  ],
] as const)(
  'soak › %s loses, doubles, misplaces and reorders nothing',
  async (title, given) => {
    const options = { ...given, seed: createChance(title).seed };
    const outcome = await runSoak(options);
    const violations = violationsOf(outcome);
    if (violations.length > 0) console.log(reportOf(options, outcome));
    expect(violations).toEqual([]);
    expect(outcome.comparison.shown).toBeGreaterThan(20);
  },
  300_000,
);
