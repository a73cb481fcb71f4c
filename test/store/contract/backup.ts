import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { arrival } from '../arrival.ts';
import { claim, one, type FileDisk, type It } from './world.ts';

/** What an engine promises whose store is a file. */
export const backupContract = (it: It<FileDisk>): void => {
  it('a backup is the whole store at one moment, made while others write, and never replaces a file', async (store, disk) => {
    const { delivery } = await one(store, { id: 'before' });
    const ledger = await disk.openLedger();
    const copy = disk.copy();
    const writing = Promise.all(Array.from({ length: 200 }, () => one(store)));
    await ledger.backup(copy.file);
    await writing;
    await one(store, { id: 'after' });
    await expect(ledger.backup(copy.file)).rejects.toThrow('exists already');
    const restored = await copy.open();
    expect(restored.id).toBe(store.id);
    expect(await restored.inbox.accept(arrival({ id: 'before' }))).toEqual({ kind: 'repeated' });
    expect(await restored.inbox.accept(arrival({ id: 'after' }))).toMatchObject({ kind: 'stored' });
    expect(await claim(restored, delivery)).toMatchObject({ purpose: 'event' });
  });

  it('a backup replaces no file that comes while it is made', async (store, disk) => {
    await one(store);
    const { file } = disk.copy();
    const ledger = await disk.openLedger();
    const making = ledger.backup(file);
    writeFileSync(file, 'of somebody else');
    await expect(making).rejects.toThrow('exists already');
    expect(readFileSync(file, 'utf8')).toBe('of somebody else');
    expect(existsSync(`${file}.unfinished`)).toBe(false);
  });
};
