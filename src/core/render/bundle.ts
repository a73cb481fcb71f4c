import type { MessageEvent } from '../event.ts';
import type { Block, Post } from '../post.ts';
import { note } from './blocks.ts';
import { renderDiverted } from './diverted.ts';
import { renderMessage } from './message.ts';
import type { Scene } from './scene.ts';

/** One of several messages in one post. */
export interface Bundled {
  readonly event: MessageEvent;
  readonly scene: Scene;
  /** The emoji on it, which the post as a whole cannot carry: it would say nothing of which message is meant. */
  readonly reactions: readonly string[];
}

/** Several messages of one conversation, oldest first, each below a line with its time. */
export const renderBundle = (messages: readonly Bundled[]): Post => ({
  blocks: messages.flatMap(blocksOf),
});

const blocksOf = (
  { event, scene, reactions }: Bundled,
  index: number,
  all: readonly Bundled[],
): readonly Block[] => [
  note(`🕓 ${index + 1} of ${all.length}`, 'written', {
    at: event.saidAt ?? event.sentAt ?? scene.receivedAt,
  }),
  ...renderDiverted(scene),
  ...renderMessage(event, scene),
  ...(reactions.length === 0 ? [] : [note('💬 Reactions', reactions.join(' '))]),
];
