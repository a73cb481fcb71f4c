import { Routes, type APIMessage } from 'discord-api-types/v10';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Sending, type Sent } from '../platform.ts';
import type { Ask } from './api.ts';
import { formatOpening, isOpening, threadName } from './card.ts';
import { codeOf, translate } from './errors.ts';
import { createLook, type Looked } from './look.ts';
import type { WithRoom } from './room.ts';
import { sayAsBot } from './say.ts';
import { lost, startThread } from './thread.ts';

export type WhoAmI = (signal: AbortSignal) => Promise<string>;

/** The bot's own id, asked once. */
export const createWhoAmI = (ask: Ask): WhoAmI => {
  let self: string | null = null;
  return async (signal) => {
    self ??= (await ask<{ id: string }>('GET', Routes.user('@me'), { signal })).id;
    return self;
  };
};

/**
 * Opens a thread in a text channel: a first message, and the thread of that message. It is known by its nonce, and
 * by its reference when the nonce is forgotten; the reference goes when the card is first renewed.
 */
export const createOpen = (ask: Ask, withRoom: WithRoom, whoAmI: WhoAmI) => {
  const lookFor = createLook(ask);

  const find = async (channel: string, { look, stamp, signal }: Sending): Promise<Looked> => {
    if (look === null) return { kind: 'absent' };
    const me = await whoAmI(signal);
    const isIt = async ({ author, content }: APIMessage): Promise<boolean> =>
      author.id === me && isOpening(content, stamp);
    return lookFor(channel, isIt, look, signal);
  };

  const sayOnce = async (channel: string, card: Card, sending: Sending): Promise<Sent> => {
    const found = await find(channel, sending);
    if (found.kind === 'found') return { id: found.id, doubtful: found.doubtful };
    const doubtful = sending.mark || found.kind === 'blind';
    const content = formatOpening(card, sending.stamp, doubtful);
    const id = await sayAsBot(ask, channel, { content, file: null, isFileOnly: false }, sending);
    return { id, doubtful };
  };

  return async (channel: string, card: Card, sending: Sending): Promise<Sent> => {
    const what = `opening a thread in Discord channel ${channel}`;
    let starter: Sent;
    try {
      starter = await sayOnce(channel, card, sending);
    } catch (error) {
      // Shown, and deleted within minutes: said again under a stamp of its own.
      throw codeOf(error) === 10008 ? lost('lost its first message') : translate(error, what);
    }
    try {
      const id = await withRoom(channel, sending.signal, () =>
        startThread(ask, channel, starter.id, threadName(card), sending.signal),
      );
      return { id, doubtful: starter.doubtful };
    } catch (error) {
      if (codeOf(error) === 10008) throw lost('lost its first message');
      throw withStarter(translate(error, what));
    }
  };
};

/** The first message stands there already, whatever became of the thread: the next attempt is to find it. */
const withStarter = (error: PlatformError): PlatformError => {
  const { failure, message } = error;
  return failure.kind === 'retry' || failure.kind === 'broken'
    ? new PlatformError({ ...failure, uncertain: true }, message)
    : error;
};
