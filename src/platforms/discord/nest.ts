import { bold, italic, strike } from './cells.ts';

/** Marks that are open, one inside of the other. */
export interface Nest {
  /** The styles that they give. */
  readonly styles: number;
  /** Outermost first. */
  readonly texts: readonly string[];
  /** The same without the innermost one; `null`: there is none. */
  readonly outer: Nest | null;
  /** The same with one more inside, for each mark whose style is not given yet. */
  readonly inner: Readonly<Partial<Record<Mark, Nest>>>;
}

export type Mark = '**' | '~~' | '_' | '*';

const marks: readonly (readonly [Mark, style: number])[] = [
  ['**', bold],
  ['~~', strike],
  ['_', italic],
  ['*', italic],
];

const grow = (styles: number, texts: readonly string[], outer: Nest | null): Nest => {
  const inner: Partial<Record<Mark, Nest>> = {};
  const nest: Nest = { styles, texts, outer, inner };
  for (const [mark, style] of marks)
    if ((styles & style) === 0) inner[mark] = grow(styles | style, [...texts, mark], nest);
  return nest;
};

/** No mark. From here, every nest there can be is reached: none has to be made while a text is read. */
export const noMark = grow(0, [], null);
