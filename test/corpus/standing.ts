import type { Event, EventKey, MessageEvent, MessageRef } from '../../src/core/event.ts';
import type { Scene } from '../../src/core/render/scene.ts';

/** A message that stands in the thread, with what has become of it. */
export interface Standing {
  /** Of its post, from 0. */
  readonly number: number;
  readonly event: MessageEvent;
  readonly scene: Scene;
  /** Edits and revocations so far, oldest first. */
  readonly changes: readonly Event[];
  /** By who reacted. */
  readonly reactions: ReadonlyMap<string, string>;
}

/** The messages of one conversation, found as the store finds them. */
export interface Messages {
  /** By the whole id, else by the token where one message alone has it. */
  find(ref: MessageRef | null): Standing | null;
  withKey(key: EventKey | null): Standing | null;
  /** Keeps a message, in the place of the one with the same number. */
  keep(standing: Standing): void;
}

export const createMessages = (): Messages => {
  const standing: Standing[] = [];
  return {
    find: (ref) => {
      if (ref === null) return null;
      const exact = standing.find(({ event }) => ref.id !== '' && event.ref.id === ref.id);
      if (exact !== undefined || ref.token === '') return exact ?? null;
      const alike = standing.filter(({ event }) => event.ref.token === ref.token);
      return alike.length === 1 ? (alike[0] ?? null) : null;
    },
    withKey: (key) => standing.find(({ event }) => JSON.stringify(event.key) === JSON.stringify(key)) ?? null,
    keep: (one) => {
      const at = standing.findIndex(({ number }) => number === one.number);
      if (at < 0) standing.push(one);
      else standing[at] = one;
    },
  };
};
