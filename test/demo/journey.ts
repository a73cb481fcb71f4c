import { lettersOf } from './letters.ts';
import type { Message } from './phone.ts';
import type { Stage } from './stage.ts';
import { platformNames, threadsOf, type PlatformName } from './threads.ts';

/** From the webhook to the first thing that agents see of it (ms), by platform; null while it is not there. */
export interface Journey {
  readonly slackMs: number | null;
  readonly discordMs: number | null;
}

/** Something that the platform was asked to show. */
interface Trace {
  readonly kind: 'post' | 'reaction' | 'change';
  /** Letters of the head of its thread, `''` for none, and its own. */
  readonly head: string;
  readonly text: string;
  readonly at: number;
}

/** The journeys of messages, in their order. The same words twice are told apart by their order. */
export const journeysOf = (
  stage: Pick<Stage, 'slack' | 'discord'>,
  messages: readonly Message[],
): readonly Journey[] => {
  const [slack = [], discord = []] = platformNames.map((platform) =>
    timesOf(messages, tracesOn(stage, platform)),
  );
  return messages.map((_, index) => ({ slackMs: slack[index] ?? null, discordMs: discord[index] ?? null }));
};

const timesOf = (messages: readonly Message[], traces: Trace[]): readonly (number | null)[] => {
  const seen = new Set<string>();
  const times = messages.map((message) => {
    // The second copy of a webhook is shown nowhere.
    const isCopy = seen.has(message.id);
    seen.add(message.id);
    return isCopy ? null : take(traces, message, kindOf[message.does.kind]);
  });
  // What cannot be done to a post is said in one of its own: one that belongs to no message.
  return messages.map((message, index) =>
    message.does.kind === 'message'
      ? (times[index] ?? null)
      : (times[index] ?? take(traces, message, 'post')),
  );
};

const take = (traces: Trace[], { by, at, sign, head }: Message, kind: Trace['kind']): number | null => {
  const heads = head === null ? [by, ...by.former].map(({ digits }) => digits) : [lettersOf(head)];
  const letters = sign === null ? null : lettersOf(sign).slice(0, 24);
  const index = traces.findIndex(
    (trace) =>
      trace.kind === kind &&
      trace.at >= at - 5 &&
      heads.some((one) => trace.head.includes(one)) &&
      (letters === null || (letters === '' ? trace.text === '' : trace.text.includes(letters))),
  );
  const [trace] = index === -1 ? [] : traces.splice(index, 1);
  return trace === undefined ? null : Math.max(0, Math.round(trace.at - at));
};

const kindOf: Readonly<Record<Message['does']['kind'], Trace['kind']>> = {
  ...{ message: 'post', reaction: 'reaction', edit: 'change', revoke: 'change' },
};

const tracesOn = (stage: Pick<Stage, 'slack' | 'discord'>, platform: PlatformName): Trace[] => {
  const threads = threadsOf(stage, platform).map((thread) => ({ ...thread, head: lettersOf(thread.head) }));
  const posts = threads.flatMap(({ head, posts: said }) =>
    said.map(({ text, files, at }): Trace => {
      const letters = lettersOf([text, ...files].join(' '));
      return { kind: 'post', head, text: letters, at };
    }),
  );
  const headOf = new Map(
    threads.flatMap(({ id, head, posts: said }) =>
      platform === 'Slack' ? said.map((post) => [post.id, head]) : [[id, head]],
    ),
  );
  const changes = platform === 'Slack' ? slackChanges(stage.slack) : discordChanges(stage.discord);
  return [
    ...posts,
    ...changes.map(({ where, kind, at }) => ({ kind, at, head: headOf.get(where) ?? '', text: '' })),
  ];
};

interface Change extends Pick<Trace, 'kind' | 'at'> {
  /** The post that was changed in Slack, the thread in Discord; the head of a thread is in none. */
  readonly where: string;
}

const slackChanges = ({ calls }: Stage['slack']): Change[] =>
  calls.flatMap(({ method, args, at, outcome }): Change[] => {
    if (outcome !== 'ok') return [];
    if (method === 'chat.update') return [{ kind: 'change', at, where: String(args['ts']) }];
    if (!/^reactions\.(?:add|remove)$/.test(method)) return [];
    return [{ kind: 'reaction', at, where: String(args['timestamp']) }];
  });

const discordChanges = ({ calls }: Stage['discord']): Change[] =>
  calls.flatMap(({ method, target, at, outcome }): Change[] => {
    if (outcome !== 'ok') return [];
    if (method === 'PATCH /channels/:id/messages/:id') return [{ kind: 'change', at, where: target }];
    return method.includes('/reactions/') ? [{ kind: 'reaction', at, where: target }] : [];
  });
