import { statement, type Steps } from './statement.ts';

interface Mark {
  readonly name: string;
  readonly value: string;
}

const find = statement<Pick<Mark, 'value'>>('select value from marks where name = ?');
const put = statement(
  'insert into marks (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
);
const all = statement<Mark>(
  `select name, value from marks where substr(name, 1, length(cast(?1 as text))) = ?1 order by name`,
);

/** Small facts by name that outlive the process. */
export const marks = {
  *of(name: string): Steps<string | null> {
    return (yield* find.get(name))?.value ?? null;
  },
  *set(name: string, value: string): Steps<void> {
    yield* put.run(name, value);
  },
  /** All whose name begins so. */
  *beginningWith(prefix: string): Steps<readonly Mark[]> {
    return yield* all.all(prefix);
  },
};
