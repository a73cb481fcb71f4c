import { cleanName } from '../core/clean.ts';
import type { Event } from '../core/event.ts';
import { PlatformError, type Attachment, type Part } from '../platforms/platform.ts';
import type { Claimed, Shown } from '../store/store.ts';
import { createEnter } from './enter.ts';
import type { Setting } from './setting.ts';
import { stampOf } from './stamp.ts';
import type { Work } from './work.ts';

/** A thread that is lost again at once is a sickness of the destination, not of the thread. */
const mostReopenings = 2;

export type GetFile = (() => Promise<Attachment>) | null;

/**
 * Says parts in the conversation's thread, those that do not stand there yet; answers the last one, which is settled
 * together with the delivery. A thread that is lost is opened anew.
 */
export type Speak = (
  work: Work,
  parts: readonly Part[],
  file: GetFile,
  /** How many of them stand already, where that is not what was recorded. */
  shown?: number,
) => Promise<Shown | null>;

export const createSpeak = (setting: Setting): Speak => {
  const { destination, place, placeId, platform, store, now } = setting;
  const enter = createEnter(setting);

  const sayParts = async (
    work: Work,
    parts: readonly Part[],
    file: GetFile,
    given: number | undefined,
    isUnseen: boolean,
  ): Promise<Shown | null> => {
    const { claimed, event, going } = work;
    const { accountId, event: kind, messageId } = claimed.key;
    // The number alone is another delivery's in a copy of the store that went its own way.
    const said = [store.id, placeId, 'post', claimed.delivery, accountId, kind, messageId];
    const cut = stampOf(...parts.map(({ preview }) => preview));
    const { id: thread, generation, isNew } = await enter(work);
    const isCutAnew = !isNew && given === undefined && claimed.partsShown > 0 && claimed.cut !== cut;
    const from = isNew || isCutAnew ? 0 : (given ?? claimed.partsShown);
    for (const [index, part] of parts.entries()) {
      if (index < from) continue;
      const anew = isCutAnew ? [cut] : [];
      const stamp = stampOf(...said, generation, index, ...anew);
      const { id, doubtful } = await work.say((look) =>
        platform.post(place, thread, part, {
          stamp,
          // What was remembered is the first part's.
          look: look === null || index === 0 ? look : { ...look, note: '' },
          mark: isCutAnew || isUnseen || claimed.isDoubted,
          isRecorded: (post) => store.outbox.isRecorded(thread, post),
          author: speaksForContact(claimed) ? authorOf(event) : '',
          file: index === 0 ? file : null,
          remember: (platformNote) => work.remember({ platform: platformNote }),
          signal: going.signal,
        }),
      );
      const shown: Shown = { thread, part: index, post: id, cut, doubtful, at: now() };
      if (index === parts.length - 1) return shown;
      await store.outbox.record(claimed.delivery, shown);
    }
    return null;
  };

  return async (work, parts, file, shown) => {
    const { conversation } = work.claimed;
    let isUnseen = false;
    for (let reopenings = 0; ; reopenings += 1) {
      const generation = (await store.threads.find(destination, conversation))?.generation ?? 1;
      try {
        return await sayParts(work, parts, file, reopenings === 0 ? shown : undefined, isUnseen);
      } catch (error) {
        const loss = lossOf(error);
        if (loss === null || reopenings >= mostReopenings) throw error;
        isUnseen ||= loss.unseen === true;
        await store.threads.lose(destination, conversation, generation);
      }
    }
  };
};

const lossOf = (error: unknown) =>
  error instanceof PlatformError && error.failure.kind === 'threadLost' ? error.failure : null;

/** All else is what the bridge says. */
const speaksForContact = ({ purpose }: Claimed): boolean => purpose === 'event' || purpose === 'file';

const authorOf = ({ contact }: Event): string => cleanName(contact.name);
