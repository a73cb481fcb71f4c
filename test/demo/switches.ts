import type { MediaWeather } from './media-host.ts';
import type { Stage } from './stage.ts';

/** `slow`: every post is answered 429, come back later. */
export type Weather = 'up' | 'slow' | 'down';

/** What goes wrong on purpose. */
export interface Switches {
  readonly slack: () => Weather;
  readonly discord: () => Weather;
  /** Of the files that people send. */
  readonly media: () => MediaWeather;
  setSlack(weather: Weather): Promise<void>;
  setDiscord(weather: Weather): Promise<void>;
  setMedia(weather: MediaWeather): Promise<void>;
}

const comeBackAfterSeconds = 3;

export const createSwitches = ({ slack, discord, media }: Stage): Switches => {
  let slackWeather: Weather = 'up';
  let discordWeather: Weather = 'up';

  const turn = async (platform: Stage['slack'] | Stage['discord'], weather: Weather): Promise<void> => {
    platform.faults.clear();
    if (weather === 'down') return platform.down();
    if (weather === 'slow') {
      platform.faults.inject({
        fault: { kind: 'rateLimited', retryAfterSeconds: comeBackAfterSeconds },
        times: Infinity,
        when: ({ method }) => method === 'chat.postMessage' || method === 'POST /channels/:id/messages',
      });
    }
    return platform.up();
  };

  return {
    slack: () => slackWeather,
    discord: () => discordWeather,
    media: media.weather,
    setSlack: async (weather) => {
      slackWeather = weather;
      await turn(slack, weather);
    },
    setDiscord: async (weather) => {
      discordWeather = weather;
      await turn(discord, weather);
    },
    setMedia: async (weather) => media.setWeather(weather),
  };
};
