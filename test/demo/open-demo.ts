import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, type TestContext } from 'vitest';
import { chromiumArguments, findChromium } from './chromium.ts';
import { startShow, type Show } from './show.ts';
import type { StageOptions } from './stage.ts';

/** A demo that runs, and a page of it in a real browser. */
export interface OpenDemo {
  readonly page: Page;
  readonly show: Show;
  readonly phone: Locator;
  readonly slack: Locator;
  readonly discord: Locator;
  /** Chooses the person and types the message, as with a mouse and a keyboard. */
  write(person: string, text: string): Promise<void>;
  choose(person: string): Promise<void>;
  /** Sends what the menu beside the words offers, or the one below the phone. */
  attach(item: string): Promise<void>;
  sendOdd(item: string): Promise<void>;
  /** Does something with the bubble that says this. */
  actOn(words: string, action: string): Promise<void>;
}

/** What is waited for on a page: asked ten times a second, since each answer makes the browser lay the page out. */
export const eventually = { timeout: 20_000, interval: 100 };

type OpenDemoIn = (context: TestContext, options?: StageOptions) => Promise<OpenDemo>;

/**
 * Opens demos in one browser, which is closed after the tests of the file; a demo and its page when its test has ended.
 * Skips the test where there is no browser.
 */
export const createOpenDemo = (): OpenDemoIn => {
  let launched: Promise<Browser> | null = null;
  afterAll(async () => {
    await (await launched)?.close();
  });
  return async (context, options = {}) => {
    const executablePath = findChromium();
    if (executablePath === null)
      context.skip('there is no Chromium: "npm run chromium" installs it, or CHROMIUM names its file');
    launched ??= chromium.launch({ executablePath: executablePath ?? '', args: [...chromiumArguments] });
    return openIn(await launched, options);
  };
};

const openIn = async (browser: Browser, options: StageOptions): Promise<OpenDemo> => {
  const show = await startShow(0, options);
  onTestFinished(show.close);
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, timezoneId: 'Europe/Berlin' });
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  onTestFinished(() => expect(complaints).toEqual([]));
  await page.goto(show.url);
  await page.getByRole('radio', { name: 'Ana Torres' }).waitFor();

  const region = (name: string): Locator => page.getByRole('region', { name });
  return {
    ...{ page, show, ...handsOn(page) },
    ...{ phone: region('WhatsApp'), slack: region('Slack'), discord: region('Discord') },
  };
};

const handsOn = (page: Page): Pick<OpenDemo, 'write' | 'choose' | 'attach' | 'sendOdd' | 'actOn'> => {
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const pick = (name: string): Promise<void> => page.getByRole('menuitem', { name, exact: true }).click();
  const choose = (person: string): Promise<void> =>
    page.locator('#people').getByText(person, { exact: true }).click();
  return {
    choose,
    write: async (person, text) => {
      await choose(person);
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await press('Send');
    },
    attach: async (item) => {
      await press('Attach');
      await pick(item);
    },
    sendOdd: async (item) => {
      await press('More…');
      await pick(item);
    },
    actOn: async (words, action) => {
      const bubble = page.locator('.bubble').filter({ hasText: words }).last();
      await bubble.hover();
      await bubble.getByRole('button', { name: 'Message options' }).click();
      await pick(action);
    },
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
