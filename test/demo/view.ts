import type { BridgeState } from './bridge.ts';
import { bubblesOf, type Bubble } from './bubbles.ts';
import { journeysOf } from './journey.ts';
import type { MediaWeather } from './media-host.ts';
import type { People, Person } from './people.ts';
import type { Phones } from './phone.ts';
import type { Readiness } from './readiness.ts';
import { discordThreads, slackThreads } from './shown-threads.ts';
import type { Stage } from './stage.ts';
import type { Switches, Weather } from './switches.ts';

/** Everything that the page shows, as JSON. */
export interface View {
  readonly people: readonly Person[];
  readonly bubbles: readonly Bubble[];
  readonly bridge: BridgeState;
  readonly media: MediaWeather;
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

export interface Seen {
  readonly stage: Stage;
  readonly people: People;
  readonly phones: Phones;
  readonly switches: Switches;
  readonly readiness: Readiness | null;
}

export const createView = ({ stage, people, phones, switches, readiness }: Seen): View => {
  const messages = phones.messages();
  const owedTo = (destination: string): Pick<PlatformView, 'owed' | 'why'> => {
    const state = readiness?.destinations[destination];
    return { owed: state?.owed ?? null, why: state?.why ?? '' };
  };
  return {
    people: people.all(),
    bubbles: bubblesOf(messages, journeysOf(stage, messages)),
    bridge: stage.bridge.state(),
    media: switches.media(),
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
