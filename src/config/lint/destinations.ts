import type { PlatformDescription } from '../../platforms/platform.ts';
import type { Destination } from '../config.ts';
import type { Finding, Path } from '../mistakes/finding.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';
import { keysOf, lintName } from './names.ts';

/** What is wrong between destinations, the platforms they are on, and the routes that name them. */
export const lintDestinations = (
  root: Written,
  readable: readonly Destination[],
  registry: readonly PlatformDescription[],
): readonly Finding[] => [
  ...lintPlatforms(root, registry),
  ...lintPlaces(readable, registry),
  ...lintTargets(root),
  ...lintName(root, ['operators']),
  ...lintFallbacks(root),
];

/** A destination is of no use on a platform without credentials. */
const lintPlatforms = (root: Written, registry: readonly PlatformDescription[]): readonly Finding[] => {
  const configured = find(root, ['platforms']);
  // Absent or no group: the schema says so, once.
  if (configured?.kind !== 'group') return [];
  return keysOf(root, 'destinations').flatMap((name) => {
    const path = ['destinations', name, 'platform'];
    const written = find(root, path);
    const platform = registry.find((each) => written?.kind === 'scalar' && written.value === each.name)?.name;
    if (platform === undefined || configured.entries.has(platform)) return [];
    const message = `"platforms" has no credentials for ${platform}. Add "${platform}:" there, or remove this destination.`;
    return [{ at: positionOf(root, path), path, message }];
  });
};

/** The same event would be shown twice in one place, and one thread would have two writers. */
const lintPlaces = (
  readable: readonly Destination[],
  registry: readonly PlatformDescription[],
): readonly Finding[] => {
  const first = new Map<string, Destination>();
  return readable.flatMap((destination) => {
    const { name, platform, place, line, column } = destination;
    const id = registry.find((each) => each.name === platform)?.placeId(place);
    const other = first.get(`${platform} ${id}`);
    if (other === undefined) {
      first.set(`${platform} ${id}`, destination);
      return [];
    }
    const message = `is the same place as destination "${other.name}" on line ${other.line}. Keep one of the two.`;
    return [{ at: { line, column }, path: ['destinations', name], message }];
  });
};

/** What routes name exists, and is named once by each. */
const lintTargets = (root: Written): readonly Finding[] => {
  const routes = childOf(root, 'routes');
  if (routes?.kind !== 'list') return [];
  return routes.items.flatMap((item, index) => {
    const to = childOf(item, 'to');
    const path: Path = ['routes', index, 'to'];
    const places = to?.kind === 'list' ? to.items.map((_, each) => [...path, each]) : [path];
    const seen = new Set<string>();
    return places.flatMap((place) => {
      const written = find(root, place);
      const value = written?.kind === 'scalar' && written.expansion !== 'failed' ? written.value : null;
      if (typeof value !== 'string') return [];
      const at = positionOf(root, place);
      if (seen.has(value))
        return [{ at, path: place, message: 'stands here twice. Once is enough: an event is posted once.' }];
      seen.add(value);
      return lintName(root, place);
    });
  });
};

/** Posts go from one destination to another one, and not before they have waited. */
const lintFallbacks = (root: Written): readonly Finding[] =>
  keysOf(root, 'destinations').flatMap((name) => {
    const path = ['destinations', name, 'fallback'];
    const after = find(root, ['destinations', name, 'fallbackAfter']);
    const to = find(root, path);
    if (to === undefined)
      return after === undefined
        ? []
        : [{ at: after.keyAt, path: [...path.slice(0, 2), 'fallbackAfter'], message: lonely }];
    if (to.kind === 'scalar' && to.value === name)
      return [
        { at: to.at, path, message: 'is this destination itself. Name another one, or remove this line.' },
      ];
    return lintName(root, path);
  });

const lonely = 'stands without "fallback". Say where posts go after that time, or remove this line.';
