import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { beforeAll, inject } from 'vitest';
import { type Stage, type StageOptions, startStage } from '../api/test/stage.ts';
import { desktop } from './browser.ts';

interface PageOptions {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  serviceWorkers?: 'block';
}

interface OnStage {
  /** Empty until the first journey begins. */
  stage: Stage;
  /** A person with a browser of their own: nothing is shared with other pages. */
  openPage: (url: string, options?: PageOptions) => Promise<Page>;
}

/** What the journeys of one file share: the product on a database of its own and a browser, until the last has ended. */
export function onStage(options: Omit<StageOptions, 'durable' | 'template'> = {}): OnStage {
  const stage = {} as Stage;
  let browser: Browser;
  beforeAll(async () => {
    const template = inject('stageTemplate');
    const [started, opened] = await Promise.all([startStage({ ...options, durable: false, template }), openBrowser()]);
    Object.assign(stage, started);
    browser = opened;
    return async () => {
      await browser.close();
      await stage.stop();
    };
  });
  return {
    stage,
    openPage: async (url, options) => {
      const context = await browser.newContext({
        viewport: desktop,
        locale: 'en-GB',
        reducedMotion: 'reduce',
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(url);
      return page;
    },
  };
}

/** The browser that comes from npm: nothing has to be installed on the machine. */
const openBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Not the package's own arguments: those are for a single short-lived page and switch web security off.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    headless: true,
  });
