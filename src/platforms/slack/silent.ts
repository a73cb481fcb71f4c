import { LogLevel, type Logger } from '@slack/web-api';

const nothing = (): void => undefined;

/**
 * The SDK writes no log: at debug it would write messages, its warnings come with each attempt, and every failure that
 * matters reaches us as an error, which we tell in our own words.
 */
export const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
