import { help, readArguments } from './arguments.ts';
import { once } from './once.ts';
import { startShow } from './show.ts';

const asked = new AbortController();
let times = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    times += 1;
    asked.abort();
    // Whoever asks twice does not want to wait.
    if (times > 1) process.exit(130);
  });
}

const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    if (asked.signal.aborted) resolve();
    else asked.signal.addEventListener('abort', () => resolve(), { once: true });
  });

const showPage = async (port: number): Promise<number> => {
  const show = await startShow(port);
  try {
    console.log(`\nOpen ${show.url}\n\nCtrl-C stops everything.`);
    await untilAsked();
  } finally {
    await show.close();
  }
  return 0;
};

const run = async (): Promise<number> => {
  const wish = readArguments(process.argv.slice(2));
  switch (wish.kind) {
    case 'help':
      process.stdout.write(help);
      return 0;
    case 'unclear':
      process.stderr.write(`${wish.why}\n\n${help}`);
      return 2;
    case 'once':
      return once({ write: (text) => process.stdout.write(text), signal: asked.signal });
    case 'page':
      return showPage(wish.port);
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
