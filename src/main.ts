import { enableCompileCache } from 'node:module';

// Before anything else is loaded: the receiver is to listen within half a second.
enableCompileCache();

const { run } = await import('./cli/index.ts');

process.exitCode = await run(process.argv.slice(2));
