import type { Upload } from '../body.ts';
import type { Fields } from './bodies.ts';
import type { Guild } from './guild.ts';

export interface RouteRequest {
  /** The path's ids, in their order; an emoji is decoded. */
  readonly ids: readonly string[];
  readonly body: Fields;
  readonly uploads: readonly Upload[];
  readonly query: URLSearchParams;
}

/** The JSON that a route answers; `undefined` is a 204. A refusal is thrown. */
export interface RouteResult {
  readonly status?: number;
  readonly value: unknown;
  /** A sublimit that no header tells: seconds to wait, as a 429. */
  readonly waitSeconds?: number;
}

export type Route = (request: RouteRequest) => RouteResult;
/** By `METHOD /path/:id`; `:id` is any id or token, `:emoji` an emoji. */
export type Routes = Readonly<Record<string, Route>>;

/** What the routes share. */
export interface Desk {
  readonly guild: Guild;
  /** More of them answer 160006. */
  readonly maxActiveThreads: number;
  /** Where attachments are to be had. */
  readonly cdnUrl: () => string;
  /** A gateway event to every session that asked for its kind. */
  readonly emit: (type: string, data: object) => void;
}

export const noContent: RouteResult = { value: undefined };

/** The id at `index`; a route's pattern promises that it is there. */
export const idAt = ({ ids }: RouteRequest, index: number): string => {
  const id = ids[index];
  if (id === undefined) throw new Error(`the path has no id ${String(index)}`);
  return id;
};

/** The route of a path, and its ids. */
export const matchRoute = (
  patterns: readonly string[],
  method: string,
  path: string,
): { pattern: string; ids: readonly string[] } | undefined => {
  // Discord takes `@me` and `%40me` alike; discord.js writes the latter.
  const parts = path.replaceAll('%40me', '@me').split('/');
  for (const pattern of patterns) {
    const [verb, template = ''] = pattern.split(' ');
    const wanted = template.split('/');
    if (verb !== method || wanted.length !== parts.length) continue;
    if (!wanted.every((part, index) => part.startsWith(':') || part === parts[index])) continue;
    const ids = parts.filter((_, index) => wanted[index]?.startsWith(':') === true);
    return { pattern, ids: ids.map(decodeURIComponent) };
  }
  return undefined;
};
