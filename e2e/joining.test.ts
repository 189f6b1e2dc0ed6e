import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ada, expectAccessible, phone, signIn } from './browser.ts';
import { linkOf } from './mail.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const kim = { ...ada, email: 'kim@demo.example' };
const ines = { email: 'ines@test.example', password: 'seven red bicycles' };

/** Somebody new on a phone, up to the overview of the application. */
async function registered(): Promise<Page> {
  const page = await openPage(`${stage.url}/register`, { viewport: phone });
  await page.getByLabel('Name').fill('Inés Vega');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ines.email);
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

/** Adds one to a question that takes several of many. */
const addTo = (page: Page, field: string, value: string): Promise<unknown> =>
  page.locator(`#question-${field}`).getByLabel('Add one').selectOption(value);

/** A picture of something on paper, handed in and looked through. */
async function upload(page: Page, name: string, position = 0): Promise<void> {
  const paper = sharp({
    create: { width: 1200, height: 800, channels: 3, background: `hsl(${20 * name.length}, 30%, 80%)` },
  });
  const buffer = await paper.jpeg().toBuffer();
  await page
    .getByLabel(/^File: /)
    .nth(position)
    .setInputFiles({ name, mimeType: 'image/jpeg', buffer });
  await page.locator('section[aria-busy="false"]').filter({ hasText: name }).getByRole('img').waitFor();
}

const verdictOn = (desk: Page, section: string) => desk.getByRole('group', { name: `Verdict on ${section}` });

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
  });
  await handIn(page, 'Address');
  await fill(page, {
    country: { select: 'DE' },
    line1: 'Ringstraße 12',
    postalCode: '10115',
    city: 'Berlin',
  });
  await upload(page, 'bill.jpg');
  await handIn(page, 'Social profiles');
  await page.getByLabel('Profile', { exact: true }).fill('https://www.instagram.com/ines.cooks');
  await page.getByRole('button', { name: 'Add profile' }).click();
  await page.getByRole('button', { name: 'I have put it there' }).click();
  await page.getByText('Our team looks').first().waitFor();
  await handIn(page, 'Your topics');
  await fill(page, { niches: { check: ['Food and drink', 'Travel'] } });
  await handIn(page, 'Your audience');
  await fill(page, {
    audienceAges: { numbers: { '18–24': '60', '25–34': '40' } },
    audienceGenders: { numbers: { Women: '70', Men: '30' } },
  });
  await addTo(page, 'audienceCountries', 'DE');
  await fill(page, { audienceCountries: { numbers: { Germany: '80' } } });
  await addTo(page, 'audienceLanguages', 'de');
  await handIn(page, 'Identity document');
  await fill(page, {
    documentType: { select: 'NATIONAL_ID' },
    documentCountry: { select: 'ES' },
    documentNumber: 'BAA 000589',
    documentExpiresOn: '2031-05-06',
  });
  await upload(page, 'front.jpg', 0);
  await upload(page, 'back.jpg', 1);
  await handIn(page, 'Payout account');
  await page.getByLabel('Country of the bank').selectOption('DE');
  await page.getByLabel('Account holder').fill('Inés Vega');
  await page.getByLabel('IBAN').fill('DE91 1000 0000 0123 4567 89');
  await page.getByRole('button', { name: 'Use this account' }).click();
  await page.getByRole('heading', { name: /How shall we make sure/ }).waitFor();
  await expectAccessible(page);
  await page
    .locator('section, li, article, div')
    .filter({ hasText: 'With two small amounts' })
    .last()
    .getByRole('button')
    .click();
  await page.getByText(/Two small amounts are being sent/).waitFor();
  await handIn(page, 'Tax');
  await fill(page, {
    taxCountry: { select: 'DE' },
    taxAsBusiness: { check: ['No'] },
    usPerson: { check: ['No'] },
    taxIdKind: { select: 'STEUER_ID' },
    taxId: '36574261809',
    placeOfBirth: 'Sevilla',
  });

  await handIn(page, 'Terms and consents');
  await page.getByRole('checkbox').first().waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Agree' }).click();
  await page.getByText(/Everything is accepted/).waitFor();
  await page.getByRole('button', { name: 'Hand in and go on' }).click();
  await page.getByText('All of it is with us').waitFor();
  await expectAccessible(page);

  const desk = await openPage(`${stage.url}/admin/`);
  await signIn(desk, kim);
  await desk.getByRole('link', { name: 'Reviews' }).click();
  await desk.getByRole('link', { name: /Inés Vega/ }).click();
  await desk.getByRole('button', { name: 'Take this case' }).click();
  await page.getByText('Somebody is looking at it right now').waitFor();
  const others = ['Person', 'Address', 'Social profiles', 'Topics', 'Audience', 'Payout account', 'Tax', 'Terms'];
  for (const name of others) await verdictOn(desk, name).getByRole('button', { name: 'Accept' }).click();
  await verdictOn(desk, 'Identity document').getByRole('button', { name: 'Return' }).click();
  await desk.getByLabel(/We cannot read the picture/).check();
  await desk.getByRole('region', { name: 'Identity document' }).getByRole('button', { name: 'Return' }).click();
  await expectAccessible(desk);
  // What scrolls are its columns: below the case stands nothing.
  expect(await desk.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
  await desk.keyboard.press('d');
  await desk.getByRole('button', { name: 'Return to the creator' }).click();

  await page.getByText('Almost: something needs another look').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Put right: Identity document' }).click();
  await page.getByText(/We cannot read the picture/).waitFor();
  await upload(page, 'sharper-front.jpg', 0);
  await page.getByRole('button', { name: 'Hand in and go on' }).click();
  await page.getByText('All of it is with us').waitFor();

  await desk.goto(`${stage.url}/admin/reviews`);
  await desk.getByRole('link', { name: /Inés Vega/ }).click();
  await desk.getByRole('button', { name: 'Take this case' }).click();
  await verdictOn(desk, 'Identity document').getByRole('button', { name: 'Accept' }).click();
  await desk.keyboard.press('d');
  await desk.getByRole('button', { name: 'Approve' }).click();

  await page.getByText('You are in. Welcome!').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See what you can do now' }).click();
  const guide = page.getByRole('region', { name: 'Your first steps' });
  await guide.getByText('0 of 8 done').waitFor();
  await expectAccessible(page);
  await guide.getByRole('link', { name: 'Make your first picture' }).click();
  await page.getByRole('button', { name: 'Generate' }).waitFor();
});
