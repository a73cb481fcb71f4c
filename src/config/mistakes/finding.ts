/** Steps from the top of the file to a value: keys of groups, indexes of lists. */
export type Path = readonly (string | number)[];

/** Counted from 1, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong, as the part that found it knows it. It becomes a `Mistake` once it may be shown. */
export interface Finding {
  readonly at: Position;
  readonly path: Path;
  /** What is wrong, what is allowed, what to do. Never holds the value of a credential. */
  readonly message: string;
}
