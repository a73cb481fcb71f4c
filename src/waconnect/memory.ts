import type { Fields } from './json.ts';

/** A value, and where it stands: `holder` is `null` for the whole of a JSON. */
export interface Place {
  readonly value: unknown;
  readonly holder: object | null;
  readonly key: string;
}

/** Remembers which values of one JSON have been taken, so that nothing is forgotten: the rest is left. */
export interface Memory {
  /** Adds to `found` what stands in an object under a name, in any spelling, and is not taken. Opens the object. */
  find(fields: Fields, name: string, found: Place[]): void;
  /** From now on what is left of it is counted value by value: of what nobody opens everything is left. */
  open(holder: object): void;
  isTaken(place: Place): boolean;
  take(place: Place): void;
  /** What is left of an object, but for what nobody misses; `undefined`: nothing. */
  left(fields: Fields, misses: Misses): unknown;
}

/** Whether a value under a key is of no interest, taken or not. */
export type Misses = (key: string, value: unknown) => boolean;

/** One spelling for all: `media_id`, `MediaId` and `mediaId` are the same name. */
export const nameOf = (key: string): string => key.toLowerCase().replace(/[_\-\s]/g, '');

/**
 * Keys that hold nothing that a person wants to read, where they hold a plain value in something that is otherwise
 * understood: they are never left.
 */
export const technical: ReadonlySet<string> = new Set(
  (
    'id payload waId sha256 fileSha256 fileEncSha256 hash mediaKey directPath mimeType mediaMimeType animated ' +
    'isAnimated thumbnail thumbnailUrl jpegThumbnail imageUrl videoUrl mediaType sourceId sourceType ctwaClid ' +
    'flowToken savedAddressId messagingProduct recipientType previewUrl catalogId responseSource origin href ' +
    'acknowledged createdTimestamp'
  )
    .split(' ')
    .map(nameOf),
);

/** No object of the provider has nearly as many; of one that has, the names beyond are not asked for but left. */
const mostNames = 2000;

export const createMemory = (): Memory => {
  const taken = new Map<object, Set<string>>();
  const spellings = new Map<object, ReadonlyMap<string, readonly string[]>>();

  const open = (holder: object): Set<string> => {
    const known = taken.get(holder) ?? new Set();
    taken.set(holder, known);
    return known;
  };
  const isTaken = ({ holder, key }: Place): boolean =>
    holder !== null && taken.get(holder)?.has(key) === true;

  /** Goes only into what was opened, so never deeper than the readers do. */
  const leftOf = (value: unknown, misses: Misses): unknown => {
    const known = typeof value === 'object' && value !== null ? taken.get(value) : undefined;
    if (known === undefined) return isNothing(value) ? undefined : value;
    if (!Array.isArray(value)) return entriesLeft(value as Fields, misses);
    const items = value.map((item, index) => (known.has(String(index)) ? undefined : leftOf(item, misses)));
    return orNothing(items.filter((item) => item !== undefined));
  };
  const entriesLeft = (fields: Fields, misses: Misses): unknown => {
    const known = taken.get(fields);
    const entries: [string, unknown][] = [];
    for (const [key, value] of Object.entries(fields)) {
      if (known?.has(key) === true || misses(key, value)) continue;
      const left = leftOf(value, misses);
      if (left !== undefined) entries.push([key, left]);
    }
    // Not by assignment: a key may be called `__proto__`.
    return orNothing(Object.fromEntries(entries));
  };

  return {
    open: (holder) => void open(holder),
    isTaken,
    take: ({ holder, key }) => void (holder !== null && open(holder).add(key)),
    find: (fields, name, found) => {
      const known = open(fields);
      const spelling = spellings.get(fields) ?? spellingsOf(fields);
      spellings.set(fields, spelling);
      for (const key of spelling.get(nameOf(name)) ?? []) {
        if (!known.has(key)) found.push({ value: fields[key], holder: fields, key });
      }
    },
    left: entriesLeft,
  };
};

const spellingsOf = (fields: Fields): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const key of Object.keys(fields).slice(0, mostNames)) {
    const name = nameOf(key);
    const same = found.get(name);
    if (same === undefined) found.set(name, [key]);
    else same.push(key);
  }
  return found;
};

export const isTechnical: Misses = (key, value) => typeof value !== 'object' && technical.has(nameOf(key));

/** An empty text, list or object. Does not count what is many. */
export const isNothing = (value: unknown): boolean => {
  if (typeof value !== 'object') return value === undefined || value === '';
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  return true;
};

const orNothing = <Value>(value: Value): Value | undefined => (isNothing(value) ? undefined : value);
