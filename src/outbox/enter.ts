import { renderCard } from '../core/render/card.ts';
import { nowSaid } from '../core/render/digest.ts';
import type { Card } from '../core/post.ts';
import type { Event } from '../core/event.ts';
import type { Look, Sent } from '../platforms/platform.ts';
import { isFailure } from './outcome.ts';
import type { Setting } from './setting.ts';
import { stampOf } from './stamp.ts';
import type { Work } from './work.ts';

export interface Entered {
  readonly id: string;
  readonly generation: number;
  /** Opened just now: nothing else stands in it. */
  readonly isNew: boolean;
}

/** Finds the conversation's thread, and opens it where it has none. */
export const createEnter = (setting: Setting) => {
  const { destination, place, placeId, platform, store, now } = setting;
  const cardOf = createCardOf(setting);

  const open = async (work: Work, card: Card, generation: number): Promise<Sent> => {
    const { conversation, salt } = work.claimed;
    const stamp = stampOf(store.id, placeId, 'thread', conversation, salt, generation);
    const tried = await store.threads.uncertainSince(destination, conversation, generation);
    const headedBy = (shown: Card, stampOfCard: string) =>
      work.say((look) =>
        platform.open(place, shown, {
          stamp: stampOfCard,
          look: lookSince([look?.since ?? null, tried]),
          mark: false,
          signal: work.going.signal,
        }),
      );
    const hasQuotes = card.before.length > 0;
    const unquoted = { ...card, before: [] };
    const nameless = { ...unquoted, name: 'Name not shown' };
    return headedBy(card, stamp)
      .catch(whereRefused(hasQuotes, () => headedBy(unquoted, stampOf(stamp, 'without quotes'))))
      .catch(whereRefused(true, () => headedBy(nameless, stampOf(stamp, 'without name'))));
  };

  return async (work: Work): Promise<Entered> => {
    const { conversation, receivedAt } = work.claimed;
    const thread = await store.threads.find(destination, conversation);
    const generation = thread?.generation ?? 1;
    const known = thread?.id ?? null;
    if (known !== null) return { id: known, generation, isNew: false };
    const name = thread?.name ?? '';
    const card = await cardOf(conversation, name, work.event, receivedAt, work.going.signal);
    const sent = await open(work, card, generation);
    await store.threads.open(destination, conversation, { ...sent, name: card.name, at: now() });
    return { id: sent.id, generation, isNew: true };
  };
};

/** What a contact chose to say, or to be called, must not keep all else from being shown. */
const whereRefused =
  (isTheirs: boolean, instead: () => Promise<Sent>) =>
  async (error: unknown): Promise<Sent> => {
    if (!isTheirs || !isFailure(error, 'refused')) throw error;
    return instead();
  };

/** Whoever tried to open it, and whenever: what was remembered besides is of posts. */
const lookSince = (times: readonly (number | null)[]): Look | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : { after: null, since: Math.min(...known), note: '' };
};

export type CardSetting = Pick<
  Setting,
  'destination' | 'place' | 'platform' | 'store' | 'readEvent' | 'style'
>;

/** The head of a conversation's thread as it should be now. `name`: the one that heads it, `''` where none does. */
export const createCardOf =
  ({ destination, place, platform, store, readEvent, style }: CardSetting) =>
  async (
    conversation: number,
    name: string,
    event: Event,
    receivedAt: number,
    signal: AbortSignal,
  ): Promise<Card> => {
    const { previous, before, ...rest } = await store.threads.history(destination, conversation);
    const link = previous === null ? null : await platform.link(place, previous.thread, null, signal);
    return renderCard(event, receivedAt, {
      ...rest,
      name,
      previous: previous === null || link === null ? null : { at: previous.at, link },
      before: before.map(({ body, receivedAt: receivedThen, changes }) => {
        const said = readEvent(body);
        const text = nowSaid(said, changes.map(readEvent), style.keepsRevoked);
        return { text, at: said.saidAt ?? said.sentAt ?? receivedThen };
      }),
    });
  };
