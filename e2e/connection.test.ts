import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, desktop, expectAccessible, lena, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage({ withWorker: false, hostname: 'localhost' });

const words = 'You are offline. What you see may be out of date.';

const scrollTo = (page: Page, part: number): Promise<void> =>
  page.evaluate((to) => window.scrollTo(0, to * (document.body.scrollHeight - window.innerHeight)), part);

/** Where on the screen everything of the page and of the menu stands. A bar that keeps to the lower edge makes room for the banner. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *, nav a')]
      .filter((each) => {
        const bar = each.closest('[class*="submit"]');
        return !each.closest('[role=status], time') && (bar === null || getComputedStyle(bar).position !== 'sticky');
      })
      .map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return [each.tagName, each.textContent.replaceAll(/\d/g, '').slice(0, 20), x, y, width, height].join(' ');
      }),
  );

/** Controls that no scrolling brings out from under the banner. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate((text) => {
    const banner = [...document.querySelectorAll('[role=status] p')].find((each) => each.textContent === text)!;
    const over = banner.getBoundingClientRect();
    return [...document.querySelectorAll('a, button, input, select, textarea')]
      .filter((each) => {
        if (!each.checkVisibility()) return false;
        each.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = each.getBoundingClientRect();
        return right > over.left && left < over.right && bottom > over.top + 1 && top < over.bottom - 1;
      })
      .map((each) => each.textContent || each.outerHTML);
  }, words);

const apps = [
  { app: 'the desk', person: ada, paths: ['/admin/reviews', '/admin/settings'] },
  { app: 'the creators’ app', person: lena, paths: ['/', '/studio', '/profile'] },
];
const screens = [
  { screen: 'phone', viewport: phone },
  { screen: 'desktop', viewport: desktop },
];

test.each(apps.flatMap((app) => screens.map((screen) => ({ ...app, ...screen }))))(
  'a lost connection is told without moving what is read and without covering what is used: $app, $screen',
  async ({ person, paths, viewport }) => {
    const page = await openPage(`${stage.url}${paths[0]}`, { viewport });
    const banner = page.getByText(words);
    await signIn(page, person);
    await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' });
    for (const path of paths) {
      await page.goto(`${stage.url}${path}`);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      for (const part of [0, 1]) {
        await scrollTo(page, part);
        const before = await places(page);
        await page.context().setOffline(true);
        await banner.waitFor();
        expect(await places(page), path).toEqual(before);
        await page.context().setOffline(false);
        await banner.waitFor({ state: 'detached' });
        expect(await places(page), path).toEqual(before);
      }
      await page.context().setOffline(true);
      await banner.waitFor();
      expect(await covered(page), path).toEqual([]);
      if (path === paths.at(-1))
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme });
          await expectAccessible(page);
        }
      await page.context().setOffline(false);
    }
    await page.context().close();
  },
);

/** What the keyboard comes to and cannot be seen whole, for what keeps to an edge of the screen. */
async function hidden(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const key of ['Tab', 'Shift+Tab'])
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press(key);
      const name = await page.evaluate(() => {
        const focused = document.activeElement!;
        if (!focused.closest('main')) return null;
        const { left, width, top, bottom } = focused.getBoundingClientRect();
        const isSeen = [top + 3, bottom - 3].every((y) => {
          const seen = document.elementFromPoint(left + width / 2, y);
          return seen !== null && focused.parentElement!.contains(seen);
        });
        return isSeen ? null : focused.textContent || focused.outerHTML;
      });
      if (name !== null) found.push(name);
    }
  return found;
}

test.each([
  { screen: 'a phone', viewport: phone },
  { screen: 'a phone with half of it taken by a keyboard', viewport: { width: 390, height: 360 } },
  { screen: 'a desktop', viewport: { width: 1280, height: 700 } },
])('what gets the focus is not behind what keeps to an edge: $screen', async ({ viewport }) => {
  const page = await openPage(`${stage.url}/studio`, { viewport });
  await signIn(page, lena);
  for (const [path, title] of [
    ['/studio', 'Studio'],
    ['/security', 'Security'],
  ] as const) {
    await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' });
    await page.goto(`${stage.url}${path}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    expect(await hidden(page), path).toEqual([]);
  }
  await page.context().close();
});
