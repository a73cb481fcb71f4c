import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { cleanLine } from '../core/clean.ts';
import type { Event } from '../core/event.ts';
import { renderCard } from '../core/render/card.ts';
import { render } from '../core/render/render.ts';
import type { Scene } from '../core/render/scene.ts';
import { route, type Routed } from '../core/route.ts';
import { platforms } from '../platforms/registry.ts';
import { readEvent } from '../waconnect/payload.ts';
import { describeRoute } from './check.ts';
import { readConfig } from './config.ts';

/** 0 where the event would be shown or is dropped on purpose, 1 where it could not be read. */
export const explain = (file: string, eventFile: string): number => {
  const config = readConfig(file);
  if (config === null) return 1;
  const event = readEvent(readFileSync(eventFile));
  process.stdout.write(`${describe(config, event)}\n`);
  return event.kind === 'unreadable' ? 1 : 0;
};

/** A webhook may hold anything, codes that a terminal obeys included: cards and posts are free of them. */
const describe = (config: Config, event: Event): string => {
  const { routes, destinations } = routeOf(config, event);
  const card = renderCard(event, Date.now(), {
    messages: 1,
    ordinal: 1,
    openedAt: null,
    name: '',
    identifiers: [],
    previous: null,
    before: [],
  });
  return [
    event.kind === 'unreadable'
      ? `unreadable: ${cleanLine(event.why, 500)}`
      : `event      ${cleanLine(event.key.event, 200)}, type ${cleanLine(event.type, 200)}`,
    `contact    ${[card.name, card.address].join(' ').trim()}, on number ${card.number || '(none)'} of ${card.account || '(no account)'}`,
    ...routes.map(
      (taken) => `route      ${config.file}:${taken.line}:${taken.column} ${describeRoute(taken)}`,
    ),
    ...(destinations.length > 0
      ? []
      : event.kind === 'status'
        ? ['kept: how far a message of ours has come is shown in no thread']
        : ['dropped: no destination gets it']),
    ...destinations.flatMap((name) => preview(config, name, event)),
  ].join('\n');
};

/** Not every event is one of a customer's thread. */
const routeOf = (config: Config, event: Event): Routed => {
  if (event.kind === 'status') return { routes: [], destinations: [] };
  if (event.kind === 'unknown' && !event.mayBeMessage && config.operators !== null)
    return { routes: [], destinations: [config.operators] };
  return route(event, config.routes);
};

/** As if nothing had been said before, and no file were there yet. */
const sceneOf = (config: Config, event: Event): Scene => {
  const now = event.saidAt ?? event.sentAt ?? Date.now();
  const hasFile = event.kind === 'message' && event.content.kind === 'file';
  return {
    receivedAt: now,
    asOf: now,
    target: null,
    changes: [],
    file: hasFile ? { kind: 'coming' } : null,
    joined: null,
    divertedFrom: null,
    style: config.posts,
  };
};

const preview = (config: Config, name: string, event: Event): readonly string[] => {
  const destination = config.destinations.find((candidate) => candidate.name === name);
  const platform = platforms.find((candidate) => candidate.name === destination?.platform);
  if (platform === undefined) return [];
  const parts = platform.format(render(event, sceneOf(config, event)));
  return parts.flatMap((part, index) => [
    '',
    `── ${name} (${platform.name}), post ${index + 1} of ${parts.length} ──`,
    part.preview,
  ]);
};
