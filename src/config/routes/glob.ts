/** One character that must stand here, or a wildcard. */
type Element = { readonly kind: 'one'; readonly character: string } | typeof any | typeof run;
const any = { kind: 'any' } as const;
const run = { kind: 'run' } as const;

/** A pattern in which `*` stands for any run of characters and `?` for one; all else for itself. */
export interface Glob {
  readonly elements: readonly Element[];
  /** Upper and lower case are the same to it. */
  readonly folded: boolean;
}

export const createGlob = (text: string, { folded }: { readonly folded: boolean }): Glob => {
  const elements: Element[] = [];
  let runPending = false;
  for (const character of charactersOf(text, folded)) {
    if (character === '*') {
      runPending = true;
    } else if (character === '?') {
      elements.push(any);
    } else {
      if (runPending) elements.push(run);
      runPending = false;
      elements.push({ kind: 'one', character });
    }
  }
  // Among wildcards the order means nothing: the run comes last, so that equal globs look equal.
  if (runPending) elements.push(run);
  return { elements, folded };
};

/**
 * Whether the whole value fits. Takes at most (length of the value × length of the glob) steps: a run only ever
 * moves on, and what stands before the last run is never tried again.
 */
export const globMatches = ({ elements, folded }: Glob, value: string): boolean => {
  const characters = charactersOf(value, folded);
  let element = 0;
  let character = 0;
  let lastRun = -1;
  let lastStart = 0;
  while (character < characters.length) {
    const wanted = elements[element];
    if (wanted?.kind === 'run') {
      lastRun = element;
      lastStart = character;
      element += 1;
    } else if (
      wanted?.kind === 'any' ||
      (wanted?.kind === 'one' && wanted.character === characters[character])
    ) {
      element += 1;
      character += 1;
    } else if (lastRun >= 0) {
      lastStart += 1;
      character = lastStart;
      element = lastRun + 1;
    } else {
      return false;
    }
  }
  return elements.slice(element).every(({ kind }) => kind === 'run');
};

/** Whether each value that fits `narrow` surely fits `wide`. It may say no where it is so, never yes where it is not. */
export const globCovers = (wide: Glob, narrow: Glob): boolean => {
  if (wide.folded !== narrow.folded) return false;
  // reachable[i]: the first i elements of `wide` can take what has been read of `narrow`.
  let reachable = wide.elements.map(() => false);
  reachable.unshift(true);
  const skipRuns = (): void => {
    for (const [index, { kind }] of wide.elements.entries())
      if (kind === 'run' && reachable[index]) reachable[index + 1] = true;
  };
  skipRuns();
  for (const given of narrow.elements) {
    reachable = [
      false,
      ...wide.elements.map((wanted, index) => {
        if (wanted.kind === 'run') return reachable[index + 1] === true;
        return reachable[index] === true && takes(wanted, given);
      }),
    ];
    skipRuns();
  }
  return reachable.at(-1) === true;
};

export const takesAnything = ({ elements }: Glob): boolean =>
  elements.length === 1 && elements[0]?.kind === 'run';

const takes = (wanted: Element, given: Element): boolean => {
  // A run may be of any length, none included: only a run takes that.
  if (given.kind === 'run') return false;
  return (
    wanted.kind === 'any' ||
    (given.kind === 'one' && wanted.kind === 'one' && wanted.character === given.character)
  );
};

/** Characters as people count them, nearly: code points of the composed form. */
const charactersOf = (text: string, folded: boolean): readonly string[] => {
  const characters = Array.from(text.normalize('NFC'));
  return folded ? characters.map((character) => character.toUpperCase().toLowerCase()) : characters;
};
