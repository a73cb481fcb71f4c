import type { ConditionField } from '../../core/route.ts';
import { fitsEveryValue, patternCovers, type Pattern } from './pattern.ts';

type Conditions = ReadonlyMap<ConditionField, readonly Pattern[]>;

/** Whether these conditions hold for every event. */
export const takesEveryEvent = (when: Conditions): boolean =>
  [...when].every(([field, patterns]) => holdsAlways(field, patterns));

/** Whether `wide` holds for each event for which `narrow` does. It may say no where it is so, never yes where it is not. */
export const conditionsCover = (wide: Conditions, narrow: Conditions): boolean =>
  [...wide].every(([field, patterns]) => {
    if (holdsAlways(field, patterns)) return true;
    const given = narrow.get(field);
    // One value that fits a pattern of `narrow` then fits one of `wide`, whichever value and pattern it is.
    return given?.every((each) => patterns.some((pattern) => patternCovers(pattern, each))) ?? false;
  });

/** An event has one value at least of each field, except of `contact`: a webhook may name no sender. */
const holdsAlways = (field: ConditionField, patterns: readonly Pattern[]): boolean =>
  field !== 'contact' && patterns.some(fitsEveryValue);
