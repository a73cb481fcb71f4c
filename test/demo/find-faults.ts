import type { Stage } from './stage.ts';
import type { Said } from './ten-messages.ts';
import { platformNames, threadsOf, threadsWith, type PlatformName } from './threads.ts';

/** A message that was given to WaConnect. */
export interface Sent extends Said {
  /** When (ms since 1970). */
  readonly at: number;
  /** Until the bridge's answer. */
  readonly acceptedMs: number;
  /** The last answer's, or null where there was none. */
  readonly status: number | null;
  readonly attempts: number;
}

/** In which way what agents read differs from what was sent; nothing where it does not. */
export const findFaults = (stage: Pick<Stage, 'slack' | 'discord'>, sent: readonly Sent[]): string[] => [
  ...sent
    .filter(({ status }) => status !== 200)
    .map(({ text, status, attempts }) => `${quote(text)} was not accepted: ${status} at attempt ${attempts}`),
  ...platformNames.flatMap((platform) => faultsOn(stage, platform, sent)),
];

const faultsOn = (
  stage: Pick<Stage, 'slack' | 'discord'>,
  platform: PlatformName,
  sent: readonly Sent[],
): string[] => {
  const threads = threadsOf(stage, platform);
  const groups = [...Map.groupBy(sent, ({ by }) => by)];
  const strangers = threads.filter((thread) =>
    groups.every(([person]) => !threadsWith([thread], person).includes(thread)),
  );
  return [
    ...strangers.map(({ head }) => `${platform}: a thread of nobody, ${quote(head)}`),
    ...groups.flatMap(([person, messages]) => {
      const where = `${platform}, ${person.name}`;
      const own = threadsWith(threads, person);
      if (own.length !== 1) return [`${where}: ${own.length} threads instead of 1`];
      return compare(
        messages.map(({ text }) => text),
        own.flatMap(({ posts }) => posts.map(({ text }) => text)),
      ).map((fault) => `${where}: ${fault}`);
    }),
  ];
};

const compare = (wanted: readonly string[], found: readonly string[]): string[] => {
  const count = (text: string, list: readonly string[]): number => list.filter((one) => one === text).length;
  const faults = [...new Set([...wanted, ...found])].flatMap((text) => {
    const surplus = count(text, found) - count(text, wanted);
    if (surplus === 0) return [];
    return surplus < 0
      ? [`${quote(text)} is missing`]
      : [`${quote(text)} is there ${surplus} times too often`];
  });
  if (faults.length > 0) return faults;
  return wanted.every((text, index) => text === found[index]) ? [] : ['all is there, in another order'];
};

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
