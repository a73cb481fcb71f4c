/**
 * Packs atoms (strings that must not be cut: a character, an escape pair, a link) into pieces of at most `limit`
 * UTF-16 units, in order and whole: the pieces joined are the atoms joined. A piece ends at a line end where one lies
 * in its last half, else at a word end there, else where the limit cuts. Linear in the number of atoms.
 */
export const split = (atoms: readonly string[], limit: number): readonly string[] => {
  const pieces: string[] = [];
  let start = 0;
  while (start < atoms.length) {
    const end = endOfPiece(atoms, start, limit);
    pieces.push(atoms.slice(start, end).join(''));
    start = end;
  }
  return pieces;
};

const endOfPiece = (atoms: readonly string[], start: number, limit: number): number => {
  let size = 0;
  let line = 0;
  let word = 0;
  let cut = 0;
  for (let index = start; index < atoms.length; index += 1) {
    const atom = atoms[index] ?? '';
    size += atom.length;
    if (size > limit) return line || word || cut || Math.max(index, start + 1);
    if (!joined(atom, atoms[index + 1])) cut = index + 1;
    if (size * 2 < limit) continue;
    if (atom.endsWith('\n')) line = index + 1;
    else if (/\s$/.test(atom)) word = index + 1;
  }
  return atoms.length;
};

/** No mark comes before it (https://www.unicode.org/charts/PDF/U0300.pdf). */
const firstMark = '\u0300';

/** Marks, joiners and variation selectors belong to the character before them, and a joiner to the one behind it too. */
const joined = (atom: string, next: string | undefined): boolean =>
  atom === '\u200D' || (next !== undefined && next >= firstMark && /^(?:\p{M}|\u200D)/u.test(next));
