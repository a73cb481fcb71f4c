import { platforms } from '../platforms/registry.ts';
import type { Platform } from '../platforms/platform.ts';
import type { TracedEvent } from '../store/ledger.ts';
import type { Beside } from './ledger.ts';

/** Addresses of posts, by `keyOf`. */
export type Links = ReadonlyMap<string, string>;

/** A person waits for all of them. */
const longestMs = 10_000;

export const keyOf = (
  destination: string,
  { thread, post }: { readonly thread: string; readonly post: string },
): string => `${destination} ${thread} ${post}`;

/**
 * Where a browser shows the posts of these events. Left out are those whose platform cannot be asked: it does not
 * answer, or its credentials are not in this shell's environment. Of a destination that was moved since, the address
 * leads to where it is now.
 */
export const findLinks = async (found: readonly TracedEvent[], config: Beside): Promise<Links> => {
  const signal = AbortSignal.timeout(longestMs);
  const links = new Map<string, string>();
  const asking = new Map<string, Promise<Platform['link']>>();
  for (const { destination: name, posts } of found.flatMap(({ deliveries }) => deliveries)) {
    const destination = config.destinations.find((one) => one.name === name);
    const platform = platforms.find((one) => one.name === destination?.platform);
    const credentials = config.platforms.get(platform?.name ?? '');
    if (destination === undefined || platform === undefined || credentials === undefined) continue;
    const linking = asking.get(platform.name) ?? platform.links(credentials);
    asking.set(platform.name, linking);
    const link = await linking;
    for (const each of posts) {
      const address = await link(destination.place, each.thread, each.post, signal).catch(() => null);
      // Whoever does not answer once is not asked for each post.
      if (address === null) break;
      links.set(keyOf(name, each), address);
    }
  }
  return links;
};
