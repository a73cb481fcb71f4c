import { cleanText } from '../clean.ts';
import type { Link } from '../post.ts';

const longestAddress = 2_000;

/** A link to a place of somebody else's: its text is the address, so that everybody sees where it leads. `null` unless http(s). */
export const foreignLink = (address: string): Link | null => {
  if (address.length > longestAddress) return null;
  const url = URL.parse(cleanText(address).trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  // As the browser reads it: a host in look-alike letters shows itself, and no sign in it is left to act.
  return { text: url.href, url: url.href };
};

/** A link of ours. */
export const openLink = (url: string | null): Link | null => (url === null ? null : { text: 'open', url });
