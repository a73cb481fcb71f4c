import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { expect, onTestFinished, type TestContext } from 'vitest';
import { chromiumArguments, findChromium } from './chromium.ts';
import { startShow, type Show } from './show.ts';

/** A demo that runs, and a page of it in a real browser. */
export interface OpenDemo {
  readonly page: Page;
  readonly show: Show;
  readonly phone: Locator;
  readonly slack: Locator;
  readonly discord: Locator;
  /** Chooses the person and types the message, as with a mouse and a keyboard. */
  write(person: string, text: string): Promise<void>;
}

/** Both are closed when the test has ended. Skips the test where there is no browser. */
export const openDemo = async (context: TestContext): Promise<OpenDemo> => {
  const executablePath = findChromium();
  if (executablePath === null)
    context.skip('there is no Chromium: "npm run chromium" installs it, or CHROMIUM names its file');
  const show = await startShow();
  onTestFinished(show.close);
  const browser: Browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: [...chromiumArguments],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, timezoneId: 'Europe/Berlin' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  onTestFinished(() => expect(complaints).toEqual([]));
  await page.goto(show.url);
  await page.getByRole('radio', { name: 'Ana Torres' }).waitFor();

  const write: OpenDemo['write'] = async (person, text) => {
    await page.getByText(person, { exact: true }).first().click();
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };
  const region = (name: string): Locator => page.getByRole('region', { name });
  return {
    ...{ page, show, write },
    ...{ phone: region('WhatsApp'), slack: region('Slack'), discord: region('Discord') },
  };
};

/** The posts of the open thread, as an agent reads them. */
export const postsIn = (platform: Locator): Promise<string[]> =>
  platform.locator('.posts .body').allInnerTexts();

/** Tabs on until it has the focus: whoever has no mouse gets there as well. */
export const tabTo = async (page: Page, wanted: Locator): Promise<void> => {
  for (let steps = 0; steps < 60; steps += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('60 tabs did not lead there');
};
