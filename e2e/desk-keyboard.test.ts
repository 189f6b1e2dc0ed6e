import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ada, expectAccessible, freshCode } from './browser.ts';
import { onStage } from './on-stage.ts';

const { stage, openPage } = onStage();

const sections = [
  'Person',
  'Address',
  'Social profiles',
  'Topics',
  'Audience',
  'Identity document',
  'Payout account',
  'Tax',
  'Terms',
];

const checklist = [
  ['l', 'Legible'],
  ['i', 'In date'],
  ['g', 'Genuine'],
] as const;

/** As somebody signs in who never takes the hands off the keys, up to the queue. */
async function atTheQueue(): Promise<Page> {
  const desk = await openPage(`${stage.url}/admin/`, { viewport: { width: 1280, height: 800 } });
  await desk.evaluate(() => {
    addEventListener('pointerdown', () => void (document.body.dataset['mouse'] = 'used'), { capture: true });
    addEventListener('keydown', () => void (document.body.dataset['keys'] += '.'), { capture: true });
  });
  await desk.getByRole('textbox', { name: 'E-mail' }).focus();
  await desk.keyboard.type('kim@demo.example');
  await desk.keyboard.press('Tab');
  await desk.keyboard.type('desk-demo-1');
  await desk.keyboard.press('Enter');
  await desk.getByLabel('Code').focus();
  await desk.keyboard.type(await freshCode(ada.totpSecret));
  await desk.keyboard.press('Enter');
  await desk.getByRole('link', { name: 'Reviews' }).waitFor();
  await desk.keyboard.press('Control+k');
  await desk.keyboard.type('Reviews');
  await desk.getByRole('option', { name: 'Reviews' }).waitFor();
  await desk.keyboard.press('Enter');
  await desk.getByRole('table', { name: 'Cases' }).waitFor();
  return desk;
}

const caseOf = (desk: Page, name: string): Promise<void> =>
  desk.getByRole('heading', { level: 1, name: new RegExp(`^Case \\d+: ${name}$`) }).waitFor();
const verdict = (desk: Page, section: string, said: 'Accept' | 'Return'): Promise<void> =>
  desk
    .getByRole('group', { name: `Verdict on ${section}` })
    .getByRole('button', { name: said, pressed: true })
    .waitFor();

/** The first one is before the reviewer already; the key goes to it, and on to the others. */
async function lookAt(desk: Page, first: string, ...others: string[]): Promise<void> {
  const shown = (name: string): Promise<void> => desk.getByRole('img', { name: `${name}, page 1 of 1` }).waitFor();
  await shown(first);
  await desk.keyboard.press('v');
  for (const name of others) {
    await desk.keyboard.press('v');
    await shown(name);
  }
}

/** What a case takes: keys of the reviewer, and time of the product while these are pressed without a pause to think. */
async function paceOf(desk: Page, work: () => Promise<void>): Promise<{ keys: number; seconds: number }> {
  await desk.evaluate(() => void (document.body.dataset['keys'] = ''));
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  return { keys: await desk.evaluate(() => document.body.dataset['keys']!.length), seconds };
}

const say = (what: string, { keys, seconds }: { keys: number; seconds: number }): void =>
  console.log(`${what}: ${keys} keys, ${seconds.toFixed(2)} s until the next case is there`);

test('a reviewer approves one creator and returns another, and never touches the mouse', async () => {
  const desk = await atTheQueue();
  await desk.keyboard.press('n');
  await caseOf(desk, 'Yuki Tanaka');
  const approved = await paceOf(desk, async () => {
    await lookAt(desk, 'Front', 'Proof of address');
    // The hands are in the document still: it is ticked off there.
    for (const [key, tick] of checklist) {
      await desk.keyboard.press(key);
      await desk.getByRole('group', { name: tick }).getByRole('button', { name: 'Yes', pressed: true }).waitFor();
    }
    // No verdict waits for the one before it.
    for (const _ of sections) await desk.keyboard.press('a');
    await desk.keyboard.press('d');
    await desk.getByText('All 9 sections are accepted.').waitFor();
    await desk.keyboard.press('Enter');
    await caseOf(desk, 'Tomás Ferreira');
    await desk.getByRole('img', { name: 'Front, page 1 of 1' }).waitFor();
  });
  say('Approved, both documents looked at', approved);
  expect(approved.keys).toBe(2 + checklist.length + sections.length + 2);

  await expectAccessible(desk);
  // A note has the letters of the hotkeys in it.
  await desk.keyboard.press('n');
  await desk.keyboard.type('drac: looks fine, only the picture is bad');
  await desk.keyboard.press('Control+Enter');
  await desk.getByRole('listitem').filter({ hasText: 'drac: looks fine, only the picture is bad' }).waitFor();
  const returned = await paceOf(desk, async () => {
    await lookAt(desk, 'Front', 'Proof of address');
    for (const section of sections) {
      await desk.keyboard.press(section === 'Identity document' ? 'r' : 'a');
      if (section !== 'Identity document') continue;
      await desk.getByRole('checkbox', { name: /We cannot read the picture/ }).waitFor();
      await desk.keyboard.press('1');
      await desk.keyboard.press('2');
      await desk.keyboard.press('Enter');
      await verdict(desk, section, 'Return');
    }
    await desk.keyboard.press('d');
    await desk.getByText('Goes back to the creator: Identity document.').waitFor();
    await desk.keyboard.press('Enter');
    await caseOf(desk, 'Luca Bianchi');
    await desk.getByRole('img', { name: 'Front, page 1 of 1' }).waitFor();
  });
  say('Returned for two reasons', returned);
  expect(returned.keys).toBe(2 + sections.length + 3 + 2);

  // Somebody else has decided first about the one that is due next.
  await desk.getByText('The same payout account').waitFor();
  // Keys that zoom, turn and move the page mean nothing else while the hands are in the document.
  await desk.keyboard.press('v');
  const page = desk.getByRole('img', { name: 'Front, page 1 of 1' });
  const middle = async (): Promise<number> => {
    const { x, width } = (await page.boundingBox())!;
    return x + width / 2;
  };
  const whole = await middle();
  await desk.keyboard.press('+');
  await desk.keyboard.press('+');
  // What is in the middle stays there.
  await expect.poll(async () => Math.abs((await middle()) - whole)).toBeLessThan(2);
  await desk.keyboard.press('ArrowRight');
  await expect.poll(middle).toBeLessThan(whole - 10);
  await desk.keyboard.press('t');
  expect(await page.getAttribute('data-turn')).toBe('90');
  await desk.keyboard.press('0');
  await desk.keyboard.press('Escape');
  await expectAccessible(desk);

  // With nothing focused Escape is the browser's own: it asks once whether it may close, and then no more.
  await desk.keyboard.press('d');
  await desk.getByRole('button', { name: 'Reject…' }).press('Enter');
  const rejection = desk.getByRole('textbox', { name: /What the creator can do/ });
  await rejection.fill('Come back at 18.');
  const question = desk.getByRole('dialog', { name: 'Leave without saving?' });
  for (const _ of ['asks', 'asks no more']) {
    await desk.evaluate(() => (document.activeElement as HTMLElement).blur());
    await desk.keyboard.press('Escape');
    await question.waitFor();
    await desk.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await rejection.waitFor();
  }
  expect(await rejection.inputValue()).toBe('Come back at 18.');
  await rejection.press('Escape');
  await question.getByRole('button', { name: 'Discard it' }).press('Enter');
  await rejection.waitFor({ state: 'detached' });
  await desk.keyboard.press('Escape');
  await desk.getByRole('dialog').waitFor({ state: 'detached' });

  await desk.keyboard.press('u');
  await desk.getByRole('button', { name: /Take this case/ }).waitFor();

  const decided = await stage.sql<{ decision: string; reasons: string[] }>(
    `select decision, coalesce((select reasons from review_verdict where case_id = c.id and outcome = 'RETURN'), '{}') as reasons
     from review_case c where decided_at > now() - interval '5 minutes' order by decided_at`,
  );
  expect(decided).toEqual([
    { decision: 'APPROVED', reasons: [] },
    { decision: 'RETURNED', reasons: ['BLURRED', 'CUT_OFF'] },
  ]);
  expect(await desk.evaluate(() => document.body.dataset['mouse'])).toBeUndefined();
});
