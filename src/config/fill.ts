import { dirname, join } from 'node:path';
import type { AlertsConfig, ApiConfig, Config, MediaConfig } from './config.ts';
import type { StorePlace } from '../core/store-place.ts';
import { durationMs, minuteOfDay, sizeBytes } from './measure.ts';
import type { Rule } from './routes/rule.ts';
import type { WrittenFile } from './schema.ts';
import { dayNames } from './sections/alerts.ts';

/** The configuration that a file without mistakes stands for. */
export const configOf = (
  file: string,
  data: WrittenFile,
  destinations: Config['destinations'],
  rules: readonly Rule[],
): Config => ({
  file,
  server: { ...data.server, tls: data.server.tls ?? null },
  waconnect: {
    secrets: data.waconnect.secrets ?? [],
    unsigned: data.waconnect.unsigned,
    api: data.waconnect.api === undefined ? null : apiOf(data.waconnect.api),
    media: mediaOf(data.waconnect.media, filesBeside(storeOf(data.store))),
  },
  store: storeOf(data.store),
  cache: data.cache,
  outbox: { giveUpAfterMs: durationMs(data.outbox.giveUpAfter) },
  alerts: alertsOf(data.alerts),
  posts: { mapUrl: data.posts.map, keepsRevoked: data.posts.revoked === 'struck' },
  log: data.log,
  platforms: new Map(Object.entries(data.platforms).filter(([, credentials]) => credentials !== undefined)),
  destinations,
  operators: data.operators ?? null,
  routes: rules.map(({ route }) => route),
});

/** The schema lets nothing through that begins otherwise. */
export const storeOf = (written: WrittenFile['store']): StorePlace => {
  if (written.startsWith('sqlite:')) return { engine: 'sqlite', file: written.slice('sqlite:'.length) };
  const url = new URL(written);
  const schema = url.searchParams.get('schema') ?? 'waconnect_bridge';
  const poolSize = Number(url.searchParams.get('pool') ?? 5);
  const leaseMs = durationMs(url.searchParams.get('lease') ?? '15s');
  // What is left is PostgreSQL's own.
  for (const ours of ['schema', 'pool', 'lease']) url.searchParams.delete(ours);
  return { engine: 'postgres', url: url.href, schema, poolSize, leaseMs };
};

/** Where files are kept on their way, unless a person says so. */
export const filesBeside = (store: StorePlace): string =>
  join(store.engine === 'sqlite' ? dirname(store.file) : 'data', 'media');

const apiOf = ({
  key,
  url,
  account,
  every,
  overlap,
}: NonNullable<WrittenFile['waconnect']['api']>): ApiConfig => ({
  key,
  url: url.replace(/\/$/, ''),
  account: account ?? null,
  everyMs: durationMs(every),
  overlapMs: durationMs(overlap),
});

const alertsOf = ({ silence, hours, wrongSignatures }: WrittenFile['alerts']): AlertsConfig => ({
  silenceMs: silence === undefined ? null : durationMs(silence),
  hours:
    hours === undefined
      ? null
      : {
          days: hours.days.map((day) => dayNames.indexOf(day)),
          from: minuteOfDay(hours.from),
          until: minuteOfDay(hours.until),
          zone: hours.zone,
        },
  wrongSignatures: { count: wrongSignatures.count, withinMs: durationMs(wrongSignatures.within) },
});

const mediaOf = (media: WrittenFile['waconnect']['media'], folder: string): MediaConfig => {
  const { image, video, audio, voice, document, sticker } = media.largest;
  return {
    url: media.url ?? null,
    graph: media.graph ?? null,
    hosts: media.hosts,
    insecure: media.insecure,
    waitMs: durationMs(media.wait),
    giveUpAfterMs: durationMs(media.giveUpAfter),
    timeoutMs: durationMs(media.timeout),
    largest: {
      image: sizeBytes(image),
      video: sizeBytes(video),
      audio: sizeBytes(audio),
      voice: sizeBytes(voice),
      document: sizeBytes(document),
      sticker: sizeBytes(sticker),
    },
    perDay: sizeBytes(media.perDay),
    folder: media.folder ?? folder,
  };
};
