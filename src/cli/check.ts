import { existsSync } from 'node:fs';
import type { AlertsConfig, Config, Destination } from '../config/config.ts';
import { readPem } from '../config/pem.ts';
import { durationText } from '../core/duration.ts';
import type { Route } from '../core/route.ts';
import { storeText } from '../config/store-text.ts';
import { openLedger } from '../store/open.ts';
import { fingerprintOf, signerMark } from '../waconnect/signature.ts';
import { readConfig } from './config.ts';

/** 0 and the resolved routes, or 1 and the mistakes. */
export const check = async (file: string): Promise<number> => {
  const config = readConfig(file);
  if (config === null) return 1;
  const why = tlsMistake(config);
  if (why !== null) {
    process.stderr.write(`1 mistake in ${file}:\n  server.tls: ${why}\n`);
    return 1;
  }
  const lines = describe(config, await readSigners(config));
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};

/** Not one of those that keep a changed file from being taken over: a certificate that is being renewed is none. */
const tlsMistake = ({ server: { tls } }: Config): string | null => {
  try {
    if (tls !== null) readPem(tls);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** When each secret signed last, by its fingerprint; `why`: it is not known, `''` where it is. */
interface Signers {
  readonly lastUse: ReadonlyMap<string, string>;
  readonly why: string;
}

const readSigners = async ({ store }: Config): Promise<Signers> => {
  const unknown = (why: string): Signers => ({ lastUse: new Map(), why });
  if (store.engine === 'sqlite' && !existsSync(store.file)) return unknown('there is no store yet.');
  try {
    const ledger = await openLedger(store);
    const marks = await ledger.marks(signerMark);
    await ledger.close();
    return {
      lastUse: new Map(marks.map(({ name, value }) => [name.slice(signerMark.length), value])),
      why: '',
    };
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
};

const describe = (config: Config, signers: Signers): readonly string[] => {
  const { server, waconnect, store } = config;
  const signed = waconnect.unsigned
    ? 'NOT signed'
    : `signed with any of ${waconnect.secrets.length} secret(s)`;
  return [
    `${config.file} is right.`,
    `webhooks  ${server.tls === null ? 'http' : 'https'}://${server.host}:${server.port}${server.path}, ${signed}`,
    ...describeSecrets(waconnect.secrets, signers),
    `store     ${storeText(store)}`,
    `files     ${describeMedia(config)}`,
    `catch-up  ${describeCatchUp(config)}`,
    ...(config.operators === null ? [] : [`operators are told in ${config.operators}`]),
    `alerts    ${describeAlerts(config.alerts)}`,
    ...config.destinations.map((destination) => `place     ${describeDestination(destination)}`),
    ...config.routes.map(
      (route) => `route     ${config.file}:${route.line}:${route.column} ${describeRoute(route)}`,
    ),
  ];
};

/** Which one may be removed: a secret is never shown, its fingerprint tells it from the others. */
const describeSecrets = (secrets: readonly string[], { lastUse, why }: Signers): readonly string[] =>
  secrets.map((secret, index) => {
    const fingerprint = fingerprintOf(secret);
    const at = lastUse.get(fingerprint);
    const never = why === '' ? 'never used' : `last use not known: ${why}`;
    const used = at === undefined ? never : `last used ${at.slice(0, 16).replace('T', ' ')} UTC`;
    return `secret    ${index + 1} of ${secrets.length} (…${fingerprint}): ${used}`;
  });

/** Where the file of a media id comes from: what most depends on it is not to be found out by a customer's photo. */
const describeMedia = ({ waconnect: { api, media } }: Config): string => {
  const sources = [
    ...(media.url === null ? [] : [`${media.url}${api === null ? ', without an API key' : ''}`]),
    ...(media.graph === null ? [] : [media.graph.url]),
  ];
  return sources.length === 0
    ? 'by their address only: for media ids neither waconnect.media.url nor waconnect.media.graph is set'
    : `media ids from ${sources.join(', then ')}`;
};

const describeCatchUp = ({ waconnect: { api } }: Config): string => {
  if (api === null) return 'none: without waconnect.api a message that no webhook brings is not shown';
  const whose = api.account === null ? 'the account that webhooks name' : `account ${api.account}`;
  return `${api.url}, every ${durationText(api.everyMs)}, ${durationText(api.overlapMs)} further back, for ${whose}`;
};

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const describeAlerts = ({ silenceMs, hours, wrongSignatures }: AlertsConfig): string => {
  const { count, withinMs } = wrongSignatures;
  const open =
    hours === null
      ? ''
      : ` within ${hours.days.map((day) => days[day]).join(' ')} ${clock(hours.from)}–${clock(hours.until)} ${hours.zone}`;
  const silence =
    silenceMs === null ? 'never of silence' : `after ${durationText(silenceMs)} without a webhook${open}`;
  return `${silence}; of ${count} wrong signatures within ${durationText(withinMs)}`;
};

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const describeDestination = ({ name, platform, place, fallback }: Destination): string => {
  const otherwise =
    fallback === null
      ? ''
      : `; down for ${durationText(fallback.afterMs)}: to ${fallback.destination} instead`;
  return `${name} → ${platform} ${JSON.stringify(place)}${otherwise}`;
};

/** A route in a line: its name, where it leads, and whether the next ones are asked as well. */
export const describeRoute = ({ name, to, continues }: Route): string =>
  `"${name}" → ${to.length === 0 ? 'dropped' : to.join(', ')}${continues ? ', and goes on' : ''}`;
