import { enableCompileCache, flushCompileCache } from 'node:module';

// Before anything else is loaded: the receiver is to listen within half a second.
enableCompileCache();

const { run } = await import('./cli/index.ts');

process.exitCode = await run(process.argv.slice(2));

// Written now, since a process that is killed writes it never; the platforms' SDKs are loaded by then.
setTimeout(flushCompileCache, 5_000).unref();
