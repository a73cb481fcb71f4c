import type { Event } from '../event.ts';
import type { Block, Post } from '../post.ts';
import { renderAlarm } from './alarm.ts';
import { renderAct, renderStatus } from './act.ts';
import { note, raw } from './blocks.ts';
import { renderDiverted } from './diverted.ts';
import { renderMessage } from './message.ts';
import type { Scene } from './scene.ts';

export { renderCard } from './card.ts';
export { summaryOf } from './summary.ts';

const longestUnknown = 1_800;

/** Turns an event into what agents read. Pure: the same event in the same scene always gives the same post, never an empty one. */
export const render = (event: Event, scene: Scene): Post => ({
  blocks: [...renderDiverted(scene), ...blocksOf(event, scene)],
});

/** What stands in the thread in the place of messages that could not be shown. */
export const renderDeadLetter = (delivery: number, why: string, messages: number): Post => ({
  blocks: [
    note(
      `⚠️ ${messages === 1 ? '1 message' : `${messages} messages`} could not be shown`,
      `${why} (dead letter ${delivery}; ${messages === 1 ? 'it is' : 'they are'} kept)`,
    ),
  ],
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
    case 'alarm':
      return renderAlarm(event.alarm);
  }
};
