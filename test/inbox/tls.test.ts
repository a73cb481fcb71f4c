import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../../src/inbox/server.ts';

/** A certificate for 127.0.0.1 that nobody signed, in a folder that is removed. */
const createCertificate = (): { readonly cert: string; readonly key: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '1',
  ];
  const name = ['-subj', '/CN=bridge', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...request, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
};

test('receiver › with a certificate it answers by https', async () => {
  const quiet = () => undefined;
  const tls = createCertificate();
  const app = buildServer({
    path: '/in',
    secrets: () => [],
    tls,
    accept: async () => Promise.resolve('stored' as const),
    waitMs: () => 0,
    alarms: { heard: quiet, refused: quiet },
    readiness: async () => Promise.resolve({ ready: true, report: {} }),
    log: { info: quiet, warn: quiet, error: quiet },
  });
  onTestFinished(() => app.close());
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  expect(origin).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    get(`${origin}/healthz`, { ca: tls.cert }, ({ statusCode }) => {
      resolve(statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(200);
});
