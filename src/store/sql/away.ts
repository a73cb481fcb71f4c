import { statement, type Steps } from './statement.ts';

/** A delivery that was diverted, and what shows it instead. */
export interface AwayRow {
  readonly id: number;
  readonly event: number;
  readonly destination: string;
  /** The conversation that it keeps order with. */
  readonly lane: number;
  readonly isChange: 0 | 1;
  /** The event that it is about. */
  readonly target: number | null;
  /** A change of a message that is no longer away: it stays where it went. */
  readonly isLeft: 0 | 1;
  readonly standIn: number;
  /** Where that is. */
  readonly there: string;
  /** That one is there for this one's sake alone. */
  readonly isOnlyStandIn: 0 | 1;
  /** The state of what shows it, which may be the one that leads it. */
  readonly state: string;
  readonly bundle: number | null;
  /** Something of it may stand there. */
  readonly mayStand: 0 | 1;
}

/** SQL: whether delivery `x` was diverted and is not shown yet. The index of what is away names what is on its way back as well. */
export const isAway = (x: string): string => `${x}.away > 0 and ${x}.away = 1`;

/** SQL: the kinds of events that change what stands there. */
export const changing = `('reaction', 'edit', 'revoke')`;

const mayStandOf = (delivery: string): string =>
  `${delivery}.uncertain_since is not null or exists (select 1 from posts p where p.delivery = ${delivery}.id)`;

const select = `select a.id, a.event, a.destination, coalesce(c.joined_into, c.id) as lane,
    e.kind in ${changing} as "isChange", e.target,
    e.kind in ${changing} and not exists (select 1 from deliveries t where t.event = e.target
      and t.destination = a.destination and t.purpose = 'event' and ${isAway('t')}) as "isLeft",
    b.id as "standIn", b.destination as there, b.diverted_from is not distinct from a.id as "isOnlyStandIn",
    l.state, b.bundle,
    b.doubted = 1 or ${mayStandOf('b')} or ${mayStandOf('l')} as "mayStand"
  from deliveries a
    join events e on e.id = a.event
    join conversations c on c.id = a.conversation
    join deliveries b on b.id = a.diverted_to
    join deliveries l on l.id = coalesce(b.bundle, b.id)`;

/** SQL: the conversations that are, or ended in, this one. */
const ofLane = (lane: string): string =>
  `select cast(${lane} as bigint) union all select id from conversations where joined_into = ${lane}`;

/** SQL: the conversation with which delivery `x` keeps order. */
const laneOf = `select coalesce(c.joined_into, c.id) from conversations c where c.id = x.conversation`;

const inLane = statement<AwayRow>(
  `${select} where a.destination = ?1 and ${isAway('a')} and a.conversation in (${ofLane('?2')}) order by a.id`,
);
const changes = statement<AwayRow>(
  `${select} where a.destination = ? and ${isAway('a')} and e.kind in ${changing}`,
);
const shownBy = statement<AwayRow>(
  `${select} join deliveries s on s.id = ?1
   where a.event = s.event and a.diverted_to = s.id and ${isAway('a')} and a.purpose = 'event' order by a.id`,
);
const findLanes = statement<{ readonly lane: number }>(
  `select (${laneOf}) as lane from deliveries x where x.destination = ? and ${isAway('x')}
   group by 1 order by min(x.id) limit ?`,
);
// What only changes something goes ahead of nobody.
const findBefore = statement<{ readonly destination: string; readonly lane: number }>(
  `select x.destination, (${laneOf}) as lane from deliveries x join events e on e.id = x.event
   where x.id = ? and x.state = 'owed' and x.purpose = 'event' and e.kind not in ${changing}
     and exists (select 1 from deliveries a where a.destination = x.destination and a.away > 0)`,
);
const any = statement<object>(
  `select 1 from deliveries x where x.destination = ? and ${isAway('x')} limit 1`,
);
const coming = statement<object>(
  `select 1 from deliveries a where a.destination = ?1 and a.away > 0 and a.away = 2 and a.state = 'owed' and a.id < ?3
     and a.conversation in (${ofLane('?2')}) limit 1`,
);

/** What was diverted and is not shown yet. */
export const away = {
  *isAny(destination: string): Steps<boolean> {
    return (yield* any.get(destination)) !== undefined;
  },

  *of(destination: string, lane: number): Steps<readonly AwayRow[]> {
    return yield* inLane.all(destination, lane);
  },

  /** Conversations of which something is away, the one that has waited longest first. */
  *lanes(destination: string, most: number): Steps<readonly number[]> {
    return (yield* findLanes.all(destination, most)).map(({ lane }) => lane);
  },

  /** The conversation of a delivery that says something new where something is away. */
  *before(delivery: number): Steps<{ readonly destination: string; readonly lane: number } | null> {
    return (yield* findBefore.get(delivery)) ?? null;
  },

  /** Whether something of the conversation that came back goes before this delivery. */
  *isComing(destination: string, lane: number, delivery: number): Steps<boolean> {
    return (yield* coming.get(destination, lane, delivery)) !== undefined;
  },

  /** What this delivery shows instead. */
  *shownBy(delivery: number): Steps<readonly AwayRow[]> {
    return yield* shownBy.all(delivery);
  },

  /** Changes of these events that may come back as well. */
  *changesOf(destination: string, events: ReadonlyMap<number, unknown>): Steps<readonly AwayRow[]> {
    return (yield* changes.all(destination)).filter(
      ({ target, state, mayStand }) =>
        target !== null && events.has(target) && state !== 'posting' && mayStand === 0,
    );
  },
};
