import type { Event, MessageEvent } from '../core/event.ts';
import type { Post } from '../core/post.ts';
import { renderBundle, type Bundled } from '../core/render/bundle.ts';
import type { Part } from '../platforms/platform.ts';
import type { Member } from '../store/store.ts';
import type { createScenes } from './scenes.ts';
import type { Setting } from './setting.ts';
import type { Speak } from './speak.ts';
import { ended, purely, type Ended, type Work } from './work.ts';

/** Several consecutive messages of one conversation, shown by one post. */
export interface Bundle {
  /** Those that one post shows together with the claimed message, durably so from now on; none where it is shown alone. */
  choose(work: Work): Promise<readonly Member[]>;
  show(work: Work, followers: readonly Member[]): Promise<Ended>;
  /** These messages as they stand now: more than one part where they fit into one no more. */
  parts(members: readonly Member[], signal: AbortSignal): Promise<readonly Part[]>;
}

export const createBundle = (
  { store, readEvent, description: { format }, cards }: Setting,
  scenes: ReturnType<typeof createScenes>,
  speak: Speak,
): Bundle => {
  const postOf = async (members: readonly Member[], signal: AbortSignal): Promise<Post> => {
    const bundled: Bundled[] = [];
    for (const member of members) {
      const event = readEvent(member.body);
      if (event.kind !== 'message') continue;
      const reactions = member.reactions.map(({ emoji }) => emoji);
      bundled.push({ event, reactions, scene: await scenes.ofMember(member, signal) });
    }
    return renderBundle(bundled);
  };

  const partsOf = async (members: readonly Member[], signal: AbortSignal): Promise<readonly Part[]> => {
    const post = await postOf(members, signal);
    return purely(() => format(post));
  };

  /** The claimed message itself, as one of them. */
  const leaderOf = ({ claimed }: Work): Member => ({ ...claimed, reactions: [] });

  /** How many of the candidates fit into one post together with the leader. */
  const fitting = async (work: Work, candidates: readonly Member[]): Promise<number> => {
    const fits = async (count: number): Promise<boolean> => {
      const members = [leaderOf(work), ...candidates.slice(0, count)];
      return (await partsOf(members, work.going.signal)).length === 1;
    };
    let fit = 0;
    let tooMany = candidates.length + 1;
    while (tooMany - fit > 1) {
      const middle =
        fit === 0 && tooMany > candidates.length ? candidates.length : Math.floor((fit + tooMany) / 2);
      if (await fits(middle)) fit = middle;
      else tooMany = middle;
    }
    return fit;
  };

  return {
    choose: async (work) => {
      const { claimed, event } = work;
      if (claimed.bundle.length > 0) return claimed.bundle;
      if (claimed.candidates.length === 0 || claimed.joinedThread !== null || !isPlain(event)) return [];
      const others = claimed.candidates.map((member) => readEvent(member.body));
      const first = others.findIndex((other) => !isPlain(other) || !isSameSender(event, other));
      const candidates = claimed.candidates.slice(0, first === -1 ? claimed.candidates.length : first);
      const count = await fitting(work, candidates);
      if (count === 0) return [];
      const followers = candidates.slice(0, count).map(({ delivery }) => delivery);
      return store.outbox.bundle(claimed.delivery, followers);
    },
    show: async (work, followers) => {
      for (const { body, receivedAt } of followers)
        cards.touch(work.claimed.conversation, readEvent(body), receivedAt);
      const members = [leaderOf(work), ...followers];
      return ended(await speak(work, await partsOf(members, work.going.signal), null));
    },
    parts: partsOf,
  };
};

/** Words and the like: what has a file needs a post of its own, and so does what may be replaced later. */
const isPlain = (event: Event): event is MessageEvent => {
  if (event.kind !== 'message') return false;
  switch (event.content.kind) {
    case 'text':
    case 'choice':
    case 'location':
    case 'form':
    case 'order':
    case 'callPermission':
    case 'welcome':
    case 'call':
    case 'other':
      return true;
    case 'file':
    case 'contacts':
    case 'system':
    case 'unsupported':
      return false;
  }
};

/** In a group several speak, and a post may carry the name of one. */
const isSameSender = (one: Event, other: Event): boolean =>
  one.group === '' ||
  (one.contact.name === other.contact.name &&
    one.contact.identifiers[0]?.value === other.contact.identifiers[0]?.value);
