import type { Event, MessageEvent } from '../../src/core/event.ts';
import type { Post } from '../../src/core/post.ts';
import { render } from '../../src/core/render/render.ts';
import type { FileState, Scene } from '../../src/core/render/scene.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import type { Entry, Webhook } from './entry.ts';
import { enclosedIn, stateOf, type Enclosed } from './file.ts';
import { createMessages, type Standing } from './standing.ts';

/** What one webhook leads to at a destination, and the event that it was read as. */
export interface Step {
  readonly event: Event;
  readonly receivedAt: number;
  readonly acts: readonly Act[];
}

/** Posts are numbered from 0, in the order in which their messages came. */
export type Act =
  | { readonly kind: 'post'; readonly post: Post; readonly file: Enclosed | null; readonly number: number }
  | { readonly kind: 'amend'; readonly post: Post; readonly file: Enclosed | null; readonly number: number }
  | {
      readonly kind: 'react';
      readonly add: string | null;
      readonly remove: string | null;
      readonly number: number;
    }
  /** What is said where the post cannot be changed. */
  | { readonly kind: 'instead'; readonly post: Post }
  /** Nobody reads it in a thread. `post`: what `explain` shows of it. */
  | { readonly kind: 'silent'; readonly why: string; readonly post: Post | null };

const style: Scene['style'] = {
  mapUrl: 'https://map.example/?lat={latitude}&lon={longitude}',
  keepsRevoked: true,
};

/**
 * What agents are shown of an entry, by the reader and the renderer alone. The part of the outbox is played here: one
 * conversation, at a destination where everything works. `amendsFiles` is the platform's.
 */
export const play = (entry: Entry, amendsFiles: boolean): readonly Step[] => {
  const seen = new Set<string>();
  const show = createShow(entry, amendsFiles);
  return entry.webhooks.map((webhook) => {
    const event = readEvent(bytesOf(webhook));
    const key = JSON.stringify(event.key);
    const isRepeat = seen.has(key);
    seen.add(key);
    return {
      event,
      receivedAt: sceneOf(entry, event, null).receivedAt,
      acts: isRepeat ? [{ kind: 'silent', why: 'the same event again', post: null }] : show(event),
    };
  });
};

const createShow = (entry: Entry, amendsFiles: boolean): ((event: Event) => readonly Act[]) => {
  const messages = createMessages();
  let posts = 0;

  const anew = (event: Event, scene: Scene): Act => {
    const number = posts;
    posts += 1;
    if (event.kind === 'message') messages.keep({ number, event, scene, changes: [], reactions: new Map() });
    return { kind: 'post', post: render(event, scene), file: enclosedIn(event, scene.file), number };
  };

  const message = (event: MessageEvent): readonly Act[] => {
    const scene = sceneOf(entry, event, messages.find(event.context.quoted));
    const placeholder = messages.withKey(event.placeholder);
    if (placeholder === null) return [anew(event, scene)];
    const { number } = placeholder;
    const file = enclosedIn(event, scene.file);
    if (file === null || amendsFiles) {
      messages.keep({ ...placeholder, event, scene });
      return [{ kind: 'amend', post: render(event, scene), file, number }];
    }
    const shown = anew(event, scene);
    const elsewhere: FileState = { kind: 'elsewhere', link: linkTo(posts - 1) };
    return [shown, { kind: 'amend', post: render(event, { ...scene, file: elsewhere }), file: null, number }];
  };

  const reaction = (event: Extract<Event, { kind: 'reaction' }>): readonly Act[] => {
    const target = messages.find(event.target);
    const scene = sceneOf(entry, event, target);
    const who = JSON.stringify(event.contact.identifiers);
    const own = target?.reactions.get(who) ?? null;
    if (target === null || (event.emoji === null && own === null)) return [anew(event, scene)];
    const others = new Map([...target.reactions].filter(([by]) => by !== who));
    const remove = own === event.emoji || [...others.values()].includes(own ?? '') ? null : own;
    const reactions = event.emoji === null ? others : new Map([...others, [who, event.emoji]]);
    messages.keep({ ...target, reactions });
    return [
      { kind: 'react', add: event.emoji, remove, number: target.number },
      { kind: 'instead', post: render(event, scene) },
    ];
  };

  const change = (event: Extract<Event, { kind: 'edit' | 'revoke' }>): readonly Act[] => {
    const target = messages.find(event.target);
    const scene = sceneOf(entry, event, target);
    if (target === null) return [anew(event, scene)];
    const changes = [...target.changes, event];
    messages.keep({ ...target, changes });
    const post = render(target.event, { ...target.scene, changes });
    return [
      { kind: 'amend', post, file: null, number: target.number },
      { kind: 'instead', post: render(event, scene) },
    ];
  };

  return (event) => {
    switch (event.kind) {
      case 'message':
        return message(event);
      case 'reaction':
        return reaction(event);
      case 'edit':
      case 'revoke':
        return change(event);
      case 'unknown':
        return [anew(event, sceneOf(entry, event, null))];
      case 'status': {
        const scene = sceneOf(entry, event, messages.find(event.target));
        return [{ kind: 'silent', why: 'kept as a status', post: render(event, scene) }];
      }
      case 'alarm':
        throw new Error('No webhook is an alarm.');
      case 'unreadable':
        return [{ kind: 'silent', why: `a dead letter: ${event.why}`, post: null }];
    }
  };
};

const sceneOf = (entry: Entry, event: Event, target: Standing | null): Scene => {
  const receivedAt = entry.scene.receivedAt ?? (event.sentAt ?? 0) + 1_000;
  return {
    receivedAt,
    asOf: receivedAt,
    target:
      target === null ? null : { event: target.event, changes: target.changes, link: linkTo(target.number) },
    changes: [],
    joined: null,
    divertedFrom: null,
    style,
    ...entry.scene,
    file: stateOf(event) === null || entry.scene.file === undefined ? stateOf(event) : entry.scene.file,
  };
};

const linkTo = (number: number): string => `https://chat.example/posts/${String(number + 1)}`;

const bytesOf = (webhook: Webhook): Uint8Array =>
  Buffer.from(typeof webhook === 'string' ? webhook : JSON.stringify(webhook));
