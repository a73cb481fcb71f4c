import { expect, test } from 'vitest';
import { arrival } from './arrival.ts';
import { bundlesContract } from './contract/bundles.ts';
import { changesContract } from './contract/changes.ts';
import { comingBackContract } from './contract/coming-back.ts';
import { contactsContract } from './contract/contacts.ts';
import { divertingContract } from './contract/diverting.ts';
import { formersContract } from './contract/formers.ts';
import { inboxContract } from './contract/inbox.ts';
import { joiningContract } from './contract/joining.ts';
import { ledgerContract } from './contract/ledger.ts';
import { outboxContract } from './contract/outbox.ts';
import { reportsContract } from './contract/reports.ts';
import { threadsContract } from './contract/threads.ts';
import { targetsContract } from './contract/targets.ts';
import type { Disk, It } from './contract/world.ts';

export type { Disk, FileDisk } from './contract/world.ts';

export const on =
  <OfDisk extends Disk>(engine: string, createDisk: () => OfDisk): It<OfDisk> =>
  (title, body) => {
    test(`store contract (${engine}) › ${title}`, async () => {
      const disk = createDisk();
      await body(await disk.open(), disk);
    });
  };

/** What a cache of threads may break. */
export const cacheContract = (engine: string, createDisk: () => Disk): void => {
  const it = on(engine, createDisk);
  threadsContract(it);
  joiningContract(it);
};

/** What every engine promises. */
export const storeContract = (engine: string, createDisk: () => Disk): void => {
  const it = on(engine, createDisk);

  inboxContract(it);
  contactsContract(it);
  joiningContract(it);
  outboxContract(it);
  formersContract(it);
  targetsContract(it);
  changesContract(it);
  threadsContract(it);
  bundlesContract(it);
  divertingContract(it);
  comingBackContract(it);
  reportsContract(it);
  ledgerContract(it);

  it('a store keeps its identity, and no two have the same', async (store, disk) => {
    const { id } = store;
    await store.close();
    const again = await disk.open();
    expect(again.id).toBe(id);
    expect((await createDisk().open()).id).not.toBe(id);
  });

  it('after it is closed nothing is accepted any more', async (store) => {
    await store.close();
    await expect(store.inbox.accept(arrival())).rejects.toThrow();
  });
};
