import type { OutboxStore, Tally } from '../store.ts';
import { bringBack } from './bring-back.ts';
import { bundles } from './bundles.ts';
import { claim } from './claim.ts';
import { divert } from './divert.ts';
import type { Engine } from './engine.ts';
import { released } from './released.ts';
import { record, settle } from './settle.ts';
import { statement, type Steps } from './statement.ts';
import { takeOver } from './take-over.ts';

const setNote = statement('update deliveries set note = ? where id = ?');
const tally = statement<Tally>(
  `select destination, count(*) filter (where state <> 'dead') as owed,
     count(*) filter (where state = 'dead') as dead
   from (
     select destination, state from deliveries where state in ('owed', 'posting')
     union all select destination, state from deliveries where state = 'dead') d
   group by destination`,
);
const recorded = statement('select 1 from posts where thread = ? and post = ?');

function* remember(delivery: number, note: string): Steps<void> {
  yield* setNote.run(note, delivery);
}

function* isRecorded(thread: string, post: string): Steps<boolean> {
  return (yield* recorded.get(thread, post)) !== undefined;
}

export const createOutboxStore = (engine: Engine): OutboxStore => ({
  takeOver: (destination, place, lookAt) => engine.write(() => takeOver(destination, place, lookAt)),
  claim: (delivery, at, offered = []) => engine.write(() => claim(delivery, at, offered)),
  bundle: (leader, followers) => engine.write(() => bundles.bundle(leader, followers)),
  dissolve: (leader) => engine.write(() => bundles.dissolve(leader)),
  remember: (delivery, note) => engine.write(() => remember(delivery, note)),
  isRecorded: (thread, post) => engine.read(() => isRecorded(thread, post)),
  record: (delivery, shown) => engine.write(() => record(delivery, shown)),
  settle: (delivery, settlement) => engine.write(() => settle(delivery, settlement)),
  divert: (destination, to, most, isTrial = false) =>
    engine.write(() => divert(destination, to, most, isTrial)),
  bringBack: (destination, most) => engine.write(() => bringBack.at(destination, most)),
  // Asked for often, and nearly always in vain: no transaction then.
  released: async () =>
    (await engine.read(() => released.isAny())) ? engine.write(() => released.take()) : [],
  count: () => engine.read(() => tally.all()),
});
