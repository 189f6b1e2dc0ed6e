import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { demoTotpSecret } from '../api/src/accounts/demo-factor.ts';
import { codeAt } from '../api/src/accounts/totp.ts';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

export const lena = { email: 'lena@demo.example', password: 'studio-demo-1' };
export const mateo = { email: 'mateo@demo.example', password: 'studio-demo-1' };
export const ada = { email: 'ada@demo.example', password: 'desk-demo-1', totpSecret: demoTotpSecret };

interface Person {
  email: string;
  password: string;
  /** Of those who are asked for a second factor. */
  totpSecret?: string;
}

export async function signIn(page: Page, { email, password, totpSecret }: Person): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  if (totpSecret === undefined) return;
  await page.getByLabel('Code').fill(await freshCode(totpSecret));
  await page.getByRole('button', { name: 'Confirm' }).click();
}

const codeSeconds = 30;
const lastSteps = new Map<string, number>();

/** Before it arrives, a code that is accepted because it was the current one a moment ago may have become too old. */
const spareSeconds = 10;

/** No code is accepted twice; those just before and after the current one are accepted too. */
export async function freshCode(totpSecret: string): Promise<string> {
  const current = (seconds = 0): number => Math.floor((Date.now() / 1000 + seconds) / codeSeconds);
  const step = Math.max(current(spareSeconds) - 1, (lastSteps.get(totpSecret) ?? 0) + 1);
  lastSteps.set(totpSecret, step);
  while (step > current() + 1) await new Promise((resolve) => setTimeout(resolve, 200));
  return codeAt(totpSecret, new Date(step * codeSeconds * 1000));
}

/** WCAG 2.1 A and AA, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // Our pages have no frames. Else every element that passes is described and carried to a second page: twice the time.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
    [],
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

/** True while the page has not been loaded anew since the mark was set. */
export const markPage = (page: Page): Promise<void> =>
  page.evaluate(() => void (document.body.dataset['mark'] = 'same page'));
export const isSamePage = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.body.dataset['mark'] === 'same page');
