import type { Decision } from '../core/retry.ts';
import type { Settlement } from '../store/store.ts';
import type { Attempt } from './deliver.ts';

/** What is kept of an attempt. `operators`: the destination that is told of a dead letter, `null`: none. */
export const settlementOf = (
  { ended, outcome }: Attempt,
  decision: Decision,
  at: number,
  operators: string | null,
): Settlement => {
  switch (decision.kind) {
    case 'delivered': {
      const { isSilent: _, movesTo: _never, ...rest } = ended;
      return { kind: 'delivered', ...rest, at };
    }
    case 'again':
      return decision;
    case 'dead':
      return {
        kind: 'dead',
        why: decision.why,
        at,
        operators,
        uncertain: outcome.kind === 'uncertain' || ('uncertain' in outcome && outcome.uncertain),
      };
  }
};
