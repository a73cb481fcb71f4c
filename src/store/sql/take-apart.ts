import { statement, type Steps } from './statement.ts';

const doubt = statement(
  `update deliveries set doubted = 1, uncertain_since = coalesce(deliveries.uncertain_since, l.since),
     as_of = coalesce(deliveries.as_of, l."asOf"), as_of_event = coalesce(deliveries.as_of_event, l."asOfEvent")
   from (select id, uncertain_since as since, as_of as "asOf", as_of_event as "asOfEvent"
     from deliveries where id = ?1) l
   where deliveries.bundle = ?1
     and (l.since is not null or exists (select 1 from posts where posts.delivery = l.id))`,
);
const release = statement('update deliveries set bundle = null where bundle = ?');

/**
 * Each of those that one post was to show is shown by itself from now on. Where that post may stand, nobody finds them
 * there: it has the leader's stamp, and other words.
 */
export function* takeApart(leader: number): Steps<void> {
  yield* doubt.run(leader);
  yield* release.run(leader);
}
