import { setTimeout as after } from 'node:timers/promises';
import { discordWeather } from './weather/discord.ts';
import type { Lasting, Sky } from './weather/phenomenon.ts';
import { slackWeather } from './weather/slack.ts';
import { poisonWord } from './voice.ts';

export interface Weather {
  /** How often each thing has gone wrong. */
  readonly tally: ReadonlyMap<string, number>;
  /** Ends all that lasts. What the platforms refuse for good they refuse still. */
  clear(): Promise<void>;
}

const all = [...slackWeather, ...discordWeather];

/** Lets things go wrong on both platforms, one every `meanMs`, until the signal. */
export const letWeatherChange = (sky: Sky, meanMs: number, signal: AbortSignal): Weather => {
  const tally = new Map<string, number>();
  const lasting = new Set<Lasting>();
  refusePoison(sky);

  const endOf = async (one: Lasting): Promise<void> => {
    if (lasting.delete(one)) await one.end();
  };

  const strike = (): void => {
    const { name, strike: happen } = sky.luck.weigh(all);
    const lasts = happen(sky);
    if (lasts === null) return;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    if (lasts === 'over') return;
    lasting.add(lasts);
    void after(lasts.ms).then(() => endOf(lasts));
  };

  const blow = async (): Promise<void> => {
    for (;;) {
      await after(sky.luck.wait(meanMs), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      strike();
    }
  };

  const blowing = blow();
  return {
    tally,
    clear: async () => {
      await blowing;
      for (const one of lasting) await endOf(one);
      sky.slack.faults.clear();
      sky.discord.faults.clear();
      refusePoison(sky);
    },
  };
};

/** First of all rules, so that no other fault hides it. */
const refusePoison = ({ slack, discord }: Sky): void => {
  const has = ({ args }: { readonly args: object }): boolean => JSON.stringify(args).includes(poisonWord);
  slack.faults.inject({
    fault: { kind: 'error', code: 'msg_too_long' },
    times: Infinity,
    when: (call) => call.method === 'chat.postMessage' && 'thread_ts' in call.args && has(call),
  });
  discord.faults.inject({
    fault: { kind: 'error', code: 50035, status: 400 },
    times: Infinity,
    when: (call) => call.method === 'POST /channels/:id/messages' && has(call),
  });
};
