import type { Call } from '../../sandbox/faults.ts';
import { discordPlaces } from '../places.ts';
import { answers, common } from './answers.ts';
import { lasting, phenomenon, type Phenomenon, type Sky } from './phenomenon.ts';

const isPost = ({ method }: Call): boolean => method.startsWith('POST /channels/');

const someThread = ({ discord, luck }: Sky) => {
  const place = luck.pick(discordPlaces);
  const threads = discord.threads(place.channel);
  return threads.length === 0 ? null : { place, ...luck.pick(threads) };
};

/** What Discord does, and what people do there. https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export const discordWeather: readonly Phenomenon[] = [
  ...answers({ name: 'Discord', faults: ({ discord }) => discord.faults, isPost }, [
    ...common,
    [
      '429 for the whole bot',
      1,
      (luck) => ({ kind: 'rateLimited', retryAfterSeconds: luck.between(1, 3), scope: 'global' }),
    ],
    [
      '429 shared with others',
      1,
      (luck) => ({ kind: 'rateLimited', retryAfterSeconds: luck.between(1, 3), scope: 'shared' }),
    ],
    ['overloaded', 2, () => ({ kind: 'error', code: 130_000, status: 503 })],
  ]),
  phenomenon('Discord: a post is deleted', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null || thread.messages.length === 0) return null;
    const { id } = sky.luck.pick(thread.messages);
    sky.books.deleteDiscordPost(thread.place, thread.thread.id, id);
    return 'over';
  }),
  phenomenon('Discord: a thread is deleted', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null) return null;
    sky.books.deleteDiscordThread(thread.place, thread.thread.id);
    return 'over';
  }),
  phenomenon('Discord: a thread is archived', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null) return null;
    sky.discord.archiveThread(thread.thread.id);
    return 'over';
  }),
  phenomenon('Discord: a thread is locked', 1, (sky) => {
    const thread = someThread(sky);
    if (thread === null) return null;
    sky.books.lockDiscordThread(thread.place, thread.thread.id);
    return 'over';
  }),
  lasting('Discord: a channel may not be seen or written to', 2, [3, 12], ({ discord, luck }) => {
    const { channel } = luck.pick(discordPlaces);
    discord.denyChannel(channel, luck.pick([50001, 50013] as const));
    return () => discord.denyChannel(channel, null);
  }),
  lasting('Discord: a channel with a fallback may not be seen for long', 1, [20, 40], ({ discord }) => {
    const { channel } = discordPlaces.find(({ fallback }) => fallback !== null) ?? { channel: '' };
    discord.denyChannel(channel, 50001);
    return () => discord.denyChannel(channel, null);
  }),
  lasting('Discord: the token is revoked', 1, [3, 8], ({ discord }) => {
    discord.revokeToken();
    return discord.restoreToken;
  }),
  lasting('Discord: cannot be reached', 1, [2, 8], ({ discord }) => {
    void discord.down();
    return discord.up;
  }),
  lasting('Discord: heartbeats go unanswered', 1, [5, 15], ({ discord }) => {
    discord.silenceGateway(true);
    return () => discord.silenceGateway(false);
  }),
  phenomenon('Discord: the gateway drops', 2, ({ discord, luck }) => {
    luck.pick([
      () => discord.dropGateway(),
      () => discord.reconnectGateway(),
      () => discord.invalidateSession(luck.once(2)),
    ])();
    return 'over';
  }),
];
