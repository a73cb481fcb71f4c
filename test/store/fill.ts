import { openSqlite } from '../../src/store/sqlite/index.ts';
import { arrival } from './arrival.ts';

// Run as a process of its own, since the limit that stands for a full disk is the process's.
const store = openSqlite(process.argv[2] ?? '');
const accept = (id: string, bytes: number) =>
  store.inbox.accept(arrival({ id, body: Buffer.alloc(bytes), destinations: [] }));

const large = await Promise.allSettled(
  Array.from({ length: 12 }, (_, index) => accept(`large ${index}`, 400_000)),
);
const one = await Promise.allSettled([accept('one more', 400_000)]);
const small = await Promise.allSettled([accept('small', 10)]);
const statuses = [large, one, small].map((results) => [...new Set(results.map(({ status }) => status))]);
process.stdout.write(JSON.stringify(statuses));
await store.close();
