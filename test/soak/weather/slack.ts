import type { Call } from '../../sandbox/faults.ts';
import { isCard } from '../books/slack.ts';
import { slackPlaces } from '../places.ts';
import { answers, common } from './answers.ts';
import { lasting, phenomenon, type Phenomenon, type Sky } from './phenomenon.ts';

const isPost = ({ method }: Call): boolean =>
  method === 'chat.postMessage' || method === 'files.completeUploadExternal';

/** One of the threads of a channel, with its replies. What was just shown outside of its thread is none. */
const someThread = ({ slack, luck }: Sky) => {
  const place = luck.pick(slackPlaces);
  const threads = slack.threads(place.channel).filter(({ root }) => isCard(root));
  return threads.length === 0 ? null : { place, ...luck.pick(threads) };
};

/** What Slack does, and what people do there. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
export const slackWeather: readonly Phenomenon[] = [
  ...answers({ name: 'Slack', faults: ({ slack }) => slack.faults, isPost }, [
    ...common,
    ['internal_error', 2, (luck) => ({ kind: 'error', code: luck.pick(['internal_error', 'fatal_error']) })],
    ['rate_limited in a 200', 1, () => ({ kind: 'error', code: 'rate_limited' })],
  ]),
  phenomenon('Slack: a post is deleted', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null || thread.replies.length === 0) return null;
    sky.books.deleteSlackPost(thread.place, thread.root.ts, sky.luck.pick(thread.replies).ts);
    return 'over';
  }),
  phenomenon('Slack: a thread is deleted', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null) return null;
    sky.books.deleteSlackThread(thread.place, thread.root.ts, true);
    return 'over';
  }),
  phenomenon('Slack: the parent of a thread is deleted', 2, (sky) => {
    const thread = someThread(sky);
    if (thread === null) return null;
    sky.books.deleteSlackThread(thread.place, thread.root.ts, false);
    return 'over';
  }),
  lasting('Slack: a channel is archived', 2, [3, 12], ({ slack, luck }) => {
    const { channel } = luck.pick(slackPlaces);
    slack.setChannel(channel, { archived: true });
    return () => slack.setChannel(channel, { archived: false });
  }),
  lasting('Slack: a channel with a fallback is archived for long', 1, [20, 40], ({ slack }) => {
    const { channel } = slackPlaces.find(({ fallback }) => fallback !== null) ?? { channel: '' };
    slack.setChannel(channel, { archived: true });
    return () => slack.setChannel(channel, { archived: false });
  }),
  lasting('Slack: the bot is removed from a channel', 2, [3, 12], ({ slack, luck }) => {
    const { channel } = luck.pick(slackPlaces);
    slack.setChannel(channel, { member: false });
    return () => slack.setChannel(channel, { member: true });
  }),
  lasting('Slack: the token is revoked', 1, [3, 8], ({ slack }) => {
    slack.revokeToken();
    return slack.restoreToken;
  }),
  lasting('Slack: the app may not read', 1, [5, 15], ({ slack }) => {
    const read = ['channels:history', 'groups:history'];
    slack.setScopes((scopes) => scopes.filter((scope) => !read.includes(scope)));
    return () => slack.setScopes((scopes) => [...new Set([...scopes, ...read])]);
  }),
  lasting('Slack: cannot be reached', 1, [2, 8], ({ slack }) => {
    void slack.down();
    return slack.up;
  }),
  phenomenon('Slack: the socket drops', 2, ({ slack, luck }) => {
    slack.disconnect(luck.pick(['warning', 'refresh_requested'] as const));
    return 'over';
  }),
];
