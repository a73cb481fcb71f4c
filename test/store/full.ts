import { once } from 'node:events';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { arrival } from './arrival.ts';

// Run as a process of its own, since the limit that stands for a disk that takes nothing is the process's.
const store = openSqlite(process.argv[2] ?? '');
const accept = (id: string) =>
  store.inbox.accept(arrival({ id, body: Buffer.alloc(100_000) })).then(
    ({ kind }) => kind,
    () => 'refused',
  );

await store.inbox.setMark('before', 'kept');
let count = 0;
while ((await accept(`${count}`)) === 'stored') count += 1;
const owed = await store.inbox.accept(arrival({ id: '0' }));
const full = [
  await accept('more'),
  owed.kind,
  await store.inbox.mark('before'),
  await store.outbox.released(),
];
process.stdout.write(JSON.stringify([full, count]));
await once(process.stdin, 'data');
process.stdout.write(
  `\n${JSON.stringify([await accept(`${count}`), await accept('more'), await accept('0')])}`,
);
await store.close();
process.exit();
