import type { Event } from '../event.ts';
import type { Block, Post } from '../post.ts';
import { renderAct, renderStatus } from './act.ts';
import { note, raw } from './blocks.ts';
import { renderMessage } from './message.ts';
import type { Scene } from './scene.ts';

export { renderCard } from './card.ts';
export { summaryOf } from './summary.ts';

const longestUnknown = 1_800;

/** Turns an event into what agents read. Pure: the same event in the same scene always gives the same post, never an empty one. */
export const render = (event: Event, scene: Scene): Post => ({ blocks: blocksOf(event, scene) });

/** What stands in the thread in the place of a message that could not be shown. */
export const renderDeadLetter = (delivery: number, why: string): Post => ({
  blocks: [note('⚠️ 1 message could not be shown', `${why} (dead letter ${delivery}; it is kept)`)],
});

const blocksOf = (event: Event, scene: Scene): readonly Block[] => {
  switch (event.kind) {
    case 'message':
      return renderMessage(event, scene);
    case 'reaction':
    case 'edit':
    case 'revoke':
      return renderAct(event, scene);
    case 'status':
      return renderStatus(event);
    case 'unknown':
      return [
        note('❔ Event of an unknown kind', event.type),
        ...raw('As it came', event.raw, longestUnknown),
      ];
    case 'unreadable':
      return [note('⚠️ A webhook that could not be read', event.why)];
  }
};
