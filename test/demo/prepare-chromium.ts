import { findChromium } from './chromium.ts';
import { installChromium } from './install-chromium.ts';

/** Before all tests: what an installation does to a machine is over when they begin. Elsewhere who has no browser skips. */
export const setup = (): void => {
  // Never skipped there: a page that nobody has looked at is no demo.
  if (process.env['CI'] === 'true' && findChromium() === null) installChromium();
};
