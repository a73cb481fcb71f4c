import type { PlatformDescription } from '../../platforms/platform.ts';
import type { Destination } from '../config.ts';
import type { Finding, Path } from '../mistakes/finding.ts';
import { didYouMean } from '../mistakes/nearest.ts';
import { showable } from '../mistakes/secrecy.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';

/** What is wrong between destinations, the platforms they are on, and the routes that name them. */
export const lintDestinations = (
  root: Written,
  readable: readonly Destination[],
  registry: readonly PlatformDescription[],
): readonly Finding[] => [
  ...lintPlatforms(root, registry),
  ...lintPlaces(readable, registry),
  ...lintTargets(root),
  ...lintOperators(root),
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
  const names = keysOf(root, 'destinations');
  return routes.items.flatMap((item, index) => {
    const to = childOf(item, 'to');
    const path: Path = ['routes', index, 'to'];
    const places = to?.kind === 'list' ? to.items.map((_, each) => [...path, each]) : [path];
    const seen = new Set<string>();
    return places.flatMap((place) => {
      const written = find(root, place);
      if (written?.kind !== 'scalar' || typeof written.value !== 'string' || written.value === '') return [];
      if (written.expansion === 'failed') return [];
      const twice = seen.has(written.value);
      seen.add(written.value);
      const at = positionOf(root, place);
      if (twice)
        return [{ at, path: place, message: 'stands here twice. Once is enough: an event is posted once.' }];
      return names.includes(written.value)
        ? []
        : [{ at, path: place, message: unknown(showable(root, place), names) }];
    });
  });
};

const lintOperators = (root: Written): readonly Finding[] => {
  const path = ['operators'];
  const written = find(root, path);
  if (written?.kind !== 'scalar' || typeof written.value !== 'string' || written.expansion === 'failed')
    return [];
  const names = keysOf(root, 'destinations');
  if (written.value === '' || names.includes(written.value)) return [];
  return [{ at: positionOf(root, path), path, message: unknown(showable(root, path), names) }];
};

const unknown = (shown: string | null, names: readonly string[]): string => {
  if (names.length === 0) return '"destinations" defines none.';
  const meant = shown === null ? '' : didYouMean(shown, names);
  const what = shown === null ? 'no destination has this name.' : `no destination is named "${shown}".`;
  return what + (meant === '' ? ` There is: ${names.join(', ')}.` : meant);
};

const keysOf = (root: Written, key: string): readonly string[] => {
  const group = childOf(root, key);
  return group?.kind === 'group' ? [...group.entries.keys()] : [];
};
