import type { DatabaseSync } from 'node:sqlite';
import type { Owed } from '../store.ts';
import type { OwedReader } from './owed.ts';

/** Dead letters that a person wants tried again, and of which their writers do not know yet. */
export const createReleased = (db: DatabaseSync, owed: OwedReader) => {
  const any = db.prepare('select 1 from deliveries where released = 1 limit 1');
  const all = db.prepare(`select id from deliveries where released = 1 and state = 'owed' order by id`);
  const clear = db.prepare('update deliveries set released = 0 where released = 1');
  const clearAt = db.prepare('update deliveries set released = 0 where released = 1 and destination = ?');
  return {
    isAny: (): boolean => any.get() !== undefined,
    /** Answers each once. */
    take: (): readonly Owed[] => {
      const rows = all.all() as unknown as readonly { readonly id: number }[];
      clear.run();
      return owed.of(rows);
    },
    /** Whoever is told of all that is owed at a destination knows of these as well. */
    told: (destination: string): void => {
      clearAt.run(destination);
    },
  };
};

export type Released = ReturnType<typeof createReleased>;
