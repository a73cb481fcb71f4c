import { parseArgs } from 'node:util';

export const help = `Shows the bridge at work, without any account: WaConnect, Slack and Discord are stand-ins on this machine.

Usage: npm run demo -- [options]

  (none)      opens a page: a phone on the left, a Slack and a Discord channel on the right
  --port N    the port of the page, 1 to 65535; any that is free unless given
  --once      sends messages of three contacts (words, a photo, a voice message, a reaction, an edit, a
              deletion), prints the six threads with the time from webhook to post, and ends: 0 if every
              message is in its thread once and in order, else 1
  --help      this text

Ctrl-C stops everything. Nothing is left behind.
`;

export type Wish =
  | { readonly kind: 'help' }
  | { readonly kind: 'once' }
  | { readonly kind: 'page'; readonly port: number }
  | { readonly kind: 'unclear'; readonly why: string };

/** What the person at the terminal wants. */
export const readArguments = (words: readonly string[]): Wish => {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h' },
        once: { type: 'boolean' },
        port: { type: 'string' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    if (values.once === true) return { kind: 'once' };
    const port = Number(values.port ?? 0);
    if (/^\d{1,5}$/.test(values.port ?? '0') && port <= 65_535) return { kind: 'page', port };
    return { kind: 'unclear', why: `--port ${values.port}: a port is a number from 1 to 65535.` };
  } catch (error) {
    return { kind: 'unclear', why: error instanceof Error ? error.message : String(error) };
  }
};
