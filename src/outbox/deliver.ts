import type { Outcome } from '../core/retry.ts';
import { forOperators, readAlarm } from '../core/alarm.ts';
import type { Event } from '../core/event.ts';
import { renderDeadLetter } from '../core/render/render.ts';
import { PlatformError } from '../platforms/platform.ts';
import type { Claimed } from '../store/store.ts';
import { createBundle } from './bundle.ts';
import { createChange } from './change.ts';
import { createDigest } from './digest.ts';
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
  /** Deliveries that are settled with this one: its post shows them as well. */
  readonly followers: readonly number[];
}

/** One attempt at one claimed delivery: read, render, and say or change it where it belongs. Never throws. */
export type Deliver = (claimed: Claimed, going: Going) => Promise<Attempt>;

export const createDeliver = (setting: Setting): Deliver => {
  const { store, cards, readEvent } = setting;
  const scenes = createScenes(setting);
  const files = createFiles(setting);
  const speak = createSpeak(setting);
  const show = createShow(setting, scenes, files, speak);
  const bundle = createBundle(setting, scenes, speak);
  const digest = createDigest(setting, show);
  const change = createChange(setting, scenes, bundle, show, speak);
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
        // One that is said in words counts as well: what came before it is not put on the post any more.
        return claimed.isOutdated ? silently : { reaction: null, ...(await change.react(work)) };
      case 'edit':
      case 'revoke':
        // The head of the thread may say what has just been changed.
        cards.touch(claimed.conversation, event, claimed.receivedAt);
        return change.rewrite(work);
      case 'unknown':
        return show.event(work);
      case 'message': {
        cards.touch(claimed.conversation, event, claimed.receivedAt);
        // The message that it stands for has come before it.
        const isLate = event.content.kind === 'unsupported' && event.content.isPlaceholder;
        if (isLate && claimed.target !== null) return silently;
        return claimed.placeholder === null ? showMessage(work) : replace(work, claimed.placeholder);
      }
      case 'alarm':
        return show.event(work);
    }
  };

  const showMessage = async (work: Work): Promise<Ended> => {
    const followers = await bundle.choose(work);
    work.going.lead(followers.length);
    if (followers.length === 0) return show.event(work);
    work.lead(followers.map(({ delivery }) => delivery));
    return bundle.show(work, followers);
  };

  const deliver = (work: Work): Promise<Ended> => {
    const { about, purpose } = work.claimed;
    switch (purpose) {
      case 'event':
        return deliverEvent(work);
      case 'file':
        return bringLate(work);
      case 'deadLetter':
        return show.post(
          work,
          renderDeadLetter(about?.delivery ?? 0, about?.why ?? '', about?.messages ?? 1),
        );
      case 'summary':
        return digest.summary(work);
      case 'report':
        return digest.report(work);
    }
  };

  const eventOf = ({ purpose, kind, body, receivedAt }: Claimed): Event => {
    if (purpose === 'report') return forOperators(receivedAt);
    return kind === 'alarm' ? readAlarm(body) : readEvent(body);
  };

  return async (claimed, going) => {
    const led = { followers: claimed.bundle.map(({ delivery }) => delivery) };
    try {
      const event = purely(() => eventOf(claimed));
      const ended = await deliver(createWork(claimed, event, going, store.outbox, led, setting.mayPost));
      return { outcome: { kind: ended.movesTo === undefined ? 'delivered' : 'moved' }, ended, ...led };
    } catch (error) {
      return { outcome: outcomeOf(error), ended: silently, ...led };
    }
  };
};
