import type { Event } from '../core/event.ts';
import type { Post } from '../core/post.ts';
import { render, renderDeadLetter } from '../core/render.ts';
import type { Part } from '../platforms/platform.ts';
import type { Claimed } from '../store/store.ts';
import { messageOf } from './outcome.ts';
import { stampOf } from './stamp.ts';

export type Prepared =
  | {
      readonly kind: 'rendered';
      readonly event: Event;
      readonly parts: readonly Part[];
      /** Differs where the same delivery was cut into other parts, by an older bridge say. */
      readonly cut: string;
    }
  | { readonly kind: 'refused'; readonly why: string };

export interface PrepareOptions {
  readonly readEvent: (body: Uint8Array) => Event;
  readonly format: (post: Post) => readonly Part[];
}

/** Reading and rendering are pure: what fails once fails always, and nothing has been shown yet. */
export const prepare = (claimed: Claimed, { readEvent, format }: PrepareOptions): Prepared => {
  try {
    const event = readEvent(claimed.body);
    const { about } = claimed;
    if (about === null && event.kind === 'unreadable') {
      return { kind: 'refused', why: `The webhook could not be read. ${event.why}` };
    }
    const parts = format(about === null ? render(event) : renderDeadLetter(about.delivery, about.why));
    return { kind: 'rendered', event, parts, cut: stampOf(...parts.map(({ preview }) => preview)) };
  } catch (error) {
    return { kind: 'refused', why: `The bridge could not render it: ${messageOf(error)}` };
  }
};
