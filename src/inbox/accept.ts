import { joinsIdentifiers, type Event } from '../core/event.ts';
import { route, type Route, type Routed } from '../core/route.ts';
import type { Arrival, Joined, Owed, Store } from '../store/store.ts';
import { readEvent } from '../waconnect/payload.ts';

/** What became of a webhook that is the provider's. */
export type Answer = 'stored' | 'repeated' | 'unreadable';

export interface AcceptOptions {
  readonly store: Pick<Store, 'inbox'>;
  /** Asked for each event, so that they may change while the bridge runs. */
  readonly routes: () => readonly Route[];
  /** The names of all destinations that there are, asked likewise. */
  readonly configured: () => readonly string[];
  /** The destination that is told what no agent needs to read, `null`: none. Asked for each event, likewise. */
  readonly operators: () => string | null;
  /** Told of what is owed from now on, after it is durable. */
  readonly onOwed: (owed: readonly Owed[], joined: readonly Joined[], event: Event) => void;
  readonly now: () => number;
}

/** Keeps one webhook: resolves when the event is durable, and owed to every destination that the routes name. */
export const createAccept =
  ({ store, routes, configured, operators, onOwed, now }: AcceptOptions) =>
  async (body: Uint8Array): Promise<Answer> => {
    const event = readEvent(body);
    const receivedAt = now();
    const routed = routedOf(event, routes());
    const accepted = await store.inbox.accept({
      key: event.key,
      kind: event.kind,
      ref: event.kind === 'message' ? event.ref : null,
      target: targetOf(event),
      placeholder: event.kind === 'message' ? event.placeholder : null,
      number: event.number,
      contact: event.contact,
      isJoining: joinsIdentifiers(event),
      group: event.group,
      status: statusOf(event, receivedAt),
      destinations: destinationsOf(event, routed, operators()),
      routed: routed.routes.map(({ name, line }) => `${name} (line ${line})`).join(', '),
      followsTarget: event.kind === 'reaction' || event.kind === 'edit' || event.kind === 'revoke',
      configured: configured(),
      notice: noticeOf(event, receivedAt),
      body,
      receivedAt,
    });
    if (accepted.kind === 'repeated') return 'repeated';
    onOwed(accepted.owed, accepted.joined, event);
    return event.kind === 'unreadable' ? 'unreadable' : 'stored';
  };

const targetOf = (event: Event): Arrival['target'] => {
  switch (event.kind) {
    case 'reaction':
    case 'edit':
    case 'revoke':
      return event.target;
    case 'message':
      // A placeholder that comes after the message it stands for is about that one.
      if (event.content.kind === 'unsupported' && event.content.isPlaceholder) return event.ref;
      return event.context.quoted;
    case 'status':
    case 'unknown':
    case 'unreadable':
    case 'alarm':
      return null;
  }
};

const statusOf = (event: Event, receivedAt: number): Arrival['status'] =>
  event.kind === 'status'
    ? { of: event.target, status: event.status, at: event.saidAt ?? event.sentAt ?? receivedAt }
    : null;

const nowhere: Routed = { routes: [], destinations: [] };

/** A status is nobody's post. */
const routedOf = (event: Event, routes: readonly Route[]): Routed =>
  event.kind === 'status' ? nowhere : route(event, routes);

/** An event that we do not know is for the operators; where nobody said who they are, for whoever would read it. */
const destinationsOf = (event: Event, routed: Routed, operators: string | null): readonly string[] =>
  isNotice(event) && operators !== null ? [operators] : routed.destinations;

/** Once per kind and day (UTC). */
const noticeOf = (event: Event, receivedAt: number): Arrival['notice'] =>
  isNotice(event)
    ? { kind: event.type, day: new Date(receivedAt).toISOString().slice(0, 10), isOnce: true }
    : null;

const isNotice = (event: Event): boolean => event.kind === 'unknown' && !event.mayBeMessage;
