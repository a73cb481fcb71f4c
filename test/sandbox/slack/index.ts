export { looksOf } from './looks.ts';
export { plainText } from './plaintext.ts';
export { startSlack, type SlackOptions, type SlackSandbox } from './server.ts';
