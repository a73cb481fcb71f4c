import closeWithGrace from 'close-with-grace';
import { takeSocket } from '../app/socket.ts';
import { createApp } from '../app.ts';
import { formatMistakes } from '../config/mistakes/mistake.ts';
import { createReader } from '../config/reader.ts';
import { watchFile } from '../config/watch.ts';

/** Longer than the app's own stop takes, and shorter than the 10 s that `docker stop` gives. */
const stopTimeoutMs = 9_000;

/** Resolves when the bridge listens; the process then lives until it is told to stop. */
export const serve = async (file: string): Promise<number> => {
  const socket = takeSocket(process.env, process.pid);
  // Before it is read: what is written after that has changed.
  const watch = await watchFile(file);
  const read = createReader(file, process.env);
  const first = read();
  if (first.kind === 'mistakes') {
    process.stderr.write(`${formatMistakes(file, first.mistakes)}\n`);
    return 1;
  }
  const app = createApp(first.config, {}, socket);
  // It never rejects.
  const reload = (): void => void app.reload(read());

  // The SDKs leave rejections unobserved now and then (node-slack-sdk #2656, say): a connection that ends by one is built
  // anew, and webhooks must not suffer for it.
  process.on('unhandledRejection', (reason) => {
    process.stderr.write(
      `unhandled rejection: ${reason instanceof Error ? reason.message : String(reason)}\n`,
    );
  });
  process.on('SIGHUP', reload);
  // Nor at an end by itself, which is a start that failed: its exit code says so.
  const skip: ('unhandledRejection' | 'SIGHUP' | 'beforeExit')[] = [
    'unhandledRejection',
    'SIGHUP',
    'beforeExit',
  ];
  closeWithGrace({ delay: stopTimeoutMs, logger: false, skip }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`stopping after an error: ${err.stack ?? err.message}\n`);
    watch.stop();
    await app.stop();
  });

  await app.start();
  watch.start(reload);
  return 0;
};
