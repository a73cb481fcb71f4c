import { discordChannel, slackChannel, type Sandboxes } from './bridge.ts';

/** As the outbox names them. */
export const places: Threads = { support: `slack ${slackChannel}`, sales: `discord ${discordChannel}` };

/** A contact's threads as the platforms know them, by destination. */
export type Threads = Readonly<Record<'support' | 'sales', string>>;

/** Opens a thread on both platforms, by their own interfaces. */
export const openThreads = async (sandboxes: Sandboxes): Promise<Threads> => ({
  support: await openInSlack(sandboxes.slack),
  sales: await openInDiscord(sandboxes.discord),
});

const openInSlack = async ({ apiUrl, botToken }: Sandboxes['slack']): Promise<string> => {
  const { ts } = await post(`${apiUrl}chat.postMessage`, `Bearer ${botToken}`, {
    channel: slackChannel,
    text: 'A contact',
  });
  return ts ?? '';
};

const openInDiscord = async ({ apiUrl, token }: Sandboxes['discord']): Promise<string> => {
  const messages = `${apiUrl}/v10/channels/${discordChannel}/messages`;
  const starter = await post(messages, `Bot ${token}`, { content: 'A contact' });
  const thread = await post(`${messages}/${starter.id}/threads`, `Bot ${token}`, { name: 'A contact' });
  return thread.id ?? '';
};

/** How many threads there are by now on both platforms. */
export const countThreads = ({ slack, discord }: Sandboxes): number =>
  slack.threads(slackChannel).length + discord.threads(discordChannel).length;

const post = async (
  url: string,
  authorization: string,
  body: object,
): Promise<{ readonly ts?: string; readonly id?: string }> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { ts?: string; id?: string };
};
