import type { Kill } from './kills.ts';
import { leaseSeconds } from './stage.ts';
import type { Outcome, SoakOptions } from './run.ts';
import type { Violation } from './compare/messages.ts';

/** All that went against the promises; empty: they hold. */
export const violationsOf = ({
  comparison,
  kills,
  tenures,
  settled,
  refusals,
}: Outcome): readonly Violation[] => [
  ...comparison.violations,
  ...(settled.deadLetters > comparison.poisoned
    ? [
        {
          kind: 'dead letters',
          what: `${settled.deadLetters}, and ${comparison.poisoned} at the most were to be expected`,
        },
      ]
    : []),
  ...(settled.left === null ? [] : [{ kind: 'still owed', what: settled.left }]),
  ...tenures.stale.map((what) => ({ kind: 'stale post', what })),
  ...kills.mishaps.map((what) => ({ kind: 'process', what })),
  ...refusals.map((what) => ({ kind: 'malformed request', what })),
];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const spread = (sorted: readonly number[]): string =>
  `p50 ${seconds(quantile(sorted, 0.5))}, max ${seconds(sorted.at(-1) ?? 0)} (${sorted.length})`;

/** What happened, in a few lines. */
export const reportOf = (options: SoakOptions, outcome: Outcome): string => {
  const { comparison, script, kills, downtimes, tenures, faults, settled } = outcome;
  const { latencies } = comparison;
  const violations = violationsOf(outcome);
  const count = (kind: string): number => violations.filter((one) => one.kind === kind).length;
  const ended = (kind: Kill['kind']): number => kills.all.filter((one) => one.kind === kind).length;
  const injected = [...faults.values()].reduce((sum, times) => sum + times, 0);
  return [
    `seed ${options.seed}: ${options.seconds} s, ${options.contacts} contacts, ${options.groups} groups, ${options.rate} webhooks/s`,
    `webhooks  ${script.webhooks} sent, ${script.kept} answered 200, ${script.repeated} repeated after a failure, ${script.doubled} sent twice on purpose`,
    `messages  ${comparison.owed} owed (each in each place), ${comparison.shown} shown, ${settled.deadLetters} dead letters (${comparison.poisoned} at the most that no platform takes)`,
    `inbox     ${script.isCaughtUp ? `${comparison.missed} messages that no webhook brought` : 'not waited for'}`,
    `bundles   ${comparison.bundles} posts that show ${comparison.bundled} messages`,
    `marked    ${comparison.marked} posts, ${comparison.markedDoubles} of them doubles`,
    `${options.replicas > 1 ? `${options.replicas} bridges` : 'bridge   '} ${ended('killed')} times killed, ${ended('stopped')} times stopped, ${ended('paused')} times paused for longer than the lease; settled ${seconds(settled.ms)} after the last fault`,
    ...(tenures.begins === 0
      ? []
      : [
          `posting   began ${tenures.begins} times; after a kill or a pause within ${spread(tenures.takeovers)} (lease ${leaseSeconds} s); after SIGTERM within ${spread(tenures.handOvers)}; stale posts ${tenures.stale.length}`,
          `store     restarted ${downtimes.length} times`,
        ]),
    `latency   p50 ${seconds(quantile(latencies, 0.5))}, p99 ${seconds(quantile(latencies, 0.99))}, max ${seconds(latencies.at(-1) ?? 0)}`,
    `faults    ${injected}`,
    ...[...faults]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, times]) => `          ${String(times).padStart(4)} ${name}`),
    `lost ${count('lost')} · out of order ${count('out of order')} · doubled without mark ${count('doubled')} · in a wrong thread ${count('in a wrong thread')}`,
    ...violations.map(({ kind, what }) => `VIOLATION ${kind}: ${what}`),
    violations.length === 0 ? 'All promises hold.' : `${violations.length} violations, seed ${options.seed}.`,
  ].join('\n');
};
