import { stringify } from 'yaml';

export const secret = 'the callback secret of the demo';
export const slackChannel = 'C0SUPPORT1';
export const discordChannel = '112233445566778899';
export const webhookPath = '/api/whatsapp/incoming';

export interface Surroundings {
  readonly port: number;
  readonly databaseFile: string;
  /** Where files are on their way. */
  readonly mediaFolder: string;
  readonly media: { readonly url: string; readonly key: string };
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly discord: { readonly apiUrl: string; readonly token: string };
  /** Posts at once into the Slack channel; the bridge's own default unless told. */
  readonly slackBurst: number | undefined;
}

/** What an operator would have written, with the addresses of the stand-ins. The secrets stay in the environment. */
export const writeYaml = ({
  port,
  databaseFile,
  mediaFolder,
  media,
  slack,
  discord,
  slackBurst,
}: Surroundings): string =>
  stringify({
    server: { host: '127.0.0.1', port, path: webhookPath },
    waconnect: {
      secrets: ['${WACONNECT_SECRET}'],
      api: { key: '${WACONNECT_API_KEY}' },
      // Shorter than an operator would have it: whoever looks wants to see what happens then.
      media: { url: media.url, hosts: ['127.0.0.1'], insecure: true, wait: '3s', folder: mediaFolder },
    },
    store: `sqlite:${databaseFile}`,
    platforms: {
      slack: { botToken: '${SLACK_BOT_TOKEN}', appToken: '${SLACK_APP_TOKEN}', apiUrl: slack.apiUrl },
      discord: { token: '${DISCORD_TOKEN}', apiUrl: discord.apiUrl },
    },
    destinations: {
      support: {
        platform: 'slack',
        channel: slackChannel,
        ...(slackBurst === undefined ? {} : { burst: slackBurst }),
      },
      sales: { platform: 'discord', channel: discordChannel },
    },
    routes: [{ name: 'everyone', to: ['support', 'sales'] }],
  });

/** What the YAML's `${…}` stand for. */
export const secretsOf = ({ media, slack, discord }: Pick<Surroundings, 'media' | 'slack' | 'discord'>) => ({
  WACONNECT_SECRET: secret,
  WACONNECT_API_KEY: media.key,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  DISCORD_TOKEN: discord.token,
});
