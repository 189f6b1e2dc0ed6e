import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, startStage } from '../api/test/stage.ts';
import { expectAccessible, openBrowser, openPage, phone } from './browser.ts';
import { linkOf } from './mail.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage({ durable: false }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const ines = { email: 'ines@test.example', password: 'seven red bicycles' };

/** Somebody new on a phone, up to the overview of the application. */
async function registered(): Promise<Page> {
  const page = await openPage(browser, `${stage.url}/register`, { viewport: phone });
  await page.getByLabel('Name').fill('Inés Vega');
  await page.getByLabel('E-mail').fill(ines.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(ines.password);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.goto(await linkOf(stage, 'accounts.confirmAddress'));
  await page.getByRole('textbox', { name: 'Password' }).fill(ines.password);
  await page.getByRole('button', { name: 'Confirm and go in' }).click();
  await page.getByText('Let’s get you in').waitFor();
  return page;
}

/** By field: a text, what to choose from a list, or the label of an option. */
type Filled = Record<string, string | { select: string } | { check: string[] } | { numbers: Record<string, string> }>;

async function fill(page: Page, answers: Filled): Promise<void> {
  for (const [field, answer] of Object.entries(answers)) {
    const question = page.locator(`#question-${field}`);
    await question.waitFor();
    if (typeof answer === 'string') await question.locator('input').fill(answer);
    else if ('select' in answer) await question.locator('select').selectOption(answer.select);
    else if ('check' in answer)
      for (const label of answer.check) await question.getByLabel(label, { exact: true }).check();
    else
      for (const [label, text] of Object.entries(answer.numbers))
        await question.getByLabel(label, { exact: true }).fill(text);
  }
}

/** Hands the open section in and waits for the next one, whose title is given. */
async function handIn(page: Page, next: string): Promise<void> {
  await page.getByRole('button', { name: 'Hand in and go on' }).click();
  await page.getByRole('heading', { level: 1, name: next }).waitFor();
  await expectAccessible(page);
}

test('a creator joins: from the first click to the open studio, with one document that comes back', async () => {
  const page = await registered();
  await page.getByRole('link', { name: 'Begin with: About you' }).click();
  await fill(page, {
    givenName: 'Inés',
    familyName: 'Vega',
    dateOfBirth: '1996-02-29',
    nationality: { select: 'ES' },
    phone: '+34 612 34 56 78',
    preferredLanguage: { select: 'en' },
  });
  await handIn(page, 'Address');
  await fill(page, {
    country: { select: 'DE' },
    line1: 'Ringstraße 12',
    postalCode: '10115',
    city: 'Berlin',
  });
  expect(page.url()).toContain('/onboarding/address');
});
