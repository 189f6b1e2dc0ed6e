import { expect, test } from 'vitest';
import { ada, desktop, expectAccessible, mateo, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage({ withWorker: false });

/** The pages are the same in both, so each app shows them in one light and on one screen. */
const apps = [
  {
    app: 'the creators’ app',
    root: '/',
    person: mateo,
    page: { path: 'help', code: /help-page-.*\.js$/ },
    screen: { colorScheme: 'light', viewport: phone },
  },
  {
    app: 'the desk',
    root: '/admin/',
    person: ada,
    page: { path: 'people', code: /people-page-.*\.js$/ },
    screen: { colorScheme: 'dark', viewport: desktop },
  },
] as const;

test.each(apps)(
  'each error page has one main part and is accessible: $app',
  async ({ root, person, page: { path, code }, screen }) => {
    // Whatever has been installed would still open.
    const page = await openPage(`${stage.url}${root}`, { ...screen, serviceWorkers: 'block' });
    const isErrorPage = async (title: string): Promise<void> => {
      await page.locator('h1').getByText(title).waitFor();
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await page.getByRole('main').locator('h1').count()).toBe(1);
      expect(await page.locator('h1').count()).toBe(1);
      await expectAccessible(page);
    };
    await signIn(page, person);
    await page.locator('#content').waitFor();

    await page.goto(`${stage.url}${root}nowhere`);
    await isErrorPage('There is nothing here');

    await page.route(code, (route) => route.abort());
    await page.goto(`${stage.url}${root}${path}`);
    await isErrorPage('This did not load');

    await page.route(/sign-in-page-.*\.js$/, (route) => route.abort());
    await page.goto(`${stage.url}${root}sign-in`);
    await isErrorPage('This did not load');

    await page.route('**/graphql', (route) => route.abort());
    await page.goto(`${stage.url}${root}`);
    await isErrorPage('This did not load');
    await page.context().close();
  },
);
