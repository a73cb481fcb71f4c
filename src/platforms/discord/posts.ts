import type { REST } from '@discordjs/rest';
import type { Log } from '../../core/log.ts';
import type { Platform } from '../platform.ts';
import { createAsk } from './api.ts';
import { createChanges } from './change.ts';
import type { DiscordPlace } from './config.ts';
import { translate } from './errors.ts';
import { createForum } from './forum.ts';
import { createLink } from './link.ts';
import { createOpen, createWhoAmI } from './open.ts';
import { createPost } from './post.ts';
import { createReact } from './react.ts';
import { createRoom } from './room.ts';
import { createSurroundings } from './surroundings.ts';
import { createInThread } from './thread.ts';
import { createHooks } from './webhook.ts';

type Verbs = Omit<Platform<DiscordPlace>, 'state' | 'close'>;

/** Puts posts into Discord: each is known again by its nonce for some minutes, and by its content afterwards. */
export const createPosts = (rest: REST, token: string, log: Log): Verbs => {
  const ask = createAsk(rest, token);
  const whoAmI = createWhoAmI(ask);
  const surroundingsOf = createSurroundings(ask);
  const hooks = createHooks(ask);
  const withRoom = createRoom(ask, whoAmI, surroundingsOf);
  const inThread = createInThread(ask, withRoom);
  const inText = createOpen(ask, withRoom, whoAmI);
  const inForum = createForum(ask, withRoom, whoAmI, surroundingsOf);
  const react = createReact(ask, inThread);
  const link = createLink(surroundingsOf);
  return {
    open: async (place, card, sending) => {
      const { channel } = place;
      const { isForum } = await surroundingsOf(channel, sending.signal).catch((error: unknown) => {
        throw translate(error, `opening a thread in Discord channel ${channel}`);
      });
      return isForum ? inForum(place, card, sending) : inText(channel, card, sending);
    },
    post: createPost(ask, inThread, whoAmI, hooks),
    ...createChanges(ask, inThread, surroundingsOf, hooks, log),
    react: ({ channel }, thread, post, reacting) => react(channel, thread, post, reacting),
    link: ({ channel }, thread, post, signal) => link(channel, thread, post, signal),
  };
};
