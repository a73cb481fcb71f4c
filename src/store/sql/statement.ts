/** What an engine takes as a value. Yes and no are 1 and 0; times are ms since 1970. */
export type Value = string | number | null | Uint8Array;

/** One statement that a transaction wants run, and what it wants to know of it. */
export interface Step {
  readonly statement: Statement<unknown>;
  readonly values: readonly Value[];
  /** `all`: its rows; `get`: the first of them, or `undefined`; `run`: how many rows it changed. */
  readonly verb: 'all' | 'get' | 'run';
}

/**
 * A transaction, or a part of one: a generator that yields its statements one by one, and goes on with what each answers.
 * It knows no engine: one runs it at once, another one over a connection. Whoever is to run it again makes it anew.
 */
export type Steps<Result> = Generator<Step, Result, unknown>;

/**
 * One statement, in the SQL that all engines read: named as what it answers, a row of the type `Row`. Its values are `?`
 * one after the other, or `?1`, `?2` … by number. An alias in camel case is quoted. What only SQLite needs to hear of an
 * index (`indexed by`, and `cross join` for the order of a join) is left out for others.
 */
export interface Statement<Row> {
  readonly sql: string;
  all(...values: readonly Value[]): Steps<readonly Row[]>;
  get(...values: readonly Value[]): Steps<Row | undefined>;
  /** Of what always answers a row; throws where it does not. */
  one(...values: readonly Value[]): Steps<Row>;
  run(...values: readonly Value[]): Steps<number>;
}

export const statement = <Row = never>(sql: string): Statement<Row> => {
  const self: Statement<Row> = {
    sql,
    *all(...values) {
      return (yield { statement: self, values, verb: 'all' }) as readonly Row[];
    },
    *get(...values) {
      return (yield { statement: self, values, verb: 'get' }) as Row | undefined;
    },
    *one(...values) {
      const row = yield* self.get(...values);
      if (row === undefined) throw new Error(`No row came of: ${sql}`);
      return row;
    },
    *run(...values) {
      return (yield { statement: self, values, verb: 'run' }) as number;
    },
  };
  return self;
};
