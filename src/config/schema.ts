import { z } from 'zod';
import { platforms } from '../platforms/registry.ts';
import { alerts } from './sections/alerts.ts';
import { duration } from './sections/measures.ts';
import { waconnect } from './sections/waconnect.ts';

const pattern = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .describe(
    'A pattern, or a list of which one must fit: "*" stands for anything, "?" for one character; or "/RE2/i".',
  );

const when = z.strictObject({
  account: pattern
    .optional()
    .describe('Id or name of the WaConnect account: a pattern, or a list of which one must fit.'),
  number: pattern
    .optional()
    .describe('Id of the WhatsApp number that was written to (phoneNumberId): a pattern, or a list.'),
  contact: pattern
    .optional()
    .describe('Phone number (with country code) or user id of the contact: a pattern like "49*", or a list.'),
  type: pattern
    .optional()
    .describe(
      "The provider's type of the message (text, image, voice, …) or name of the event: a pattern, or a list.",
    ),
  text: pattern
    .optional()
    .describe(
      'What the contact typed, captions included, in upper or lower case: a pattern like "*invoice*", or a list.',
    ),
});

/** One rule, as it is written. */
export const routeSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('What people call this route. "route 1" and so on unless given.'),
    when: when.optional().describe('All of these must hold. Leave it out to take every event.'),
    to: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('Names of destinations, as under "destinations".'),
    drop: z
      .literal(true)
      .optional()
      .describe('true: the events of this route go nowhere, and that is meant.'),
    continue: z
      .boolean()
      .default(false)
      .describe('true: the routes below may add destinations. Only with "to".'),
  })
  .meta({
    oneOf: ['to', 'drop'].map((key) => ({ type: 'object', properties: { [key]: {} }, required: [key] })),
  });

const tls = z.strictObject({
  cert: z.string().min(1).describe('Path of the certificate and its chain, PEM.'),
  key: z.string().min(1).describe('Path of the private key, PEM.'),
});

const server = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('0.0.0.0')
    .describe('Address to listen on. 127.0.0.1 behind a proxy on the same machine.'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port to listen on, 1 to 65535; 0: any that is free.'),
  path: z
    .string()
    .regex(/^(?!\/(?:healthz|readyz)\/?$)\/[\w\-.~/]*$/)
    .default('/api/whatsapp/incoming')
    .describe(
      'Path of the webhook. It begins with "/" and holds letters, digits and -._~/ only; /healthz and /readyz are taken.',
    ),
  tls: tls.optional().describe('Serve https itself. Leave it out behind a proxy that does.'),
});

const cache = z.strictObject({
  threads: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(10_000)
    .describe('How many threads are kept in memory beside the store.'),
});

const outbox = z.strictObject({
  giveUpAfter: duration('How long a delivery is tried before it is a dead letter').default('24h'),
});

const posts = z.strictObject({
  map: z
    .string()
    .regex(/^https?:\/\/[^\s<>|]*\{latitude\}[^\s<>|]*\{longitude\}[^\s<>|]*$/)
    .default('https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}')
    .describe('Address of a map, with {latitude} and then {longitude} where they belong.'),
  revoked: z
    .enum(['struck', 'removed'])
    .default('struck')
    .describe('What becomes of a message that the contact deleted: struck through, or removed.'),
});

const log = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least that is logged: debug, info, warn, error or silent.'),
});

const platformNames = platforms.map(({ name }) => name);

/** What the bridge itself wants to know of a destination; all other keys are the platform's. */
export const ownKeys = z.object({
  platform: z.string().describe('A platform that "platforms" names.'),
  fallback: z
    .string()
    .min(1)
    .optional()
    .describe('Name of the destination where posts go while this one takes none. They wait unless given.'),
  fallbackAfter: duration('How long this one takes none before they go there').default('15m'),
});

const [firstVariant, ...otherVariants] = platforms.map(({ name, place }) => {
  const { platform, ...others } = ownKeys.shape;
  return place.safeExtend({ platform: z.literal(name).describe(platform.description ?? ''), ...others });
});
if (firstVariant === undefined) throw new TypeError('the registry holds no platform');

/** One destination, as it is written: the bridge's own keys, and those of the platform's place. */
export const destinationSchema = z.discriminatedUnion('platform', [firstVariant, ...otherVariants]);

const isAddress = (written: string): boolean => {
  if (written.startsWith('sqlite:')) return true;
  const ours = URL.parse(written)?.searchParams;
  if (ours === undefined) return false;
  const [pool, lease, schema] = [
    ours.get('pool') ?? '5',
    ours.get('lease') ?? '15s',
    ours.get('schema') ?? 'x',
  ];
  // https://www.postgresql.org/docs/current/limits.html
  return /^[1-9]\d?$/.test(pool) && /^[1-9]\d{0,4}s$/.test(lease) && /^.{1,63}$/.test(schema);
};

/** The whole file. What it cannot see, `lint/` does. */
export const fileSchema = z.strictObject({
  server: server.prefault({}).describe('Where webhooks are received.'),
  waconnect: waconnect.describe('What WaConnect signs its webhooks with, and where its files are.'),
  store: z
    .string()
    .regex(/^(?:sqlite:(?!\/\/).+|postgres(?:ql)?:\/\/.+)$/)
    .refine(isAddress, { message: 'This is no address of a PostgreSQL database.' })
    .default('sqlite:data/bridge.db')
    .describe(
      'Where events are kept: "sqlite:" and the path of a file; or, for several processes at once, the address of a PostgreSQL database (14 or newer), "postgres://user:password@host/database". Behind it, beside what libpq knows ("?sslmode=verify-full", say): "schema" (waconnect_bridge), "pool", how many connections each process makes at the most (5); "lease", how long a process that says nothing keeps its turn to post (15s).',
    ),
  cache: cache.prefault({}).describe('What is kept in memory.'),
  outbox: outbox.prefault({}).describe('How posts are tried.'),
  alerts: alerts.prefault({}).describe('When operators are told that something is odd.'),
  posts: posts.prefault({}).describe('How messages look.'),
  log: log.prefault({}).describe('What is logged.'),
  platforms: z
    .strictObject(
      Object.fromEntries(platforms.map(({ name, credentials }) => [name, credentials.optional()])),
    )
    .describe(`Credentials, by platform: ${platformNames.join(', ')}.`),
  destinations: z
    .record(z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/), destinationSchema)
    .describe('Places where agents read, by the name that routes use: letters, digits, "-", "_" and ".".'),
  operators: z
    .string()
    .min(1)
    .optional()
    .describe('Name of the destination where the bridge tells its operators what no agent needs to read.'),
  routes: z.array(routeSchema).min(1).describe('Which events go where. The first that matches wins.'),
});

export type WrittenFile = z.infer<typeof fileSchema>;
