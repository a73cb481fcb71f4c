/**
 * A statement as PostgreSQL reads it: its values are `$1`, `$2` …, and what SQLite is told of indexes is left out, since
 * PostgreSQL knows by its statistics which one serves.
 */
export const toPostgres = (sql: string): string => {
  let count = 0;
  return sql
    .split(/('[^']*')/)
    .map((piece) =>
      piece.startsWith("'")
        ? piece
        : piece
            .replaceAll(/ indexed by \w+/g, '')
            .replaceAll(/\bcross join\b/g, 'join')
            .replaceAll(/\?(\d*)/g, (_, number: string) => `$${number === '' ? (count += 1) : number}`),
    )
    .join('');
};
