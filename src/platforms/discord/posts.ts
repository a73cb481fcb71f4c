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
import { createSurroundings } from './surroundings.ts';
import { createHooks } from './webhook.ts';

type Verbs = Omit<Platform<DiscordPlace>, 'state' | 'close'>;

/** Puts posts into Discord: each is known again by its nonce for some minutes, and by its content afterwards. */
export const createPosts = (rest: REST, token: string, log: Log): Verbs => {
  const ask = createAsk(rest, token);
  const whoAmI = createWhoAmI(ask);
  const surroundingsOf = createSurroundings(ask);
  const hooks = createHooks(ask);
  const inText = createOpen(ask, whoAmI);
  const inForum = createForum(ask, whoAmI, surroundingsOf);
  const react = createReact(ask);
  const link = createLink(surroundingsOf);
  return {
    open: async (place, card, sending) => {
      const { channel } = place;
      const { isForum } = await surroundingsOf(channel, sending.signal).catch((error: unknown) => {
        throw translate(error, `opening a thread in Discord channel ${channel}`);
      });
      return isForum ? inForum(place, card, sending) : inText(channel, card, sending);
    },
    post: createPost(ask, whoAmI, hooks),
    ...createChanges(ask, surroundingsOf, hooks, log),
    react: (_place, thread, post, reacting) => react(thread, post, reacting),
    link: ({ channel }, thread, post, signal) => link(channel, thread, post, signal),
  };
};
