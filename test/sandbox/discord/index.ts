export { plainText } from './plaintext.ts';
export { startDiscord, type DiscordOptions, type DiscordSandbox } from './server.ts';
