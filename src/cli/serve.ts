import closeWithGrace from 'close-with-grace';
import { createApp } from '../app.ts';
import { readConfig } from './config.ts';

/** Longer than the app's own stop takes, and shorter than the 10 s that `docker stop` gives. */
const stopTimeoutMs = 9_000;

/** Resolves when the bridge listens; the process then lives until it is told to stop. */
export const serve = async (file: string): Promise<number> => {
  const config = readConfig(file);
  if (config === null) return 1;
  const app = createApp(config);

  // The SDKs leave rejections unobserved now and then (node-slack-sdk #2656, say): a connection that ends by one is built
  // anew, and webhooks must not suffer for it.
  process.on('unhandledRejection', (reason) => {
    process.stderr.write(
      `unhandled rejection: ${reason instanceof Error ? reason.message : String(reason)}\n`,
    );
  });
  closeWithGrace({ delay: stopTimeoutMs, logger: false, skip: ['unhandledRejection'] }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`stopping after an error: ${err.stack ?? err.message}\n`);
    await app.stop();
  });

  await app.start();
  return 0;
};
