import type { Standing } from '../store.ts';

/** SQL: the columns of a post `p` where it stands. */
export const placeColumns = 'p.thread, p.post, p.doubtful';

export interface PlaceRow {
  readonly thread: string;
  readonly post: string;
  readonly doubtful: 0 | 1;
}

export const placeOf = ({ thread, post, doubtful }: PlaceRow): Standing => ({
  thread,
  post,
  doubtful: doubtful === 1,
});

/** Of rows that hold `placeColumns`. */
export const placesOf = (rows: readonly unknown[]): readonly Standing[] =>
  (rows as readonly PlaceRow[]).map(placeOf);
