import { connect } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Pem } from '../../src/config/pem.ts';
import { buildServer } from '../../src/inbox/server.ts';

const quiet = (): void => undefined;

/** The HTTP side of a bridge, which does not listen yet; closed after the test. */
export const createReceiver = (tls: Pem | null): ReturnType<typeof buildServer> => {
  const server = buildServer({
    path: '/in',
    secrets: () => [],
    tls,
    accept: async () => Promise.resolve('stored' as const),
    waitMs: () => 0,
    alarms: { heard: quiet, refused: quiet },
    readiness: async () => Promise.resolve({ ready: true, report: {} }),
    log: { info: quiet, warn: quiet, error: quiet },
  });
  onTestFinished(() => server.close());
  return server;
};

/** Whom the certificate names that a new connection is shown, or why there is none. */
export const greeting = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', ({ message }) => resolve(message));
  });
