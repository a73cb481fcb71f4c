import type { Path, Position } from '../mistakes/finding.ts';

/** What a person wrote, with its places in the file: the YAML after aliases, merge keys and `${VAR}`s. */
export type Written = Group | List | Scalar;

interface Placed {
  readonly at: Position;
  /** Where its key stands; for an item of a list, where the item stands. */
  readonly keyAt: Position;
}

interface Group extends Placed {
  readonly kind: 'group';
  readonly entries: ReadonlyMap<string, Written>;
}

interface List extends Placed {
  readonly kind: 'list';
  readonly items: readonly Written[];
}

export interface Scalar extends Placed {
  readonly kind: 'scalar';
  readonly value: unknown;
  /** As it stands in the file, before YAML made a number of it and before `${VAR}`s. */
  readonly source: string;
  /** `failed`: a variable is missing, which is told already, so nothing else is said about the value. */
  readonly expansion: 'none' | 'done' | 'failed';
}

export const childOf = (written: Written, step: string | number): Written | undefined => {
  if (written.kind === 'group') return written.entries.get(String(step));
  return written.kind === 'list' ? written.items[Number(step)] : undefined;
};

/** The value at the path, or `undefined` where nothing is written. */
export const find = (written: Written, path: Path): Written | undefined => {
  let found: Written | undefined = written;
  for (const step of path) found = found && childOf(found, step);
  return found;
};

/** Where to point for the path: the value, or the key of the nearest group that lacks it. */
export const positionOf = (written: Written, path: Path): Position => {
  let holder = written;
  for (const step of path) {
    const next = childOf(holder, step);
    if (next === undefined) return holder.keyAt;
    holder = next;
  }
  // A value that is left out has no place of its own.
  return holder.kind === 'scalar' && holder.source === '' ? holder.keyAt : holder.at;
};

/** The plain value, as a schema takes it. `read` may see a scalar otherwise than it is written. */
export const valueOf = (
  written: Written,
  read: (scalar: Scalar) => unknown = ({ value }) => value,
): unknown => {
  if (written.kind === 'scalar') return read(written);
  if (written.kind === 'list') return written.items.map((item) => valueOf(item, read));
  return Object.fromEntries([...written.entries].map(([key, entry]) => [key, valueOf(entry, read)]));
};
