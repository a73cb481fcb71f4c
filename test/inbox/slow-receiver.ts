import { buildServer } from '../../src/inbox/server.ts';

/** A process of its own that keeps nothing, slowly. Answers on its channel: its port, then how much memory it took at most. */
const quiet = (): void => undefined;
const app = buildServer({
  path: '/in',
  secrets: () => [],
  tls: null,
  accept: async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return 'stored';
  },
  waitMs: () => 0,
  alarms: { heard: quiet, refused: quiet },
  readiness: async () => Promise.resolve({ ready: true, report: {} }),
  log: { info: quiet, warn: quiet, error: quiet },
});
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
process.on('message', () => process.send?.({ megabytes: process.resourceUsage().maxRSS / 1024 }));
process.once('disconnect', () => process.exit());
