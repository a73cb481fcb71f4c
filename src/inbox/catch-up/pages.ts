/** One page is asked for at a time, as WaConnect's page shows it. */
export const pageSize = 50;

const mostPages = 2_000;
/** Each page begins with the last of the one before: messages that vanish meanwhile would else hide others. */
const overlapping = 5;
const mostTries = 3;
/** Where all but one of a page are left out, so many bring nothing new. */
const mostIdle = 60;
/** A page may be empty since what it had is left out. */
const emptyAtTheEnd = 2;

interface Named {
  readonly name: string;
}

/** Why it cannot be sure to have read all, `null`: it is. */
interface End {
  readonly why: string | null;
}

/**
 * Reads a list whose pages may move while it is read, be smaller than asked (one unlike the other), or empty in the
 * middle. `take` is given each item once, in the order of the list, and says whether more is wanted. Answers why it
 * cannot be sure to have read all, `null`: it is.
 */
export const readPages = async <Item extends Named>(
  ask: (offset: number) => Promise<readonly Item[]>,
  take: (fresh: readonly Item[]) => boolean,
): Promise<string | null> => {
  const seen = new Set<string>();
  const way = createWay();
  let idle = 0;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await ask(way.offset());
    const fresh = page.filter(({ name }) => !seen.has(name));
    const turn = way.turn(page, fresh.length);
    if (turn === 'elsewhere') continue;
    if (turn !== 'on') return turn.why;
    for (const { name } of fresh) seen.add(name);
    if (fresh.length > 0 && !take(fresh)) return null;
    idle = fresh.length === 0 ? idle + 1 : 0;
    if (idle > mostIdle) return 'its pages move too fast';
  }
  return `it has more than ${mostPages} pages`;
};

/** Which page is asked for next. */
interface Way {
  offset(): number;
  /** What becomes of a page of which so many are fresh. `elsewhere`: it is left, and another one is asked for first. */
  turn(page: readonly Named[], fresh: number): 'on' | 'elsewhere' | End;
}

const createWay = (): Way => {
  let [offset, overlap, full, hole] = [0, 0, pageSize, NaN];
  let [lost, empty] = [0, 0];
  let [former, formerAt]: [readonly Named[], number] = [[], 0];
  let heed: 'unknown' | 'asked' | 'known' = 'unknown';

  const elsewhere = (nextOffset: number, nextOverlap = 0): 'elsewhere' => {
    [offset, overlap] = [Math.max(0, nextOffset), nextOverlap];
    return 'elsewhere';
  };
  /** Nothing of the page before is here: looks further back. */
  const lookBack = (): 'elsewhere' | End => {
    lost += 1;
    former = [];
    return lost > mostTries
      ? { why: 'its pages do not fit together' }
      : elsewhere(offset - pageSize, overlap);
  };
  const lookBeyond = (): 'elsewhere' | End => {
    empty += 1;
    return empty === emptyAtTheEnd ? { why: null } : elsewhere(offset + pageSize);
  };
  /** The empty page was not the end: it counts as empty where it is so again. */
  const lookAgain = (): 'elsewhere' => {
    empty = 0;
    hole = offset - pageSize;
    return elsewhere(hole);
  };
  /** It is the same as the one before. Where `offset` is heeded, no page could be that so far on. */
  const lookFar = (): 'elsewhere' | End => {
    if (former.length === pageSize) return { why: 'it has one page only' };
    heed = 'asked';
    return elsewhere(formerAt + pageSize);
  };
  const lookedFar = (page: readonly Named[]): 'elsewhere' | End => {
    if (isSame(page, former)) return { why: null };
    heed = 'known';
    return elsewhere(formerAt + former.length);
  };
  /** The short page was not the end: pages are as small as that, and have to overlap all the same. */
  const lookCloser = (): 'elsewhere' => {
    full = Math.min(full, former.length);
    return elsewhere(offset - overlapOf(former), overlapOf(former));
  };

  return {
    offset: () => offset,
    turn: (page, fresh) => {
      if (heed === 'asked') return lookedFar(page);
      if (offset > 0 && overlap > 0 && fresh === page.length) return lookBack();
      if (page.length === 0) return lookBeyond();
      if (empty > 0 && hole !== offset - pageSize) return lookAgain();
      if (heed === 'unknown' && isSame(page, former)) return lookFar();
      if (empty === 0 && overlap === 0 && fresh > 0 && overlapOf(former) > 0) return lookCloser();
      empty = 0;
      [former, formerAt] = [page, offset];
      overlap = page.length < full ? 0 : overlapOf(page);
      offset += page.length - overlap;
      return 'on';
    },
  };
};

/** At most half, so that small pages come forward. */
const overlapOf = ({ length }: readonly unknown[]): number => Math.min(overlapping, Math.floor(length / 2));

const isSame = (one: readonly Named[], other: readonly Named[]): boolean =>
  one.length === other.length && one.every(({ name }, index) => name === other[index]?.name);
