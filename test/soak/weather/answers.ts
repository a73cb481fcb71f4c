import type { Call, Fault, Faults } from '../../sandbox/faults.ts';
import type { Luck } from '../luck.ts';
import { phenomenon, type Phenomenon, type Sky } from './phenomenon.ts';

interface Platform {
  readonly name: string;
  readonly faults: (sky: Sky) => Faults;
  readonly isPost: (call: Call) => boolean;
}

/** One to three requests are answered so, or not at all: of posts only, or of whatever comes. */
export const answers = (
  { name, faults, isPost }: Platform,
  kinds: readonly (readonly [what: string, weight: number, fault: (luck: Luck) => Fault])[],
): readonly Phenomenon[] =>
  kinds.map(([what, weight, fault]) =>
    phenomenon(`${name}: ${what}`, weight, (sky) => {
      const { luck } = sky;
      const isOfPosts = luck.between(1, 10) <= 7;
      faults(sky).inject({
        fault: fault(luck),
        times: luck.between(1, 3),
        ...(isOfPosts ? { when: isPost } : {}),
      });
      return 'over';
    }),
  );

/** Of both platforms alike. */
export const common: Parameters<typeof answers>[1] = [
  ['5xx', 5, (luck) => ({ kind: 'status', status: luck.pick([500, 502, 503]) })],
  ['5xx after it was shown', 5, (luck) => ({ kind: 'acceptThenStatus', status: luck.pick([500, 502, 504]) })],
  ['reset', 4, () => ({ kind: 'reset' })],
  ['reset after it was shown', 5, () => ({ kind: 'acceptThenReset' })],
  ['no answer', 2, () => ({ kind: 'hang' })],
  ['no answer after it was shown', 2, () => ({ kind: 'acceptThenHang' })],
  ['slow', 3, (luck) => ({ kind: 'slow', ms: luck.between(500, 6_000) })],
  ['429', 4, (luck) => ({ kind: 'rateLimited', retryAfterSeconds: luck.between(1, 4) })],
  ['429 without Retry-After', 2, () => ({ kind: 'rateLimited' })],
];
