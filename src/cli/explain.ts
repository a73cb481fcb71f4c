import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { typeOf, type Event } from '../core/event.ts';
import { render, renderCard } from '../core/render.ts';
import { route } from '../core/route.ts';
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

const describe = (config: Config, event: Event): string => {
  const { routes, destinations } = route(event, config.routes);
  const card = renderCard(event, Date.now());
  return [
    event.kind === 'unreadable'
      ? `unreadable: ${event.why}`
      : `event      ${event.key.event}, type ${typeOf(event)}`,
    `contact    ${[card.name, card.address].join(' ').trim()}, on number ${card.number || '(none)'} of ${card.account || '(no account)'}`,
    ...routes.map(
      (taken) => `route      ${config.file}:${taken.line}:${taken.column} ${describeRoute(taken)}`,
    ),
    ...(destinations.length === 0 ? ['dropped: no destination gets it'] : []),
    ...destinations.flatMap((name) => preview(config, name, event)),
  ].join('\n');
};

const preview = (config: Config, name: string, event: Event): readonly string[] => {
  const destination = config.destinations.find((candidate) => candidate.name === name);
  const platform = platforms.find((candidate) => candidate.name === destination?.platform);
  if (platform === undefined) return [];
  const parts = platform.format(render(event));
  return parts.flatMap((part, index) => [
    '',
    `── ${name} (${platform.name}), post ${index + 1} of ${parts.length} ──`,
    part.preview,
  ]);
};
