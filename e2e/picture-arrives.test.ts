import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually } from '../api/test/stage.ts';
import { ada, desktop, expectAccessible, isSamePage, lena, markPage, mateo, phone, signIn } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const prompt = 'A lighthouse in fog at blue hour';

const ask = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(text);
  await page.getByRole('button', { name: /^Generate \d pictures?$/ }).click();
};

/** The picture is drawn, not only its element there. */
const pictureDrawn = async (page: Page, text: string): Promise<void> => {
  const picture = page.getByRole('img', { name: `Picture: ${text}` }).first();
  await picture.waitFor();
  await eventually('the picture has pixels', async () =>
    (await picture.evaluate((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0))
      ? true
      : undefined,
  );
};

/** Where the keyboard goes on. */
const focusIs = async (where: Locator): Promise<void> => {
  const focused = () => where.evaluate((element) => element === document.activeElement);
  await expect.poll(focused, { timeout: 20_000 }).toBe(true);
};

/** How much room a long history takes from what is told of a request, in pixels. */
const takenByHistory = (page: Page): Promise<number> =>
  page.getByRole('list', { name: 'Recent requests' }).evaluate((history) => {
    const told = history.previousElementSibling!;
    const before = told.clientHeight;
    const tiles = Array.from({ length: 40 }, () => history.lastElementChild!.cloneNode(true) as Element);
    history.append(...tiles);
    const after = told.clientHeight;
    for (const tile of tiles) tile.remove();
    return before - after;
  });

test('a picture asked for on a phone arrives without reload, and staff watch the same job', async () => {
  const desk = await openPage(`${stage.url}/admin/`, { viewport: desktop });
  await signIn(desk, ada);
  await desk.getByRole('heading', { name: 'Image requests', exact: true }).waitFor();
  await markPage(desk);

  const studio = await openPage(`${stage.url}/studio`, { viewport: phone });
  await signIn(studio, lena);
  await studio.getByText('200 of 200 left this month').waitFor();
  await expectAccessible(studio);
  await markPage(studio);
  await ask(studio, prompt);

  await studio.getByRole('progressbar', { name: `Progress of ${prompt}` }).waitFor();
  await desk.getByText(prompt).first().waitFor();
  await pictureDrawn(studio, prompt);
  await studio.getByText('199 of 200 left this month').waitFor();
  await expectAccessible(studio);
  expect(await isSamePage(studio)).toBe(true);

  await desk
    .getByRole('row', { name: new RegExp(prompt) })
    .getByText('Completed')
    .waitFor();
  expect(await isSamePage(desk)).toBe(true);
  await expectAccessible(desk);

  await studio.context().close();
  await desk.context().close();
});

test('a picture is kept in the gallery: opened, used again, deleted and brought back', async () => {
  const page = await openPage(`${stage.url}/gallery`, { viewport: phone, colorScheme: 'dark' });
  await signIn(page, lena);
  await page.getByRole('link', { name: new RegExp(prompt) }).click();
  await pictureDrawn(page, prompt);
  await page.getByText('Preview engine, made without an AI model').waitFor();
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.png$/);

  await page.getByRole('button', { name: 'Delete' }).press('Enter');
  await page.getByText('Picture deleted.').waitFor();
  await focusIs(page.getByRole('heading', { name: 'Gallery' }));
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByText('Picture is back.').waitFor();
  await focusIs(page.getByRole('heading', { name: 'Gallery' }));
  await page.getByRole('link', { name: new RegExp(prompt) }).click();

  await page
    .getByRole('link', { name: 'Use these settings' })
    .or(page.getByRole('button', { name: 'Use these settings' }))
    .click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Prompt' }).inputValue()).toBe(prompt);
  await page.context().close();
});

test('a request is cancelled, costs nothing, and is asked for again', async () => {
  const page = await openPage(`${stage.url}/studio`, { viewport: desktop });
  await signIn(page, lena);
  await page.getByText('199 of 200 left this month').waitFor();
  await page.getByText('High', { exact: true }).click();
  await page.getByText('4', { exact: true }).click();
  // Nobody draws, so that nothing can be ready before it is cancelled.
  await stage.worker.kill();
  await ask(page, 'A slow river seen from above');
  await page.getByText('195 of 200 left this month').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).press('Enter');
  await focusIs(page.getByRole('button', { name: 'Try again' }));
  // The last picture comes back to the middle; the cancelled request stays in the history.
  await page.getByRole('button', { name: 'Show: A slow river seen from above' }).click();
  await page.getByText('You cancelled this.').waitFor();
  expect(await takenByHistory(page)).toBe(0);
  await page.getByRole('button', { name: 'Back to the newest' }).click();
  await page.getByText('199 of 200 left this month').waitFor();

  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await focusIs(page.getByRole('article').filter({ hasText: 'Waiting' }));
  await stage.worker.start();
  // Four large pictures: a busy machine draws for a while.
  await page.getByRole('img', { name: 'Picture 4 of 4: A slow river seen from above' }).waitFor({ timeout: 90_000 });
  await page.getByText('195 of 200 left this month').waitFor();

  await page.getByRole('link', { name: 'Picture 4 of 4: A slow river seen from above' }).click();
  await page.getByRole('button', { name: 'Next picture', disabled: false }).waitFor();
  const opened = page.url();
  await page.getByRole('button', { name: 'Delete' }).press('Enter');
  await page.waitForURL((url) => url.href !== opened);
  await page.getByRole('button', { name: 'Next picture' }).waitFor();
  await focusIs(page.getByRole('button', { name: 'Delete' }));
  await page.context().close();
});

test('a page that was cut off from the API reads again and misses nothing', async () => {
  const page = await openPage(`${stage.url}/studio`, { viewport: desktop });
  await signIn(page, lena);
  await markPage(page);
  await ask(page, 'A red door in a white wall');
  await page.getByRole('progressbar', { name: 'Progress of A red door in a white wall' }).waitFor();
  await stage.api.kill();
  await stage.api.start();

  await pictureDrawn(page, 'A red door in a white wall');
  expect(await isSamePage(page)).toBe(true);
  await page.context().close();
});

test('new requests are counted while somebody points at a row, where they cover nothing and move nothing', async () => {
  const studio = await openPage(`${stage.url}/studio`, { viewport: phone });
  await signIn(studio, mateo);
  await studio.getByText(/left this month/).waitFor();
  const desk = await openPage(`${stage.url}/admin/requests`, { viewport: { width: 1280, height: 800 } });
  await signIn(desk, ada);
  const row = desk.getByRole('row', { name: new RegExp(prompt) }).first();
  await row.hover();
  const before = await row.boundingBox();
  await ask(studio, 'A harbour at noon');

  const news = desk.getByRole('button', { name: '1 new' });
  await news.waitFor();
  const covered = await news.evaluate((button) => {
    const place = button.getBoundingClientRect();
    return [...document.querySelectorAll('main :is(h1, a, button, input, select, [role="columnheader"], [role="row"])')]
      .filter((other) => other !== button)
      .filter((other) => {
        const { left, right, top, bottom } = other.getBoundingClientRect();
        return left < place.right && place.left < right && top < place.bottom && place.top < bottom;
      })
      .map((other) => other.outerHTML);
  });
  expect(covered).toEqual([]);
  expect(await row.boundingBox()).toEqual(before);
  await expectAccessible(desk);

  await news.press('Enter');
  await desk.getByRole('link', { name: 'A harbour at noon' }).waitFor();
  expect(await news.count()).toBe(0);
  // What was pressed has gone; the next Tab goes on from the list.
  await desk.keyboard.press('Tab');
  expect(await desk.evaluate(() => document.activeElement?.textContent)).toBe('Columns');

  await studio.context().close();
  await desk.context().close();
});
