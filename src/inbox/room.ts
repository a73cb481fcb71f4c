/** A bounded number of things of a bounded size together. */
export interface Room {
  /** Lets one of this size in, and answers how it leaves again (twice is once); `null`: there is no room for it. */
  enter(size: number): (() => void) | null;
}

export const createRoom = (most: { readonly count: number; readonly size: number }): Room => {
  let count = 0;
  let size = 0;

  const enter = (more: number): (() => void) | null => {
    if (count >= most.count || size + more > most.size) return null;
    count += 1;
    size += more;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      count -= 1;
      size -= more;
    };
  };

  return { enter };
};
