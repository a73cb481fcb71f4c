import type { DatabaseSync } from 'node:sqlite';
import type { Claimed, OutboxStore, Owed, Settlement, Shown, Tally } from '../store.ts';
import type { Commit } from './commit.ts';

export const createOutboxStore = (db: DatabaseSync, commit: Commit): OutboxStore => {
  const doubtAll = db.prepare(
    `update deliveries set state = 'owed', uncertain_since = coalesce(uncertain_since, claimed_at), not_before = ?
     where destination = ? and state = 'posting'`,
  );
  const moveTo = db.prepare(
    `insert into destinations (name, place) values (?, ?)
     on conflict do update set place = excluded.place where place <> excluded.place`,
  );
  const loseAllThreads = db.prepare(
    `insert into threads (destination, conversation, generation)
     select destination, conversation, max(generation) + 1 from threads where destination = ? group by conversation`,
  );
  const owedAt = db.prepare(
    `select id as delivery, destination, conversation, not_before as notBefore from deliveries
     where destination = ? and state in ('owed', 'posting') order by id`,
  );
  const startClaim = db.prepare(
    `update deliveries set state = 'posting', attempts = attempts + 1, claimed_at = ?1,
       first_attempt_at = coalesce(first_attempt_at, ?1)
     where id = ?2 and state = 'owed'`,
  );
  const readClaim = db.prepare(
    `select d.id as delivery, d.conversation, d.attempts, d.first_attempt_at as firstAttemptAt,
       d.uncertain_since as uncertainSince, d.about, a.why as aboutWhy,
       e.account_id as accountId, e.event, e.message_id as messageId, e.body, e.received_at as receivedAt,
       (select count(*) from posts p where p.delivery = d.id and p.thread = t.id) as partsShown,
       (select coalesce(min(p.cut), '') from posts p where p.delivery = d.id and p.thread = t.id) as cut,
       t.last_post as lastPost
     from deliveries d
       join events e on e.id = d.event
       left join deliveries a on a.id = d.about
       left join threads t on t.destination = d.destination and t.conversation = d.conversation
         and t.generation = (select max(generation) from threads
           where destination = d.destination and conversation = d.conversation)
     where d.id = ?`,
  );
  const addPost = db.prepare(
    'insert or replace into posts (delivery, part, thread, post, cut, doubtful, at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const moveThread = db.prepare(
    `update threads set last_post = ? where id = ?
       and (destination, conversation) = (select destination, conversation from deliveries where id = ?)`,
  );
  const certain = db.prepare('update deliveries set uncertain_since = null, claimed_at = ? where id = ?');
  const setDelivered = db.prepare(
    `update deliveries set state = 'delivered', why = '', uncertain_since = null, settled_at = ? where id = ?`,
  );
  const setAgain = db.prepare(
    `update deliveries set state = 'owed', not_before = ?, why = ?,
       uncertain_since = case when ? then coalesce(uncertain_since, claimed_at) else uncertain_since end
     where id = ?`,
  );
  const uncount = db.prepare(
    `update deliveries set attempts = attempts - 1,
       first_attempt_at = null
     where id = ?`,
  );
  const setDead = db.prepare(`update deliveries set state = 'dead', why = ?, settled_at = ? where id = ?`);
  const tellOfDead = db.prepare(
    `insert into deliveries (event, destination, conversation, about)
     select event, destination, conversation, id from deliveries where id = ? and about is null
     returning id as delivery, destination, conversation, not_before as notBefore`,
  );
  const tally = db.prepare(
    `select destination, sum(state <> 'dead') as owed, sum(state = 'dead') as dead from (
       select destination, state from deliveries where state in ('owed', 'posting')
       union all select destination, state from deliveries where state = 'dead')
     group by destination`,
  );

  const claim = (delivery: number, at: number): Claimed => {
    if (startClaim.run(at, delivery).changes !== 1) throw new Error(`Delivery ${delivery} is not owed.`);
    const row = readClaim.get(delivery) as unknown as ClaimRow;
    const { about, aboutWhy, accountId, event, messageId, ...rest } = row;
    return {
      ...rest,
      purpose: about === null ? 'event' : 'deadLetter',
      about: about === null ? null : { delivery: about, why: aboutWhy ?? '' },
      key: { accountId, event, messageId },
    };
  };

  const show = (delivery: number, shown: Shown): void => {
    addPost.run(delivery, shown.part, shown.thread, shown.post, shown.cut, shown.doubtful ? 1 : 0, shown.at);
    moveThread.run(shown.post, shown.thread, delivery);
  };

  const settle = (delivery: number, settlement: Settlement): readonly Owed[] => {
    switch (settlement.kind) {
      case 'delivered':
        if (settlement.shown !== null) show(delivery, settlement.shown);
        setDelivered.run(settlement.at, delivery);
        return [];
      case 'again':
        setAgain.run(settlement.at, settlement.why, settlement.uncertain ? 1 : 0, delivery);
        if (!settlement.counts) uncount.run(delivery);
        return [];
      case 'dead':
        setDead.run(settlement.why, settlement.at, delivery);
        return tellOfDead.all(delivery) as unknown as readonly Owed[];
    }
  };

  return {
    takeOver: (destination, place, lookAt) =>
      commit(() => {
        if (moveTo.run(destination, place).changes > 0) loseAllThreads.run(destination);
        doubtAll.run(lookAt, destination);
        return owedAt.all(destination) as unknown as readonly Owed[];
      }),
    claim: (delivery, at) => commit(() => claim(delivery, at)),
    record: (delivery, shown) =>
      commit(() => {
        show(delivery, shown);
        certain.run(shown.at, delivery);
      }),
    settle: (delivery, settlement) => commit(() => settle(delivery, settlement)),
    count: () => commit(() => tally.all() as unknown as readonly Tally[]),
  };
};

interface ClaimRow {
  readonly delivery: number;
  readonly conversation: number;
  readonly attempts: number;
  readonly firstAttemptAt: number;
  readonly uncertainSince: number | null;
  readonly about: number | null;
  readonly aboutWhy: string | null;
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  readonly partsShown: number;
  readonly cut: string;
  readonly lastPost: string | null;
}
