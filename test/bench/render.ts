import { render } from '../../src/core/render/render.ts';
import type { Event } from '../../src/core/event.ts';
import type { PlatformDescription } from '../../src/platforms/platform.ts';
import { platforms } from '../../src/platforms/registry.ts';
import { editTo, fileOf, here, messageOf, sceneOf, textOf, withContext } from '../core/events.ts';
import { figure, median, tableOf } from './figures.ts';
import { benchmark } from './frame.ts';

const size = 65_536;
const rounds = 15;
/** Not measured: a bridge that has just started is no measure of one that runs. */
const warmUps = 10;
const ordinaryMs = 2_000;

/** What costs most where a reader goes back over what it has read, or where every sign counts. */
const awkward: readonly (readonly [string, string])[] = [
  ['nothing but stars', '*'],
  ['opened, never closed', '*a '],
  ['all markers mixed', '_*~'],
  ['nested as deep as it goes', '*_~a~_* '],
  ['code never closed', '`a '],
  ['fences', '```a'],
  ['quotes', '> a\n'],
  ['lists', '- *a*\n'],
  ['lists of one number', '1. a\n'],
  ['addresses with brackets', 'https://a.example/)( '],
  ['what begins like an address', 'http://['],
  ['addresses within words', 'xhttp://'],
  ['mentions of both platforms', '<!channel> <@U1> @everyone '],
  ['emoji', '👩🏽‍🚒*a*'],
  ['combining characters', 'e\u0301\u0302\u0303'],
  ['empty lines', '\n'],
  ['plain words', 'nothing to see here '],
];

const sayings: readonly Event[] = [
  textOf('Hello, do you have it in another colour?'),
  textOf('*Yes*, please: https://shop.example/a_b and _two_ of the others.\n- red\n- blue'),
  withContext({ quoted: { id: 'm-0', token: '' }, forwarded: 'once' }),
  messageOf(fileOf('image', {}, 'the roof')),
  messageOf({ kind: 'location', latitude: 37.442, longitude: -122.161, name: 'Café', address: '', url: '' }),
  messageOf({ kind: 'choice', title: 'Priority Mail', description: 'Next day' }),
];
const scene = sceneOf({ file: here(), changes: [] });
const edited = sceneOf({ changes: [editTo({ kind: 'text', text: 'Hello, *do* you have it in blue?' })] });

const show = (platform: PlatformDescription, event: Event, given = scene): number =>
  platform.format(render(event, given)).length;

const time = (act: () => number): { readonly ms: number; readonly posts: number } => {
  let posts = 0;
  for (let round = 0; round < warmUps; round += 1) act();
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    posts = act();
    return performance.now() - startedAt;
  });
  return { ms: median(times), posts };
};

const perSecond = (platform: PlatformDescription): number => {
  const startedAt = performance.now();
  let shown = 0;
  while (performance.now() - startedAt < ordinaryMs) {
    for (const event of sayings) show(platform, event);
    show(platform, textOf('Hello'), edited);
    shown += sayings.length + 1;
  }
  return (shown * 1_000) / (performance.now() - startedAt);
};

await benchmark({
  title: 'Render and format: 64 KiB of awkward text, and ordinary messages',
  longestMs: 90_000,
  run: async ({ say }) => {
    let slowest = 0;
    let isWhole = true;
    const rows = awkward.map(([name, piece]) => {
      const event = textOf(piece.repeat(Math.ceil(size / piece.length)).slice(0, size));
      const cells = platforms.flatMap((platform) => {
        const { ms, posts } = time(() => show(platform, event));
        slowest = Math.max(slowest, ms);
        isWhole &&= posts > 0;
        return [figure(ms, 1), String(posts)];
      });
      return [name, ...cells];
    });
    say(tableOf(['', ...platforms.flatMap(({ name }) => [`${name} ms`, 'posts'])], rows));
    say(
      `\nslowest ${figure(slowest, 1)} ms (aim < 20; median of ${rounds} after ${warmUps} that do not count)`,
    );
    for (const platform of platforms) {
      say(`${platform.name}: ${figure(perSecond(platform), 0)} ordinary messages per second`);
    }
    return Promise.resolve(isWhole);
  },
});
