import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/store/postgres/index.ts';
import { openLedger } from '../../src/store/postgres/ledger.ts';
import { storeContract, type Disk } from './contract.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const createDisk = (): Disk => {
  const schema = `test ${randomUUID()}`;
  return {
    open: async () => {
      const store = await openPostgres({ url: server.url, schema }, 3);
      onTestFinished(() => store.close());
      return store;
    },
    openLedger: async () => {
      const ledger = await openLedger({ url: server.url, schema });
      onTestFinished(() => ledger.close());
      return ledger;
    },
  };
};

storeContract('postgres', createDisk);
