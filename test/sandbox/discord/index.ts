export { looksOf, maskedLinks, plainText } from './plaintext.ts';
export { startDiscord } from './server.ts';
export type { ChannelOptions, DiscordOptions, DiscordSandbox } from './stand.ts';
