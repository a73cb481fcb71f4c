import type { TestProject } from 'vitest/node';
import { startPostgres } from '../store/postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the stores of flow tests are kept, `null`: in SQLite. */
    readonly postgres: string | null;
  }
}

/** With `TEST_STORE=postgres`, every flow test has its store there. */
export const setup = async ({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> => {
  if (process.env['TEST_STORE'] !== 'postgres') {
    provide('postgres', null);
    return undefined;
  }
  const server = await startPostgres();
  provide('postgres', server.url);
  return () => server.stop();
};
