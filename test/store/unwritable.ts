import { openSqlite } from '../../src/store/sqlite/index.ts';

// Run as a process of its own, since it gives up the right to write where nobody in particular may.
const nobody = 65_534;
if (process.getuid?.() === 0) {
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
}
try {
  await openSqlite(process.argv[2] ?? '').close();
  process.stdout.write('opened');
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : 'no error');
}
