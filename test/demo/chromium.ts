import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium to drive: the one that $CHROMIUM names, else one where systems put it; null where there is none. */
export const findChromium = (named = process.env['CHROMIUM']): string | null =>
  (named === undefined ? places : [named]).find((file) => existsSync(file)) ?? null;

/** For a browser that runs as root in a container, and asks nobody outside for anything. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
