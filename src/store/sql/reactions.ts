import type { Former } from '../store.ts';
import { statement, type Steps } from './statement.ts';

const aboutOf = statement<About>(
  `select e.id as event, e.target, d.destination, coalesce(e.contact, c.contact) as contact from deliveries d
     join events e on e.id = d.event
     join conversations c on c.id = d.conversation
   where d.id = ?`,
);
// Under any of the contacts that turned out to be the same.
const clear = statement(
  `delete from reactions where target = ?1 and destination = ?2
     and (select coalesce(joined_into, id) from contacts where id = reactions.contact)
       = (select coalesce(joined_into, id) from contacts where id = ?3)`,
);
const add = statement(
  'insert into reactions (target, destination, contact, emoji, event) values (?, ?, ?, ?, ?)',
);
const newer = statement<unknown>(
  `select 1 from reactions r
     join contacts other on other.id = r.contact
     join contacts one on one.id = ?3
   where r.target = ?1 and r.destination = ?2 and r.event > ?4
     and coalesce(other.joined_into, other.id) = coalesce(one.joined_into, one.id)`,
);
const find = statement<ReactionRow>(
  `select r.emoji, coalesce(other.joined_into, other.id) = coalesce(one.joined_into, one.id) as "isOwn"
   from reactions r
     join contacts other on other.id = r.contact
     join contacts one on one.id = ?3
   where r.target = ?1 and r.destination = ?2 and r.emoji <> '' order by r.contact`,
);

/** Which emoji stand on the posts of a message, and by whom. */
export const reactions = {
  /** The emoji of the contact whose event is delivered, on the message that it is about; `null`: none any more. */
  *put(delivery: number, emoji: string | null): Steps<void> {
    const { event, target, destination, contact } = yield* aboutOf.one(delivery);
    if (target === null) return;
    yield* clear.run(target, destination, contact);
    yield* add.run(target, destination, contact, emoji ?? '', event);
  },
  /** Whether a reaction of this contact that was accepted after `event` was shown, or took the former back. */
  *isNewerShown(target: number, destination: string, contact: number, event: number): Steps<boolean> {
    return (yield* newer.get(target, destination, contact, event)) !== undefined;
  },
  /** All of them, as `contact` sees them. */
  *on(target: number, destination: string, contact: number): Steps<Former['reactions']> {
    const rows = yield* find.all(target, destination, contact);
    return rows.map(({ emoji, isOwn }) => ({ emoji, isOwn: isOwn === 1 }));
  },
};

interface About {
  readonly event: number;
  readonly target: number | null;
  readonly destination: string;
  readonly contact: number;
}

interface ReactionRow {
  readonly emoji: string;
  readonly isOwn: number;
}
