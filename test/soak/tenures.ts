import type { Call } from '../sandbox/faults.ts';
import type { Kill } from './kills.ts';

/** One bridge began to post. */
interface Begin {
  readonly bridge: number;
  /** ms since 1970. */
  readonly at: number;
}

/** Who posted when, of several bridges on one store. */
export interface Tenures {
  /** How often one began to post. */
  readonly begins: number;
  /** From the kill (or SIGSTOP) of the one that posted until another one began, in ms, the quickest first. */
  readonly takeovers: readonly number[];
  /** Likewise from SIGTERM. */
  readonly handOvers: readonly number[];
  /** What reached a platform from a bridge after another one had begun, in sentences. */
  readonly stale: readonly string[];
}

export interface Downtime {
  readonly from: number;
  readonly to: number;
}

/** While the store was down, and so long afterwards, nobody could begin. */
const settledMs = 10_000;

/** By what each bridge has written, and what the platforms were asked for by whom. */
export const tenuresOf = (
  logs: readonly string[],
  kills: readonly Kill[],
  downtimes: readonly Downtime[],
  calls: readonly Call[],
): Tenures => {
  const begins = logs.flatMap(beginsIn).toSorted((one, other) => one.at - other.at);
  const wasUp = ({ at }: Kill): boolean =>
    downtimes.every(({ from, to }) => at < from - settledMs || at > to + settledMs);
  const gapsOf = (kinds: readonly Kill['kind'][]): readonly number[] =>
    kills
      .filter((kill) => kinds.includes(kill.kind) && wasUp(kill))
      .flatMap((kill) => gapAfter(kill, begins))
      .toSorted((one, other) => one - other);
  return {
    begins: begins.length,
    takeovers: gapsOf(['killed', 'paused']),
    handOvers: gapsOf(['stopped']),
    stale: calls.filter(changesSomething).flatMap((call) => staleIn(call, begins)),
  };
};

const beginsIn = (log: string, bridge: number): readonly Begin[] =>
  log
    .split('\n')
    .filter((line) => line.includes('This process posts from now on.'))
    .map((line) => ({ bridge, at: Date.parse((JSON.parse(line) as { readonly time: string }).time) }));

const latestBefore = (at: number, begins: readonly Begin[]): Begin | undefined =>
  begins.findLast((begin) => begin.at <= at);

const gapAfter = ({ bridge, at }: Kill, begins: readonly Begin[]): readonly number[] => {
  if (latestBefore(at, begins)?.bridge !== bridge) return [];
  const next = begins.find((begin) => begin.at > at);
  return next === undefined ? [] : [next.at - at];
};

const changesSomething = ({ method }: Call): boolean =>
  /^(?:chat|reactions|files)\.(?!get)|^(?:POST|PATCH|PUT|DELETE) \//.test(method);

const staleIn = (call: Call, begins: readonly Begin[]): readonly string[] => {
  const owner = latestBefore(call.at, begins);
  if (call.from === undefined || owner === undefined || call.from === String(owner.bridge)) return [];
  const late = call.at - owner.at;
  return [
    `${call.method} of bridge ${call.from} came ${late} ms after bridge ${owner.bridge} had begun to post`,
  ];
};
