export type { DiscordMessage } from './guild.ts';
export { plainText } from './plaintext.ts';
export { startDiscord, type DiscordOptions, type DiscordSandbox, type DiscordThread } from './server.ts';
