import type { Books } from '../books/books.ts';
import type { Luck } from '../luck.ts';
import type { Stands } from '../places.ts';

export interface Sky extends Stands {
  readonly books: Books;
  readonly luck: Luck;
}

/** Something that goes wrong on a platform, by itself or by somebody's hand. */
export interface Phenomenon {
  readonly name: string;
  /** How often it comes, compared with the others. */
  readonly weight: number;
  /** Answers how it ends, where it lasts; `null` where there was nothing that it could happen to. */
  readonly strike: (sky: Sky) => Lasting | 'over' | null;
}

export interface Lasting {
  readonly ms: number;
  readonly end: () => void | Promise<void>;
}

export const phenomenon = (name: string, weight: number, strike: Phenomenon['strike']): Phenomenon => ({
  name,
  weight,
  strike,
});

/** For some seconds. */
export const lasting = (
  name: string,
  weight: number,
  [least, most]: readonly [number, number],
  begin: (sky: Sky) => Lasting['end'] | null,
): Phenomenon =>
  phenomenon(name, weight, (sky) => {
    const end = begin(sky);
    return end === null ? null : { ms: sky.luck.between(least * 1_000, most * 1_000), end };
  });
