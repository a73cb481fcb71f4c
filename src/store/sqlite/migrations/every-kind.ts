/**
 * What a customer can do besides writing: answer, react, edit and delete messages, send files, write in groups, and
 * be known by several identifiers. Rows of before are messages; what they were about is not known any more.
 */
export const everyKind = `
  -- A value is somebody's within its kind: a user name may look like a phone.
  create table identifiers_of_kinds (
    account_id text not null,
    kind text not null,
    value text not null,
    contact integer not null references contacts,
    primary key (account_id, kind, value)
  ) strict, without rowid;
  insert into identifiers_of_kinds (account_id, kind, value, contact)
    select account_id, kind, value, contact from identifiers;
  drop table identifiers;
  alter table identifiers_of_kinds rename to identifiers;
  create index identifiers_by_contact on identifiers (contact);

  -- The contact that this one turned out to be; it is never itself joined into another one.
  alter table contacts add column joined_into integer;
  create index contacts_joined on contacts (joined_into) where joined_into is not null;
  -- The operators of the bridge.
  insert into contacts (id, created_at) values (-1, 0);

  -- Likewise. What was said in it stays with it.
  alter table conversations add column joined_into integer;
  -- The event that told so.
  alter table conversations add column joined_by integer;
  create index conversations_joined on conversations (joined_into) where joined_into is not null;
  create index conversations_joined_by on conversations (joined_by) where joined_by is not null;
  create index conversations_by_contact on conversations (contact);

  alter table events add column kind text not null default 'message';
  update events set kind = case event when '' then 'unreadable' else 'unknown' end
    where event <> 'message.received';
  alter table events add column token text not null default '';
  -- Ids of the events that it is about, and whose place it takes.
  alter table events add column target integer;
  alter table events add column placeholder integer;
  -- Who did it, which in a group is not whose the conversation is; null: the same.
  alter table events add column contact integer;
  create index events_messages on events (conversation, token) where kind = 'message';
  create index events_changes on events (target) where kind in ('edit', 'revoke');

  alter table deliveries add column purpose text not null default 'event'
    check (purpose in ('event', 'deadLetter', 'file'));
  update deliveries set purpose = 'deadLetter' where about is not null;
  alter table deliveries add column note text not null default '';
  -- When the first attempt began of which something may be shown.
  alter table deliveries add column as_of integer;
  -- The newest event then: unlike the clock, ids never stand still nor go back.
  alter table deliveries add column as_of_event integer;
  update deliveries set as_of = coalesce(uncertain_since, claimed_at),
      as_of_event = (select max(id) from events)
    where state in ('owed', 'posting')
    and (state = 'posting' or uncertain_since is not null
      or exists (select 1 from posts where posts.delivery = deliveries.id));
  -- In the order of both: it grows at its end only.
  create index deliveries_by_event on deliveries (event);

  alter table threads add column name text not null default '';

  create table reactions (
    target integer not null references events,
    destination text not null,
    contact integer not null references contacts,
    emoji text not null,
    primary key (target, destination, contact)
  ) strict, without rowid;

  create table statuses (
    account_id text not null,
    message_id text not null,
    status text not null,
    at integer not null,
    primary key (account_id, message_id)
  ) strict, without rowid;

  create table notices (
    kind text not null,
    day text not null,
    count integer not null,
    primary key (kind, day)
  ) strict, without rowid;
`;
