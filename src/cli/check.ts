import type { Config } from '../config/config.ts';
import type { Route } from '../core/route.ts';
import { readConfig } from './config.ts';

/** 0 and the resolved routes, or 1 and the mistakes. */
export const check = (file: string): number => {
  const config = readConfig(file);
  if (config === null) return 1;
  process.stdout.write(`${describe(config)}\n`);
  return 0;
};

const describe = (config: Config): string => {
  const { server, waconnect, store } = config;
  const signed = waconnect.unsigned
    ? 'NOT signed'
    : `signed with any of ${waconnect.secrets.length} secret(s)`;
  return [
    `${config.file} is right.`,
    `webhooks  ${server.tls === null ? 'http' : 'https'}://${server.host}:${server.port}${server.path}, ${signed}`,
    `store     ${store.engine}:${store.file}`,
    `files     ${describeMedia(config)}`,
    ...(config.operators === null ? [] : [`operators are told in ${config.operators}`]),
    ...config.destinations.map(
      ({ name, platform, place }) => `place     ${name} → ${platform} ${JSON.stringify(place)}`,
    ),
    ...config.routes.map(
      (route) => `route     ${config.file}:${route.line}:${route.column} ${describeRoute(route)}`,
    ),
  ].join('\n');
};

/** Where the file of a media id comes from: what most depends on it is not to be found out by a customer's photo. */
const describeMedia = ({ waconnect: { apiKey, media } }: Config): string => {
  const sources = [
    ...(media.url === null ? [] : [`${media.url}${apiKey === null ? ', without an API key' : ''}`]),
    ...(media.graph === null ? [] : [media.graph.url]),
  ];
  return sources.length === 0
    ? 'by their address only: for media ids neither waconnect.media.url nor waconnect.media.graph is set'
    : `media ids from ${sources.join(', then ')}`;
};

/** A route in a line: its name, where it leads, and whether the next ones are asked as well. */
export const describeRoute = ({ name, to, continues }: Route): string =>
  `"${name}" → ${to.length === 0 ? 'dropped' : to.join(', ')}${continues ? ', and goes on' : ''}`;
