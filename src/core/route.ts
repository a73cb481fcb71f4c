import { wordsOf, type Event } from './event.ts';

/** One rule of the operator's: which events go to which destinations. */
export interface Route {
  readonly name: string;
  /** Where it stands in the YAML, for people. */
  readonly line: number;
  readonly column: number;
  /** All must hold; none: every event. */
  readonly when: readonly Condition[];
  /** Destinations by name; empty for a route that drops. */
  readonly to: readonly string[];
  /** Go on to the next route after this one has taken the event. */
  readonly continues: boolean;
}

export const conditionFields = ['account', 'number', 'contact', 'type', 'text'] as const;
export type ConditionField = (typeof conditionFields)[number];

export interface Condition {
  readonly field: ConditionField;
  /** Linear in the length of the value: it runs on customers' text. */
  readonly matches: (value: string) => boolean;
}

export interface Routed {
  /** The routes that took the event, in order. */
  readonly routes: readonly Route[];
  /** Each destination once, in the order of the routes. Empty: dropped. */
  readonly destinations: readonly string[];
}

/** Decides where an event goes: the first route that matches wins, and one that continues lets the next ones add. */
export const route = (event: Event, routes: readonly Route[]): Routed => {
  const taken: Route[] = [];
  for (const candidate of routes) {
    if (!candidate.when.every(({ field, matches }) => valuesOf(event, field).some(matches))) continue;
    taken.push(candidate);
    if (!candidate.continues) break;
  }
  return { routes: taken, destinations: [...new Set(taken.flatMap(({ to }) => to))] };
};

const valuesOf = (event: Event, field: ConditionField): readonly string[] => {
  switch (field) {
    case 'account':
      return [event.account.id, event.account.name];
    case 'number':
      return [event.number];
    case 'contact':
      return event.contact.identifiers.map(({ value }) => value);
    case 'type':
      return [event.type];
    case 'text':
      return [wordsOf(event)];
  }
};
