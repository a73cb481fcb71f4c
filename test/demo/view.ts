import type { BridgeState } from './bridge.ts';
import { discordChannel, slackChannel } from './configuration.ts';
import { journeysOf, type Journey } from './journey.ts';
import { people, type Person } from './people.ts';
import type { Message, Phones } from './phone.ts';
import type { Readiness } from './readiness.ts';
import type { Stage } from './stage.ts';
import type { Switches, Weather } from './switches.ts';

/** Everything that the page shows, as JSON. */
export interface View {
  readonly people: readonly Person[];
  readonly messages: readonly (Omit<Message, 'webhook'> & Journey)[];
  readonly bridge: BridgeState;
  readonly slack: PlatformView;
  readonly discord: PlatformView;
}

interface PlatformView {
  readonly channel: string;
  readonly weather: Weather;
  /** Deliveries not yet settled; null while the bridge does not answer. */
  readonly owed: number | null;
  /** Why nothing is posted just now, or empty. */
  readonly why: string;
  readonly threads: readonly object[];
}

export const createView = (
  stage: Stage,
  phones: Phones,
  switches: Switches,
  readiness: Readiness | null,
): View => {
  const messages = phones.messages();
  const journeys = journeysOf(stage, messages);
  const owedTo = (destination: string): Pick<PlatformView, 'owed' | 'why'> => {
    const state = readiness?.destinations[destination];
    return { owed: state?.owed ?? null, why: state?.why ?? '' };
  };
  return {
    people,
    messages: messages.map(({ id, person, shown, at, state, attempts, repeated }, index) => ({
      ...{ id, person, shown, at, state, attempts, repeated },
      ...(journeys[index] ?? { slackMs: null, discordMs: null }),
    })),
    bridge: stage.bridge.state(),
    slack: {
      channel: 'support',
      weather: switches.slack(),
      ...owedTo('support'),
      threads: slackThreads(stage),
    },
    discord: {
      channel: 'sales',
      weather: switches.discord(),
      ...owedTo('sales'),
      threads: discordThreads(stage),
    },
  };
};

const slackThreads = ({ slack }: Stage): object[] => {
  const show = ({ ts, text, blocks }: ReturnType<typeof slack.messages>[number]): object => ({
    id: ts,
    text,
    blocks,
    at: Number(ts) * 1000,
  });
  return slack
    .threads(slackChannel)
    .map(({ root, replies }) => ({ id: root.ts, root: show(root), posts: replies.map(show) }));
};

const discordThreads = ({ discord }: Stage): object[] => {
  const show = ({ id, content }: ReturnType<typeof discord.messages>[number]): object => ({
    id,
    content,
    at: Number(BigInt(id) >> 22n) + 1_420_070_400_000,
  });
  return discord.threads(discordChannel).map(({ thread, starter, messages }) => ({
    id: thread.id,
    name: thread.name,
    root: starter === null ? null : show(starter),
    posts: messages.map(show),
  }));
};
