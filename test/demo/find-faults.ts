import { lettersOf } from './letters.ts';
import type { Said, Wanted } from './script.ts';
import type { Stage } from './stage.ts';
import { platformNames, threadsOf, threadsWith, type PlatformName, type Post } from './threads.ts';

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
    .map(({ draft, status, attempts }) => {
      const what = draft.sign === null ? draft.does.kind : quote(draft.sign);
      return `${what} was not accepted: ${status} at attempt ${attempts}`;
    }),
  ...platformNames.flatMap((platform) => faultsOn(stage, platform, sent)),
];

/** Whether the post shows what was wanted, file and reaction included. */
export const isShown = ({ text, files, reactions }: Post, { text: words, file, reaction }: Wanted): boolean =>
  lettersOf(text).includes(lettersOf(words)) &&
  (file === null ? files.length === 0 : files.some((name) => name.endsWith(file))) &&
  reactions.join() === (reaction ?? '');

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
      const wanted = messages.flatMap((message) => message.wanted ?? []);
      return compare(
        wanted,
        own.flatMap(({ posts }) => posts),
      ).map((fault) => `${where}: ${fault}`);
    }),
  ];
};

const compare = (wanted: readonly Wanted[], posts: readonly Post[]): string[] => {
  const missing = wanted.filter((one) => !posts.some((post) => isShown(post, one)));
  const surplus = posts.filter((post, index) => {
    const isWanted = wanted.some((one) => isShown(post, one));
    return !isWanted || posts.findIndex(({ text, files }) => isSame({ text, files }, post)) < index;
  });
  const faults = [
    ...missing.map(({ text, file }) => `${quote(text || String(file))} is missing`),
    ...surplus.map(({ text }) => `${quote(text)} is too much, or not as it should be`),
  ];
  if (faults.length > 0) return faults;
  const isInOrder = wanted.every((one, index) => {
    const post = posts[index];
    return post !== undefined && isShown(post, one);
  });
  return isInOrder ? [] : ['all is there, in another order'];
};

const isSame = (one: Pick<Post, 'text' | 'files'>, other: Pick<Post, 'text' | 'files'>): boolean =>
  one.text === other.text && one.files.join() === other.files.join();

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
