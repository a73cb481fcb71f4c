import { dirname, join } from 'node:path';
import type { Config, MediaConfig } from './config.ts';
import { durationMs, sizeBytes } from './measure.ts';
import type { Rule } from './routes/rule.ts';
import type { WrittenFile } from './schema.ts';

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
    apiKey: data.waconnect.api?.key ?? null,
    media: mediaOf(data.waconnect.media, join(dirname(storeFile(data)), 'media')),
  },
  store: { engine: 'sqlite', file: storeFile(data) },
  cache: data.cache,
  outbox: { giveUpAfterMs: durationMs(data.outbox.giveUpAfter) },
  posts: { mapUrl: data.posts.map, keepsRevoked: data.posts.revoked === 'struck' },
  log: data.log,
  platforms: new Map(Object.entries(data.platforms).filter(([, credentials]) => credentials !== undefined)),
  destinations,
  operators: data.operators ?? null,
  routes: rules.map(({ route }) => route),
});

const storeFile = ({ store }: WrittenFile): string => store.slice('sqlite:'.length);

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
