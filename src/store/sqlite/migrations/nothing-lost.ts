/**
 * Several messages in one post, posts that go elsewhere while their place takes none, what operators are told of dead
 * letters, and a trace of each attempt that did not work.
 */
export const nothingLost = `
  -- Made anew, since SQLite cannot alter a check. The words of "state" and "purpose" are the port's: no check again.
  create table deliveries_of_bundles (
    id integer primary key,
    event integer not null references events,
    destination text not null,
    conversation integer not null references conversations,
    -- The delivery that this one tells of; null: it shows the event itself, or tells of several ("told").
    about integer references deliveries,
    state text not null default 'owed',
    attempts integer not null default 0,
    first_attempt_at integer,
    claimed_at integer,
    not_before integer not null default 0,
    uncertain_since integer,
    why text not null default '',
    settled_at integer,
    purpose text not null default 'event',
    note text not null default '',
    -- When the first attempt began of which something may be shown.
    as_of integer,
    -- The newest event then: unlike the clock, ids never stand still nor go back.
    as_of_event integer,
    -- The leader of those that one post shows, itself included; null: it is shown alone.
    bundle integer references deliveries,
    -- How many messages a dead letter's post tells of.
    messages integer not null default 1,
    -- The delivery that shows it elsewhere, and the one that is shown here instead.
    diverted_to integer references deliveries,
    diverted_from integer references deliveries,
    -- 1: it was diverted, and comes back unless it is shown (or may be) where it went; 2: it came back, and was not
    -- in hand since, so that its writer may not know yet.
    away integer not null default 0,
    -- 1: owed again since a person said so; its writer does not know yet.
    released integer not null default 0,
    -- The thread of its claim, and the newest post there then: as of the first attempt that may stand in that thread.
    looked_in text,
    looked_after text,
    -- 1: it was one of several in a post that may stand there under its leader's stamp.
    doubted integer not null default 0
  ) strict;
  insert into deliveries_of_bundles (id, event, destination, conversation, about, state, attempts, first_attempt_at,
      claimed_at, not_before, uncertain_since, why, settled_at, purpose, note, as_of, as_of_event)
    select id, event, destination, conversation, about, state, attempts, first_attempt_at,
      claimed_at, not_before, uncertain_since, why, settled_at, purpose, note, as_of, as_of_event
    from deliveries order by id;
  drop table deliveries;
  alter table deliveries_of_bundles rename to deliveries;
  create index deliveries_outbox on deliveries (destination, id) where state in ('owed', 'posting');
  create index deliveries_dead on deliveries (destination, id) where state = 'dead';
  create index deliveries_by_event on deliveries (event);
  create index deliveries_bundles on deliveries (bundle) where bundle is not null;
  create index deliveries_away on deliveries (destination, conversation) where away > 0;
  create index deliveries_released on deliveries (id) where released = 1;
  -- Those that may still tell of more.
  create index deliveries_tellers on deliveries (destination, conversation)
    where purpose in ('summary', 'report') and state = 'owed' and as_of is null;

  -- What a summary or a report tells of, as it was when that began.
  create table told (
    teller integer not null references deliveries,
    delivery integer not null references deliveries,
    why text not null,
    -- Where it is shown instead, and its first post there; null: nowhere.
    destination text,
    thread text,
    post text,
    primary key (teller, delivery)
  ) strict, without rowid;

  -- Only those that did not work.
  create table attempts (
    delivery integer not null references deliveries,
    number integer not null,
    at integer not null,
    ended_at integer not null,
    outcome text not null,
    why text not null,
    primary key (delivery, number)
  ) strict, without rowid;

  -- What stood in a thread, the newest first.
  create index posts_by_thread on posts (thread);

  create table marks (
    name text primary key,
    value text not null
  ) strict, without rowid;

  -- The event that counts: the newest of the contact's that was shown. '' as emoji: that one took the former back.
  alter table reactions add column event integer not null default 0;

  -- Tells it from the conversation that has its id in a copy of the store which went its own way.
  alter table conversations add column salt text not null default '';

  alter table events add column routed text not null default '';

  -- 1: its head is marked as a possible double.
  alter table threads add column doubtful integer not null default 0;

  -- An attempt to open a thread ended without an answer: since when its head may stand.
  create table openings (
    destination text not null,
    conversation integer not null references conversations,
    generation integer not null,
    since integer not null,
    primary key (destination, conversation, generation)
  ) strict, without rowid;

  -- In the order in which they were opened, whatever the clock said.
  alter table threads add column serial integer;
  update threads set serial = opened.serial from (
      select destination, conversation, generation,
        row_number() over (order by opened_at, conversation, generation) as serial
      from threads where id is not null) opened
    where threads.destination = opened.destination and threads.conversation = opened.conversation
      and threads.generation = opened.generation;
  create index threads_by_serial on threads (serial) where serial is not null;

  -- Where something happened that is no message: of messages "events_messages" knows.
  create index events_others on events (conversation) where kind <> 'message';
`;
