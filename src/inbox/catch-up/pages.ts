/** One page is asked for at a time, as WaConnect's page shows it. */
export const pageSize = 50;

const mostPages = 2_000;
/** Each page begins with the last of the one before: messages that vanish meanwhile would else hide others. */
const overlapping = 5;
const mostTries = 3;
const mostIdle = 20;

/**
 * Reads a list whose pages may move while it is read, and be smaller than asked. `take` is given each item once, in the
 * order of the list, and says whether more is wanted. Answers why it cannot be sure to have read all, `null`: it is.
 */
export const readPages = async <Item extends { readonly name: string }>(
  ask: (offset: number) => Promise<readonly Item[]>,
  take: (fresh: readonly Item[]) => boolean,
): Promise<string | null> => {
  const seen = new Set<string>();
  let [offset, overlap, largest, idle, lost] = [0, 0, 0, 0, 0];
  let former: readonly Item[] = [];
  for (let count = 0; count < mostPages; count += 1) {
    const page = await ask(offset);
    const fresh = page.filter(({ name }) => !seen.has(name));
    if (offset > 0 && overlap > 0 && fresh.length === page.length) {
      // Nothing of the page before is here: look further back.
      lost += 1;
      if (lost > mostTries) return 'its pages do not fit together';
      offset = Math.max(0, offset - pageSize);
      former = [];
      continue;
    }
    for (const { name } of fresh) seen.add(name);
    if (fresh.length > 0 && !take(fresh)) return null;
    idle = fresh.length === 0 ? idle + 1 : 0;
    if (fresh.length === 0 && (page.length === 0 || page.length < largest)) return null;
    if (offset > 0 && isSame(page, former)) return page.length === pageSize ? 'it has one page only' : null;
    if (idle > mostIdle) return 'its pages move too fast';
    largest = Math.max(largest, page.length);
    overlap = Math.min(overlapping, page.length - 1);
    offset += page.length - overlap;
    former = page;
  }
  return `it has more than ${mostPages} pages`;
};

const isSame = (
  one: readonly { readonly name: string }[],
  other: readonly { readonly name: string }[],
): boolean => one.length === other.length && one.every(({ name }, index) => name === other[index]?.name);
