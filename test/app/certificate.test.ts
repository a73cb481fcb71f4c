import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCertificate } from '../../src/app/certificate.ts';
import { configOf, fileWith } from '../config/file.ts';
import { issueCertificate } from './issue-certificate.ts';
import { createReceiver, greeting } from './receiver.ts';

/** A receiver whose certificate names `first`, and what operators are told of it. */
const setUp = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tls = issueCertificate(folder, 'first');
  const config = configOf(fileWith({ server: `server: { tls: ${JSON.stringify(tls)} }` }));
  const told: string[] = [];
  const quiet = (): void => undefined;
  const create = () =>
    createCertificate({
      config,
      tell: async (_id, _kind, { title, lines }) =>
        Promise.resolve(void told.push([title, ...lines.map(({ detail }) => detail)].join('\n'))),
      now: Date.now,
      log: { info: quiet, warn: quiet, error: quiet },
    });
  const certificate = create();
  onTestFinished(() => certificate.stop());
  const server = createReceiver(certificate.first);
  await server.ready();
  server.server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  const issueOther = () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    return issueCertificate(other, 'second');
  };
  return {
    tls,
    told,
    create,
    issueOther,
    renew: () => certificate.renew(server),
    greeting: () => greeting('127.0.0.1', port),
  };
};

test.each(['cert', 'key'] as const)(
  'certificate › while the file of the %s is empty, as whoever writes it begins, connections are greeted as before',
  async (which) => {
    const world = await setUp();
    truncateSync(world.tls[which], 0);
    await world.renew();
    expect(await world.greeting()).toBe('first');
    expect(world.told).toEqual([
      expect.stringMatching(
        new RegExp(`cannot be used yet.*\n.*server\\.tls\\.${which}.*still being written`),
      ),
    ]);
  },
);

test('certificate › one that was half written is taken soon after it is whole, and told once', async () => {
  const world = await setUp();
  const second = world.issueOther();
  copyFileSync(second.cert, world.tls.cert);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await world.renew();
  vi.advanceTimersByTime(60_000);
  copyFileSync(second.key, world.tls.key);
  expect(await world.greeting()).toBe('first');
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  expect(await world.greeting()).toBe('second');
  expect(world.told).toEqual([expect.stringContaining('is not the one of the certificate')]);
});

test('certificate › one whose key is another one’s is refused at the start, by a sentence that names both', async () => {
  const { tls, create, issueOther } = await setUp();
  copyFileSync(issueOther().key, tls.key);
  expect(create).toThrow(`The key ${tls.key} (server.tls.key) is not the one of the certificate ${tls.cert}`);
  truncateSync(tls.cert, 0);
  expect(create).toThrow(`${tls.cert} (server.tls.cert) holds no whole certificate`);
});
