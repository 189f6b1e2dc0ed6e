import { expect, test } from 'vitest';
import { lena, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage({ withWorker: false, hostname: 'localhost' });

interface Manifest {
  name: string;
  display: string;
  start_url: string;
  icons: { src: string; sizes: string; purpose?: string }[];
}

test('the creators’ app can be installed: a name, a start, pictures in every size, and a worker', async () => {
  const page = await openPage(stage.url, { viewport: phone });
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const answer = await page.request.get(new URL(link!, stage.url).href);
  expect(answer.headers()['content-type']).toMatch(/^application\/manifest\+json/);
  const manifest = (await answer.json()) as Manifest;
  expect(manifest).toMatchObject({ name: 'InfluenceGen', display: 'standalone', start_url: '/' });
  const drawn = await page.evaluate(
    async (icons) =>
      Promise.all(
        icons.map(async ({ src }) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }),
      ),
    manifest.icons,
  );
  expect(drawn).toEqual(manifest.icons.map(({ sizes }) => sizes));
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)).toBe(`${stage.url}/`);
  await page.context().close();
});

test('without a network it opens, says so, and goes on when the network is back; nothing of a person is kept in it', async () => {
  const page = await openPage(stage.url, { viewport: phone });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await signIn(page, lena);
  await page.getByRole('link', { name: 'Studio' }).first().waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Studio' }).first().waitFor();

  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('The server cannot be reached').waitFor();

  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Studio' }).first().waitFor();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
  await page.context().close();
});

test('a device without room for it gets the app of today from the network, not the one of yesterday', async () => {
  const page = await openPage(stage.url, { viewport: phone });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page
    .context()
    .serviceWorkers()[0]!
    .evaluate(async () => {
      const cache = await caches.open('pages');
      await cache.put('/', new Response('yesterday', { headers: { 'content-type': 'text/html' } }));
      Cache.prototype.put = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
    });
  await page.reload();
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  await page.context().close();
});

test('the desk below /admin/ is left to itself', async () => {
  const page = await openPage(stage.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${stage.url}/admin/`);
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  await page.context().setOffline(true);
  await expect(page.reload()).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
  await page.context().close();
});
