/** As released: never changed. */
export const first = `
  create table meta (
    key text primary key,
    value text not null
  ) strict, without rowid;

  create table contacts (
    id integer primary key,
    created_at integer not null
  ) strict;
  -- The unknown sender: a message without any identifier is never put into somebody's thread.
  insert into contacts (id, created_at) values (0, 0);

  create table identifiers (
    account_id text not null,
    value text not null,
    kind text not null,
    contact integer not null references contacts,
    primary key (account_id, value)
  ) strict, without rowid;
  create index identifiers_by_contact on identifiers (contact);

  create table conversations (
    id integer primary key,
    account_id text not null,
    number text not null,
    contact integer not null references contacts,
    unique (account_id, number, contact)
  ) strict;

  create table events (
    id integer primary key,
    -- Digest of the next three, unique for ever: a message id is long and random, and an index of the texts themselves
    -- would be most of what a commit writes.
    key blob not null unique,
    account_id text not null,
    event text not null,
    message_id text not null,
    conversation integer not null references conversations,
    received_at integer not null,
    body blob not null
  ) strict;

  create table deliveries (
    id integer primary key,
    event integer not null references events,
    destination text not null,
    conversation integer not null references conversations,
    -- The delivery whose failure this one tells of; null: it shows the event itself.
    about integer references deliveries,
    state text not null default 'owed' check (state in ('owed', 'posting', 'delivered', 'dead')),
    attempts integer not null default 0,
    first_attempt_at integer,
    claimed_at integer,
    not_before integer not null default 0,
    uncertain_since integer,
    why text not null default '',
    settled_at integer
  ) strict;
  create index deliveries_outbox on deliveries (destination, id) where state in ('owed', 'posting');
  create index deliveries_dead on deliveries (destination, id) where state = 'dead';

  create table posts (
    delivery integer not null references deliveries,
    part integer not null,
    thread text not null,
    post text not null,
    cut text not null,
    doubtful integer not null,
    at integer not null,
    primary key (delivery, part)
  ) strict, without rowid;

  create table destinations (
    name text primary key,
    -- Where it was when a writer last took it over.
    place text not null
  ) strict, without rowid;

  create table threads (
    destination text not null,
    conversation integer not null references conversations,
    generation integer not null,
    id text,
    last_post text,
    opened_at integer,
    primary key (destination, conversation, generation)
  ) strict, without rowid;
  `;
