import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

/** The browser, and fonts for what customers write: without them a picture shows boxes. */
const packages = ['chromium', 'fonts-liberation', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];
const byHand = `install Chromium or Google Chrome, or set CHROMIUM to the file of one that you have.`;

/** Makes sure that there is a Chromium, and answers its file. Throws a sentence that says what to do. */
export const installChromium = (): string => {
  const found = findChromium();
  if (found !== null) return found;
  if (!existsSync('/etc/debian_version')) throw new Error(`This is no Debian: ${byHand}`);
  if (process.getuid?.() !== 0)
    throw new Error(`Only root can install packages: run this as root, or ${byHand}`);
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', ...packages);
  const installed = findChromium();
  if (installed === null) throw new Error(`apt-get brought no Chromium: ${byHand}`);
  return installed;
};

const aptGet = (...words: readonly string[]): void => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', words, { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`apt-get ${words[0]} ended with ${error?.message ?? status}: ${byHand}`);
};

if (import.meta.main) {
  try {
    console.log(`Chromium is ${installChromium()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
