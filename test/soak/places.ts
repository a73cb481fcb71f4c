import { join } from 'node:path';
import type { DiscordSandbox } from '../sandbox/discord/index.ts';
import type { MediaHost } from '../sandbox/media.ts';
import type { WaConnectApiSandbox } from '../sandbox/waconnect-api.ts';
import type { SlackSandbox } from '../sandbox/slack/index.ts';
import { secret } from './secret.ts';

export interface SlackPlace {
  readonly name: string;
  readonly channel: string;
  /** Whether posts carry the contact's name. */
  readonly isNamed: boolean;
  /** Where posts go while this one takes none. */
  readonly fallback: string | null;
}

export interface DiscordPlace extends SlackPlace {
  readonly isForum: boolean;
}

const slackPlace = (name: string, channel: string, more: Partial<SlackPlace> = {}): SlackPlace => ({
  ...{ name, channel, isNamed: false, fallback: null },
  ...more,
});

const discordPlace = (name: string, digit: number, more: Partial<DiscordPlace> = {}): DiscordPlace => ({
  ...{ ...slackPlace(name, `11223344556677889${digit}`), isForum: false },
  ...more,
});

/** Where posts go while the places of the other platform take none. */
const spareSlack = slackPlace('spare-slack', 'C0SPARE');
const spareDiscord = discordPlace('spare-discord', 9);

// Slack takes one post a second in a channel: several of them carry more than one would.
const slackHomes = [
  slackPlace('slack-0', 'C0SUPPORT0', { fallback: spareDiscord.name }),
  slackPlace('slack-1', 'C0SUPPORT1'),
  slackPlace('slack-2', 'C0SUPPORT2'),
  slackPlace('slack-3', 'C0SUPPORT4'),
  slackPlace('slack-named', 'C0SUPPORT3', { isNamed: true }),
];

const discordHomes = [
  discordPlace('discord-text', 0, { fallback: spareSlack.name }),
  discordPlace('discord-forum', 1, { isForum: true }),
  discordPlace('discord-named', 2, { isNamed: true }),
];

/** All places with threads of contacts. */
export const slackPlaces: readonly SlackPlace[] = [...slackHomes, spareSlack];
export const discordPlaces: readonly DiscordPlace[] = [...discordHomes, spareDiscord];

/** Where operators are told things. */
export const desk: SlackPlace = slackPlace('desk', 'C0DESK');

/** How long a place may take nothing before they do. */
export const fallbackAfterSeconds = 15;

/** Where a message may be shown that is owed there. */
export const roomsOf = (place: string): readonly string[] => {
  const fallback = [...slackPlaces, ...discordPlaces].find(({ name }) => name === place)?.fallback ?? null;
  return fallback === null ? [place] : [place, fallback];
};

/** Contacts are dealt out to one place on each platform. */
export const placesOf = (contact: number): readonly string[] => [
  slackHomes[contact % slackHomes.length]?.name ?? '',
  discordHomes[contact % discordHomes.length]?.name ?? '',
];

/** Of the range for fiction: +1 555 01… */
export const phoneOf = (contact: number): string => `155501${String(contact).padStart(5, '0')}`;

export interface Stands {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
  readonly media: MediaHost;
  readonly api: WaConnectApiSandbox;
}

/** A bridge's configuration, as an operator would write it. */
export const yamlFor = (
  folder: string,
  contacts: number,
  { slack, discord, media, api }: Stands,
  port: number,
  store: string,
): string => `
server: { host: 127.0.0.1, port: ${port} }
waconnect:
  secrets: ["${secret}"]
  api: { key: "${api.apiKey}", url: "${api.url}", every: 20s, overlap: 3m }
  media: { url: "${media.url}", hosts: [127.0.0.1], insecure: true, wait: 4s, folder: "${join(folder, 'media')}" }
store: "${store}"
platforms:
  slack: { botToken: "${slack.botToken}", appToken: "${slack.appToken}", apiUrl: "${slack.apiUrl}" }
  discord: { token: "${discord.token}", apiUrl: "${discord.apiUrl}" }
destinations:
${[...slackPlaces, desk].map((place) => destination('slack', place)).join('\n')}
${discordPlaces.map((place) => destination('discord', place)).join('\n')}
operators: ${desk.name}
routes:
${routes(contacts)}
log: { level: info }
`;

const destination = (platform: string, place: SlackPlace): string => {
  const { name, channel, isNamed, fallback } = place;
  const instead = fallback === null ? '' : `, fallback: ${fallback}, fallbackAfter: ${fallbackAfterSeconds}s`;
  return `  ${name}: { platform: ${platform}, channel: "${channel}", identity: ${isNamed ? 'contact' : 'bot'}${instead} }`;
};

const routes = (contacts: number): string => {
  const groups = Object.groupBy(
    Array.from({ length: contacts }, (_, index) => index),
    (contact) => placesOf(contact).join(', '),
  );
  return Object.entries(groups)
    .map(([to, members = []]) => {
      const phones = members.map((contact) => `'${phoneOf(contact)}'`).join(', ');
      return `  - { when: { contact: [${phones}] }, to: [${to}] }`;
    })
    .concat(`  - { to: [${slackPlaces[0]?.name}] }`)
    .join('\n');
};
