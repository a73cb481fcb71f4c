import { pino, type Logger } from 'pino';
import type { LogLevel } from '../config/config.ts';

/** Lines on standard output; where nobody reads them any more, messages go on all the same. */
export const createLog = (level: LogLevel): Logger => {
  const out = process.stdout;
  if (!out.listeners('error').includes(ignore)) out.on('error', ignore);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
};

const ignore = (): void => undefined;
