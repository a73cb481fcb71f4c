import { expect, test } from 'vitest';
import { createChance } from '../flow/chance.ts';
import { reportOf, violationsOf } from './report.ts';
import { runSoak, type SoakOptions } from './run.ts';

test('soak › half a minute of faults and kills loses, doubles, misplaces and reorders nothing', async () => {
  const options: SoakOptions = {
    seed: createChance('half a minute of faults and kills').seed,
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
  const outcome = await runSoak(options);
  const violations = violationsOf(outcome);
  if (violations.length > 0) console.log(reportOf(options, outcome));
  expect(violations).toEqual([]);
  expect(outcome.comparison.shown).toBeGreaterThan(20);
}, 300_000);
