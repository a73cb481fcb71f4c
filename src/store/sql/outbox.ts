import type { DatabaseSync } from 'node:sqlite';
import type { OutboxStore, Tally } from '../store.ts';
import { createAttempts } from './attempts.ts';
import { createBringBack } from './bring-back.ts';
import { createBundles } from './bundles.ts';
import { createClaim } from './claim.ts';
import type { Commit } from './commit.ts';
import { createDivert } from './divert.ts';
import type { Formers } from './former.ts';
import { createLooked } from './looked.ts';
import { createOwed } from './owed.ts';
import { createReleased } from './released.ts';
import { createSettle } from './settle.ts';
import { createShownThere } from './shown-there.ts';
import { createTakeOver } from './take-over.ts';
import { createTold } from './told.ts';

export const createOutboxStore = (db: DatabaseSync, formers: Formers, commit: Commit): OutboxStore => {
  const setNote = db.prepare('update deliveries set note = ? where id = ?');
  const tally = db.prepare(
    `select destination, sum(state <> 'dead') as owed, sum(state = 'dead') as dead from (
       select destination, state from deliveries where state in ('owed', 'posting')
       union all select destination, state from deliveries where state = 'dead')
     group by destination`,
  );
  const recorded = db.prepare('select 1 from posts where thread = ? and post = ?');
  const owed = createOwed(db);
  const told = createTold(db, formers);
  const attempts = createAttempts(db);
  const bundles = createBundles(db, formers);
  const released = createReleased(db, owed);
  const looked = createLooked(db);
  const takeOver = createTakeOver(db, attempts, released, looked, owed);
  const bringBack = createBringBack(db, owed);
  const shownThere = createShownThere(db, told);
  const claim = createClaim(db, formers, bundles, told, looked, bringBack);
  const { record, settle } = createSettle(db, attempts, told, looked, owed, bringBack, shownThere);
  const divert = createDivert(db, owed, shownThere);

  return {
    takeOver: (destination, place, lookAt) => commit(() => takeOver(destination, place, lookAt)),
    claim: (delivery, at, offered = []) => commit(() => claim(delivery, at, offered)),
    bundle: (leader, followers) => commit(() => bundles.bundle(leader, followers)),
    dissolve: (leader) =>
      commit(() => {
        bundles.dissolve(leader);
      }),
    remember: (delivery, note) =>
      commit(() => {
        setNote.run(note, delivery);
      }),
    isRecorded: async (thread, post) => Promise.resolve(recorded.get(thread, post) !== undefined),
    record: (delivery, shown) =>
      commit(() => {
        record(delivery, shown);
      }),
    settle: (delivery, settlement) => commit(() => settle(delivery, settlement)),
    divert: (destination, to, most, isTrial = false) => commit(() => divert(destination, to, most, isTrial)),
    bringBack: (destination, most) => commit(() => bringBack.at(destination, most)),
    // Asked for often, and nearly always in vain: no transaction then.
    released: async () => (released.isAny() ? commit(released.take) : Promise.resolve([])),
    count: () => commit(() => tally.all() as unknown as readonly Tally[]),
  };
};
