import { expect, onTestFinished } from 'vitest';
import type { Log } from '../../../src/core/log.ts';
import { slack } from '../../../src/platforms/slack/index.ts';
import {
  looksOf,
  plainText,
  startSlack,
  type SlackOptions,
  type SlackSandbox,
} from '../../sandbox/slack/index.ts';
import type { Stage } from '../stage.ts';

export const channel = 'C0SUPPORT1';
export const place = slack.place.parse({ channel });
export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const createStand = async (options: SlackOptions = {}): Promise<SlackSandbox> => {
  const stand = await startSlack({ limits: 'none', ...options });
  stand.addChannel(channel);
  onTestFinished(() => stand.close());
  return stand;
};

export const connectTo = async (stand: SlackSandbox, appToken?: string) => {
  const credentials = {
    botToken: stand.botToken,
    apiUrl: stand.apiUrl,
    ...(appToken === undefined ? {} : { appToken }),
  };
  const platform = await slack.connect(credentials, quiet);
  onTestFinished(() => platform.close());
  return platform;
};

/** Slack's names of the emoji that the contract uses. */
const emoji: Readonly<Record<string, string>> = {
  ...{ '+1': '👍', '+1::skin-tone-4': '👍🏽', heart: '❤️', tada: '🎉' },
};

export const createStage = async (): Promise<Stage> => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const isStray = (root: string): boolean => !root.startsWith('👤');
  const threads = () =>
    stand.threads(channel).map(({ root, replies }) => [plainText(root), ...replies.map(plainText)]);
  const messageOf = (ts: string) => {
    const message = stand.messages(channel).find((one) => one.ts === ts);
    expect(message).toBeDefined();
    return message!;
  };
  return {
    platform,
    place,
    threads: () => threads().filter(([root = '']) => !isStray(root)),
    strays: () => threads().flatMap(([root = '']) => (isStray(root) && !isTombstone(root) ? [root] : [])),
    pings: () => stand.messages(channel).flatMap(({ text, blocks }) => findPings(text, blocks)),
    refusals: () => stand.refusals,
    looks: (_thread, post) => looksOf(messageOf(post)),
    reactions: (_thread, post) => messageOf(post).reactions.map(({ name }) => emoji[name] ?? name),
    files: () =>
      stand.messages(channel).flatMap(({ files = [] }) =>
        files.map(({ id, name }) => ({
          name,
          text: new TextDecoder().decode(stand.file(id)?.bytes ?? undefined),
        })),
      ),
    opens: (link) => {
      const opened = stand.opens(link);
      return opened === undefined ? null : plainText(opened);
    },
    loseAnswer: () => {
      stand.faults.inject({
        fault: { kind: 'acceptThenReset' },
        when: ({ method }) => ['chat.postMessage', 'files.completeUploadExternal'].includes(method),
      });
    },
    limitOnce: () => {
      stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 7 } });
    },
    refuseFile: () => {
      stand.faults.inject({
        fault: { kind: 'error', code: 'file_type_not_allowed' },
        when: ({ method }) => method === 'files.completeUploadExternal',
      });
    },
    deleteThread: (id) => {
      stand.deleteMessage(channel, id);
    },
    deletePost: (_thread, post) => {
      stand.deleteMessage(channel, post);
    },
    breakPlace: () => {
      stand.setChannel(channel, { archived: true });
    },
    mendPlace: () => {
      stand.setChannel(channel, { archived: false });
    },
    revokeToken: () => {
      stand.revokeToken();
    },
    restoreToken: () => {
      stand.restoreToken();
    },
    down: () => stand.down(),
    up: () => stand.up(),
  };
};

const isTombstone = (root: string): boolean => root === 'This message was deleted.';

/** The only control sequences that we write. */
const ours =
  /^(?:<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\d: -]+UTC>|<https?:\/\/[^\s<>|]+(?:\|[^<>|]*)?>)$/;

/** Control sequences that are not ours, elements that act in the blocks, and links that lead elsewhere than they say. */
export const findPings = (text: string, blocks: unknown): readonly string[] => {
  const found: string[] = text.match(/<[^>]*>/g) ?? [];
  JSON.stringify(blocks, (_key, value: unknown) => {
    const one = (value ?? {}) as { type?: unknown; text?: unknown; url?: string; verbatim?: unknown };
    const isActing = ['user', 'usergroup', 'broadcast', 'channel', 'team', 'emoji'].includes(
      String(one.type),
    );
    const isForeign = one.type === 'mrkdwn' && !(one.verbatim === true && ours.test(String(one.text)));
    const isTrick =
      one.type === 'link' && !(one.text === undefined && /^https?:\/\/\S+$/i.test(one.url ?? ''));
    if (isActing || isForeign || isTrick) found.push(JSON.stringify(value));
    return value;
  });
  return found;
};
