import { LogLevel, type Logger } from '@slack/web-api';
import type { Log } from '../../core/log.ts';

/**
 * The SDK's own log, without what it must not hold: at debug it writes messages, and its errors may quote a request.
 * Warnings and errors come through by their first line.
 */
export const createLogger = (log: Log): Logger => {
  const line = (parts: readonly unknown[]): string =>
    parts
      .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
      .join(' ')
      .split('\n', 1)[0] ?? '';
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts) => {
      log.warn({ sdk: 'slack' }, line(parts));
    },
    error: (...parts) => {
      log.warn({ sdk: 'slack' }, line(parts));
    },
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
};
