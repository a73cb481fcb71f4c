/** Remembers the last so many things by name. */
export interface Recent<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
}

export const createRecent = <Value>(most: number): Recent<Value> => {
  const values = new Map<string, Value>();
  return {
    get: (name) => values.get(name),
    set: (name, value) => {
      values.delete(name);
      values.set(name, value);
      const [oldest] = values.keys();
      if (values.size > most && oldest !== undefined) values.delete(oldest);
    },
  };
};
