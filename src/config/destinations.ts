import type { Destination } from './config.ts';
import { durationMs } from './measure.ts';
import { destinationSchema, ownKeys } from './schema.ts';
import { validate } from './validate.ts';
import { childOf, type Written } from './yaml/written.ts';

/** The destinations that are written rightly, in the order of the file; the schema says what is wrong with others. */
export const readDestinations = (root: Written): readonly Destination[] => {
  const group = childOf(root, 'destinations');
  if (group?.kind !== 'group') return [];
  return [...group.entries].flatMap(([name, written]) => {
    const { data } = validate(destinationSchema, written);
    if (data === null || hasGap(written)) return [];
    const { platform, fallback, fallbackAfter } = ownKeys.parse(data);
    return [
      {
        name,
        platform,
        place: Object.fromEntries(Object.entries(data).filter(([key]) => !Object.hasOwn(ownKeys.shape, key))),
        fallback:
          fallback === undefined ? null : { destination: fallback, afterMs: durationMs(fallbackAfter) },
        ...written.keyAt,
      },
    ];
  });
};

/** A variable that is missing leaves its placeholder, which is no value to compare with another. */
const hasGap = (written: Written): boolean =>
  written.kind === 'group' &&
  [...written.entries.values()].some((entry) => entry.kind === 'scalar' && entry.expansion === 'failed');
