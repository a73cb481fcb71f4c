import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { jsonSchema, type JsonSchema } from '../../src/config/json-schema.ts';
import { healthPaths } from '../../src/inbox/health.ts';
import { configOf, fileWith } from './file.ts';

const shipped = (name: string): string =>
  readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');

const environment = {
  WACONNECT_SECRET: 'a long secret',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  DISCORD_TOKEN: '1',
};

describe('config/bridge.schema.json', () => {
  const file = new URL('../../config/bridge.schema.json', import.meta.url);

  test('says what the bridge checks (UPDATE=1 writes it anew)', async () => {
    const options = { ...(await resolveConfig(file)), parser: 'json' };
    const current = await format(JSON.stringify(jsonSchema()), options);
    if (process.env['UPDATE'] === '1') writeFileSync(file, current);
    expect(readFileSync(file, 'utf8')).toBe(current);
  });

  const accepts = (text: string): boolean => z.fromJSONSchema(jsonSchema()).safeParse(parse(text)).success;

  test('takes the example, and a placeholder for any value', () => {
    expect(accepts(shipped('example.yaml'))).toBe(true);
    const placeholders = fileWith({
      server: 'server: { port: "${A}", path: "/${A}", host: "${A}" }',
      waconnect: 'waconnect: { secrets: ["${A}"], unsigned: "${A}" }',
      store: 'store: "${A}"',
      platforms:
        'platforms: { slack: { botToken: "${A}", appToken: "${A}", apiUrl: "${A}" }, discord: { token: "${A}" } }',
      destinations: 'destinations: { a: { platform: slack, channel: "${A}", burst: "${A}" } }',
      routes: 'routes: [{ name: "${A}", to: ["${A}"], continue: "${A}" }]',
      log: 'log: { level: "${A}" }',
    });
    expect(accepts(placeholders)).toBe(true);
  });

  test.each([
    'server: { prt: 1 }',
    'server: { port: 70000 }',
    'log: { level: loud }',
    'destinations: { a: { platform: discord, channel: "112233445566778899", burst: 1 } }',
    'destinations: { a: { platform: discord, channel: 112233445566778899 } }',
    'destinations: { a: { platform: teams, channel: "1" } }',
    'routes: []',
    'routes: [{ name: nowhere }]',
    'routes: [{ to: support, drop: true }]',
    'platforms: { slack: { botToken: wrong } }',
  ])('refuses %s', (section) => {
    expect(accepts(fileWith())).toBe(true);
    expect(accepts(fileWith({ [section.split(':')[0] ?? '']: section }))).toBe(false);
  });
});

describe('config/example.yaml', () => {
  test('names the schema for editors, and loads without a mistake', () => {
    expect(shipped('example.yaml').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./bridge.schema.json',
    );
    const { routes } = configOf(shipped('example.yaml'), environment);
    expect(routes.map(({ name }) => name)).toEqual([
      'invoices',
      'German customers',
      'reactions',
      'everyone else',
    ]);
  });

  test('shows every key that there is', () => {
    const text = shipped('example.yaml');
    const missing = [...keysOf(jsonSchema())].filter(
      (key) => !new RegExp(`^[ #-]*(?:\\w+: \\{ )?${key}:`, 'm').test(text),
    );
    expect(missing).toEqual([]);
  });

  test('shows the defaults where it says so', () => {
    const required = new Set(['waconnect', 'platforms', 'destinations', 'routes']);
    const example = parse(shipped('example.yaml')) as Record<string, unknown>;
    const kept = Object.entries(example).filter(([key]) => !required.has(key));
    const { server, store, cache, outbox, posts, log } = configOf(fileWith());
    const sections = kept.map(([key, value]) => [key, `${key}: ${JSON.stringify(value)}`]);
    const written = configOf(fileWith(Object.fromEntries(sections)));
    expect(kept.map(([key]) => key)).toEqual(['server', 'store', 'cache', 'outbox', 'posts', 'log']);
    expect(written).toMatchObject({ server, store, cache, outbox, posts, log });
  });
});

describe('config/slack-manifest.yaml', () => {
  test('asks for the least that the bridge needs', () => {
    expect(parse(shipped('slack-manifest.yaml'))).toMatchObject({
      oauth_config: {
        scopes: {
          bot: [
            'chat:write',
            'channels:history',
            'groups:history',
            'files:write',
            'files:read',
            'reactions:write',
          ],
        },
      },
      settings: { socket_mode_enabled: true, token_rotation_enabled: false, org_deploy_enabled: false },
    });
  });
});

describe('config/waconnect-bridge.service', () => {
  const unit = new Map(
    shipped('waconnect-bridge.service')
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]),
  );

  test('starts a file that there is, as npm start does', () => {
    const { scripts } = JSON.parse(shipped('../package.json')) as { scripts: { start: string } };
    const [entry = ''] = /src\/main\.\w+/.exec(unit.get('ExecStart') ?? '') ?? [];
    expect(existsSync(new URL(`../../${entry}`, import.meta.url))).toBe(true);
    for (const started of [scripts.start, shipped('../Dockerfile')]) expect(started).toContain(entry);
  });

  // os.networkInterfaces() throws without AF_NETLINK, and the resolver does without what it would learn by it.
  test('lets the bridge connect, and ask for the addresses of its machine', () => {
    const families = (unit.get('RestrictAddressFamilies') ?? '').split(' ');
    expect(families).toEqual(['AF_INET', 'AF_INET6', 'AF_NETLINK', 'AF_UNIX']);
  });
});

describe('several processes', () => {
  test('the proxy of config/compose.yaml asks bridges that there are whether they can keep webhooks', () => {
    const { services, configs, volumes } = parse(shipped('compose.yaml'), { merge: true }) as {
      services: Record<string, { readonly volumes?: readonly string[]; readonly depends_on?: object }>;
      configs: { proxy: { content: string } };
      volumes: object;
    };
    const proxy = configs.proxy.content;
    const bridges = Object.keys(services).filter((name) => name.startsWith('bridge-'));
    expect([...proxy.matchAll(/([\w-]+):8080/g)].map(([, name]) => name)).toEqual(bridges);
    expect(healthPaths).toContain(/health_uri (\S+)/.exec(proxy)?.[1]);
    const { server, store } = configOf(
      fileWith({ server: '', store: 'store: "postgres://bridge:${POSTGRES_PASSWORD}@postgres/bridge"' }),
      { ...environment, POSTGRES_PASSWORD: 'abc' },
    );
    expect(proxy).toContain(`handle ${server.path} {`);
    expect(proxy).toContain(`bridge-1:${server.port}`);
    expect(store).toMatchObject({ url: 'postgres://bridge:abc@postgres/bridge' });
    expect(Object.keys(volumes)).toContain(services['postgres']?.volumes?.[0]?.split(':')[0]);
  });

  test('config/kubernetes.yaml takes a bridge in when it can keep webhooks, and ends it no sooner than it is ready', () => {
    const [deployment, service, budget] = parseAllDocuments(shipped('kubernetes.yaml')).map(
      (document) => document.toJS() as { readonly spec: Record<string, unknown> },
    );
    const labels = { 'app.kubernetes.io/name': 'waconnect-bridge' };
    expect(deployment?.spec).toMatchObject({
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 20,
          containers: [
            {
              ports: [
                { name: 'http', containerPort: configOf(fileWith({ server: '' }), environment).server.port },
              ],
              readinessProbe: { httpGet: { path: healthPaths[1] } },
              livenessProbe: { httpGet: { path: healthPaths[0] } },
            },
          ],
        },
      },
    });
    expect(service?.spec).toMatchObject({ selector: labels, ports: [{ targetPort: 'http' }] });
    expect(budget?.spec).toMatchObject({ minAvailable: 1, selector: { matchLabels: labels } });
  });
});

const keysOf = (schema: unknown, keys = new Set<string>()): ReadonlySet<string> => {
  if (typeof schema !== 'object' || schema === null) return keys;
  const { properties = {}, ...rest } = schema as JsonSchema;
  for (const [key, property] of Object.entries(properties)) keysOf(property, keys.add(key));
  for (const part of Object.values(rest)) keysOf(part, keys);
  return keys;
};
