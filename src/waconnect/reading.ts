import { isFields, type Fields } from './json.ts';
import { createMemory, isNothing, isTechnical, type Memory, type Place } from './memory.ts';

/**
 * A look at one thing in the provider's JSON, or at several places that may hold parts of the same thing (the first
 * one that has an answer gives it). Names are the same in every spelling: `mediaId`, `media_id`, `MediaID`. What an
 * answer was made of is taken: it answers nothing else, and is not left. Where nothing is, everything is empty.
 */
export interface Reading {
  readonly places: readonly Place[];
  isEmpty(): boolean;
  /** Whether there are names to ask for. */
  readonly hasFields: boolean;
  /** Whether the thing itself is a text or a number. */
  isPlain(): boolean;
  /** That text, where it matches. */
  bare(pattern?: RegExp): string;
  has(...names: readonly string[]): boolean;
  /** The first of the named that is a text or a number, as text; `''`: none. */
  text(...names: readonly string[]): string;
  /** The same, of those that match. */
  matching(pattern: RegExp, ...names: readonly string[]): string;
  /** A number, which may be written as text. */
  number(...names: readonly string[]): number | null;
  flag(...names: readonly string[]): boolean;
  /** Takes without an answer. */
  drop(...names: readonly string[]): void;
  /** What stands under these names. */
  within(...names: readonly string[]): Reading;
  /** What stands under these names, and this itself behind it: for things that may be wrapped. */
  deeper(...names: readonly string[]): Reading;
  /** This, and behind it another one of the same JSON. */
  or(other: Reading): Reading;
  /** The first of the named: its items, or itself where it is no list. At most 500, the others are left. */
  list(...names: readonly string[]): readonly Reading[];
  /** The items where the thing itself is a list, likewise. */
  items(): readonly Reading[];
  /** What nobody has taken (yet) of its first place and a person may want to read; `undefined`: nothing. */
  left(): unknown;
  /** The same to the letter. */
  rest(): unknown;
}

/** Starts to read a JSON value, of which nothing is taken yet. */
export const startReading = (value: unknown): Reading =>
  createReading(createMemory(), [{ value, holder: null, key: '' }]);

/** WhatsApp shares 257 contacts at the most; what is beyond a sane number is not worth an object each. */
const mostItems = 500;

const createReading = (memory: Memory, places: readonly Place[]): Reading => {
  const layers = places.flatMap(({ value }) => fieldsIn(memory, value));
  const candidates = (names: readonly string[]): readonly Place[] => {
    const found: Place[] = [];
    for (const fields of layers) for (const name of names) memory.find(fields, name, found);
    return found;
  };
  const readingOf = (found: readonly Place[]): Reading => createReading(memory, found);

  /** Takes the first that is accepted, and whatever says the same under another of its names. */
  const take = (from: readonly Place[], accepts: (value: unknown) => boolean): unknown => {
    let found: unknown;
    for (const place of from) {
      const isIt = found === undefined ? accepts(place.value) : place.value === found;
      if (!isIt || memory.isTaken(place)) continue;
      found = place.value;
      memory.take(place);
    }
    return found;
  };
  const takeNamed = (names: readonly string[], accepts: (value: unknown) => boolean): unknown => {
    const found = take(candidates(names), accepts);
    if (found !== undefined) take(places, (value) => value === found);
    return found;
  };

  return {
    places,
    isEmpty: () => places.every((place) => memory.isTaken(place) || isNothing(place.value)),
    hasFields: layers.length > 0,
    isPlain: () => places.some((place) => !memory.isTaken(place) && isText(place.value)),
    bare: (pattern = /^/) => textOf(take(places, (value) => isText(value) && pattern.test(textOf(value)))),
    has: (...names) => candidates(names).some(({ value }) => value !== null),
    text: (...names) => textOf(takeNamed(names, isText)),
    matching: (pattern, ...names) =>
      textOf(takeNamed(names, (value) => isText(value) && pattern.test(textOf(value)))),
    number: (...names) => {
      const found = takeNamed(names, isNumber);
      return found === undefined ? null : Number(found);
    },
    flag: (...names) => String(takeNamed(names, isFlag)) === 'true',
    drop: (...names) => candidates(names).forEach(memory.take),
    within: (...names) => readingOf(candidates(names)),
    deeper: (...names) => readingOf([...candidates(names), ...places]),
    or: (other) => readingOf([...places, ...other.places]),
    list: (...names) => {
      const first = candidates(names).find(({ value }) => value !== null);
      if (first === undefined) return [];
      return (Array.isArray(first.value) ? itemsOf(memory, first.value) : [first]).map((place) =>
        readingOf([place]),
      );
    },
    items: () =>
      places
        .flatMap(({ value }) => (Array.isArray(value) ? itemsOf(memory, value) : []))
        .map((place) => readingOf([place])),
    left: () => memory.left(layers[0] ?? {}, isTechnical),
    rest: () => memory.left(layers[0] ?? {}, () => false),
  };
};

/** A list of one thing is read as that thing. */
const fieldsIn = (memory: Memory, value: unknown): readonly Fields[] => {
  if (isFields(value)) return [value];
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : null;
  if (!isFields(only) || !Array.isArray(value)) return [];
  memory.open(value);
  return [only];
};

const itemsOf = (memory: Memory, list: readonly unknown[]): readonly Place[] => {
  memory.open(list);
  return list.slice(0, mostItems).map((value, index) => ({ value, holder: list, key: String(index) }));
};

const isText = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const isNumber = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' &&
    value.length <= 40 &&
    /^\s*[+-]?\d+(\.\d+)?(e[+-]?\d{1,2})?\s*$/i.test(value));

const isFlag = (value: unknown): boolean =>
  typeof value === 'boolean' || value === 'true' || value === 'false';
