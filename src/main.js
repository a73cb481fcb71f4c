/*
 * Plain JavaScript, as the only file here. Node strips the types of the file that it is started with before that can say
 * where stripped files are kept, and it takes 60 ms to load what strips: every start would pay them.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Before anything else is loaded: the receiver is to listen within half a second.
enableCompileCache();

// By default a heap of 50 MB may double before what is dead in it is collected, and a small machine has better uses for that.
setFlagsFromString('--heap-growing-percent=30');

// A bridge that is not that far yet reads its configuration afterwards, and by Node's default would end.
if (process.argv[2] === 'serve') process.on('SIGHUP', () => undefined);

const { run } = await import('./cli/index.ts');

process.exitCode = await run(process.argv.slice(2));

// Written now, since a process that is killed writes it never; the platforms' SDKs are loaded by then.
setTimeout(flushCompileCache, 5_000).unref();
