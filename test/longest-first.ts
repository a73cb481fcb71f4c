import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Each takes more than 20 s, of which it waits for most: begun late, such a file would be what all others are waited for. */
const longest = [
  'flow/fallback',
  'flow/replicas',
  'flow/steps',
  'store/postgres',
  'flow/restart',
  'flow/hardship',
  'flow/faults',
  'soak/soak',
  'demo/demo.browser',
  'platforms/discord',
  'flow/discord-errors',
  'flow/slack-errors',
  'flow/backlog',
  'flow/kill',
  'demo/kinds.browser',
  'flow/races',
  'platforms/discord/gateway',
  'flow/reload',
  'corpus/accepted',
  'inbox/catch-up',
  'store/sqlite',
  'flow/unanswered',
  'platforms/slack/socket',
].map((name) => `/test/${name}.test.ts`);

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex((end) => moduleId.endsWith(end));
  return rank === -1 ? longest.length : rank;
};

/** The files that take longest first, and the rest as always. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
