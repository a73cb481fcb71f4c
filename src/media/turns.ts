export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many work at once; the others wait in the order in which they came. */
export const createTurns = (most: number): Turns => {
  const waiting: (() => void)[] = [];
  let free = most;

  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  // A turn that ends is handed on: whoever comes meanwhile cannot take it first.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
