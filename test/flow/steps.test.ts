import { expect, test } from 'vitest';
import { runUntilStep, type Ran, type Stood } from './steps-world.ts';

/** `STEPS=all`: every step, and not only some of each kind. */
const isLong = process.env['STEPS'] === 'all';
/** How many bridges at once. */
const atOnce = 2;

/** What a killed bridge has left undone or done twice, in sentences. */
const mistakesIn = ({ threads, refusals }: Ran): readonly string[] => [
  ...refusals,
  ...Object.entries(threads).flatMap(([platform, all]) => {
    const [posts = [], ...more] = all;
    return [
      ...(more.length > 0 ? [`${platform}: ${all.length} threads`] : []),
      ...mistakesAmong(posts).map((mistake) => `${platform}: ${mistake}`),
    ];
  }),
];

const mistakesAmong = (posts: readonly Stood[]): readonly string[] => {
  const names = posts.map(({ name }) => name);
  const first = [...new Set(names)];
  const of = (name: string) => posts.filter((post) => post.name === name);
  const twice = first.filter((name) => of(name).filter(({ isMarked }) => !isMarked).length > 1);
  const has = (name: string, isSo: (post: Stood) => boolean): boolean => of(name).some(isSo);
  return [
    ...(first.join() === 'm1,m2,m3,m4' ? [] : [`shown are ${names.join()}`]),
    ...twice.map((name) => `${name} is shown twice, and nothing says so`),
    ...(has('m1', ({ text }) => /m1 mended[\s\S]*Edited/.test(text)) ? [] : ['the edit is missing']),
    ...(has('m2', ({ reactions }) => reactions.length === 1) ? [] : ['the reaction is missing']),
    ...(has('m3', ({ text }) => /m1 .*\nm3 the third/.test(text)) ? [] : ['the quote is missing']),
    ...(has('m4', ({ files }) => files.join() === 'm4.pdf') ? [] : ['the file is missing']),
  ];
};

/** Each takes some seconds. */
const mostInSample = 4;

/** Of as many kinds as there is time for, one each: before and after a commit, a post on its way, an answer not yet read. */
const sampleOf = (steps: readonly string[]): readonly number[] => {
  const numbers = steps.map((kind, index) => ({ kind, number: index + 1 }));
  const kinds = Map.groupBy(numbers, ({ kind }) => kind.replace(/^(slack|discord) .*:/, '$1:'));
  const one = [...kinds.values()].map((some) => some[Math.floor(some.length / 2)]?.number ?? 0);
  return one.filter(
    (_, index) =>
      Math.floor((index * mostInSample) / one.length) !==
      Math.floor(((index - 1) * mostInSample) / one.length),
  );
};

const inPools = async (numbers: readonly number[], run: (number: number) => Promise<void>): Promise<void> => {
  const left = [...numbers];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

test('steps › a process that is killed at any step of receiving and posting shows all, once and in order', async () => {
  const whole = await runUntilStep(0);
  expect(mistakesIn(whole)).toEqual([]);
  const every = Array.from({ length: whole.steps.length + 5 }, (_, index) => index + 1);
  const numbers = isLong ? every : sampleOf(whole.steps);
  const found: string[] = [];
  let reached = 0;
  await inPools(numbers, async (number) => {
    const ran = await runUntilStep(number).catch((error: unknown) => String(error));
    if (typeof ran === 'string') {
      found.push(`step ${number}: ${ran}`);
      return;
    }
    if (ran.steps.length === number) reached += 1;
    found.push(...mistakesIn(ran).map((mistake) => `step ${number} (${ran.steps.at(-1)}): ${mistake}`));
  });
  console.log(`steps: ${whole.steps.length}; killed at ${reached} of ${numbers.length}`);
  expect(found).toEqual([]);
  expect(reached).toBeGreaterThan(numbers.length / 2);
}, 3_600_000);
