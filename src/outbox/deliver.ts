import type { Outcome } from '../core/retry.ts';
import { renderDeadLetter } from '../core/render/render.ts';
import { PlatformError } from '../platforms/platform.ts';
import type { Claimed } from '../store/store.ts';
import { createChange } from './change.ts';
import { createFiles } from './files.ts';
import type { Going } from './going.ts';
import { createBringLate } from './late.ts';
import { outcomeOf } from './outcome.ts';
import { createReplace } from './replace.ts';
import { createScenes } from './scenes.ts';
import type { Setting } from './setting.ts';
import { createShow } from './show.ts';
import { createSpeak } from './speak.ts';
import { createWork, purely, silently, type Ended, type Work } from './work.ts';

export interface Attempt {
  readonly outcome: Outcome;
  /** What is settled together with the delivery, where it is delivered. */
  readonly ended: Ended;
}

/** One attempt at one claimed delivery: read, render, and say or change it where it belongs. Never throws. */
export type Deliver = (claimed: Claimed, going: Going) => Promise<Attempt>;

export const createDeliver = (setting: Setting): Deliver => {
  const { store, cards, readEvent } = setting;
  const scenes = createScenes(setting);
  const files = createFiles(setting);
  const speak = createSpeak(setting);
  const show = createShow(setting, scenes, files, speak);
  const change = createChange(setting, scenes, show, speak);
  const replace = createReplace(setting, files, show, change, speak);
  const bringLate = createBringLate(setting, files, show, change, speak);

  const deliverEvent = async (work: Work): Promise<Ended> => {
    const { claimed, event } = work;
    switch (event.kind) {
      case 'unreadable':
        throw new PlatformError({ kind: 'refused' }, `The webhook could not be read. ${event.why}`);
      case 'status':
        return silently;
      case 'reaction':
        return change.react(work);
      case 'edit':
      case 'revoke':
        return change.rewrite(work);
      case 'unknown':
        return show.event(work);
      case 'message': {
        cards.touch(claimed.conversation, event, claimed.receivedAt);
        // The message that it stands for has come before it.
        const isLate = event.content.kind === 'unsupported' && event.content.isPlaceholder;
        if (isLate && claimed.target !== null) return silently;
        return claimed.placeholder === null ? show.event(work) : replace(work, claimed.placeholder);
      }
    }
  };

  const deliver = (work: Work): Promise<Ended> => {
    const { about, purpose } = work.claimed;
    switch (purpose) {
      case 'event':
        return deliverEvent(work);
      case 'file':
        return bringLate(work);
      case 'deadLetter':
        return show.post(work, renderDeadLetter(about?.delivery ?? 0, about?.why ?? ''));
    }
  };

  return async (claimed, going) => {
    try {
      const event = purely(() => readEvent(claimed.body));
      const ended = await deliver(createWork(claimed, event, going, store.outbox));
      return { outcome: { kind: ended.movesTo === undefined ? 'delivered' : 'moved' }, ended };
    } catch (error) {
      return { outcome: outcomeOf(error), ended: silently };
    }
  };
};
