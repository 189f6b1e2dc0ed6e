import { describe, expect, test } from 'vitest';
import { checkAddress, checkAddressPart } from './address.ts';
import { checkAba, checkAccountNumber, checkBic, checkIban, checkSortCode } from './bank-account.ts';
import { checkBirthDate } from './birth-date.ts';
import { problemCodes, type Checked } from './checked.ts';
import { checkCountry, countries } from './countries.ts';
import { checkAnswer, problemsOf, questions, questionSections } from './onboarding-questions.ts';
import { checkPersonName } from './person-name.ts';
import { checkPhone } from './phone.ts';
import { checkSocialProfile, socialPlatforms } from './social-handle.ts';
import { checkTaxId, checkVatId, hasVatId, taxIdKinds } from './tax-id.ts';

/** The same numbers in every run: what fails once, fails again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const next = numbers(20_260_701);

/** Halves of surrogates, controls, directions, letters of every plane, and what means something to parsers. */
const pieces: (() => string)[] = [
  () => String.fromCharCode(next(0x1_00_00)),
  () => String.fromCodePoint(next(0x11_00_00)),
  () => String.fromCharCode(32 + next(95)),
  () => String.fromCharCode(32 + next(95)),
  () => String(next(10)),
  () => String(next(10)),
  () => String.fromCharCode(65 + next(26)),
  () =>
    ['\0', '\u202e', '\u200b', '\ud800', '%00', '%', '://', '@', '/', '..', 'https://', '👩‍👩‍👧', 'е', '-', ' '][next(15)]!,
];

const strange = (): string => Array.from({ length: next(40) }, () => pieces[next(pieces.length)]!()).join('');

const country = (): string => (next(10) === 0 ? strange() : countries[next(countries.length)]!);
const typed = (): string =>
  [
    strange,
    () => `https://www.instagram.com/${strange()}`,
    () => `DE${next(100)}${strange()}`,
    () => strange().replace(/\D/g, '') + String(next(1e9)),
    () => '',
  ][next(5)]!();

const context = { today: '2026-07-01', minimumAge: 18 };

const checks: Record<string, (text: string) => Checked<unknown>> = {
  name: (text) => checkPersonName(text, { part: 'given' }),
  birthDate: (text) => checkBirthDate(text, context),
  phone: checkPhone,
  country: checkCountry,
  postalCode: (text) => checkAddressPart(country(), 'postalCode', text),
  region: (text) => checkAddressPart(country(), 'region', text),
  line: (text) => checkAddressPart(country(), 'line1', text),
  profile: (text) => checkSocialProfile(socialPlatforms[next(socialPlatforms.length)]!, text),
  iban: checkIban,
  bic: (text) => checkBic(text, { country: country() }),
  routingNumber: checkAba,
  sortCode: checkSortCode,
  accountNumber: (text) => checkAccountNumber(text, { country: country() }),
};

const known: ReadonlySet<string> = new Set(problemCodes);
const isAnswered = (checked: Checked<unknown>): boolean => 'value' in checked || known.has(checked.problem);

describe('whatever is typed is answered, and never kept when it could harm', () => {
  test.each(Object.entries(checks))('%s', (_, check) => {
    for (let round = 0; round < 1500; round += 1) {
      const text = typed();
      const checked = check(text);
      if ('problem' in checked) expect(known.has(checked.problem), JSON.stringify(text)).toBe(true);
      else
        expect(JSON.stringify(checked.value), JSON.stringify(text)).not.toMatch(/\\u0000|\\ud8|[\u202a-\u202e\u200b]/);
    }
  });

  test('tax numbers, by every rule of every country', () => {
    for (const of of countries) {
      const kinds = [true, false].flatMap((business) => taxIdKinds(of, { business }).map(({ kind }) => kind));
      for (const kind of kinds)
        for (let round = 0; round < 40; round += 1) expect(isAnswered(checkTaxId(of, kind, typed()))).toBe(true);
      if (hasVatId(of))
        for (let round = 0; round < 40; round += 1) expect(isAnswered(checkVatId(of, typed()))).toBe(true);
    }
  });

  test('every question, and every section', () => {
    for (let round = 0; round < 300; round += 1) {
      const answers = Object.fromEntries(
        questions.map(({ field, kind }) => [
          field,
          kind === 'COUNTRY' ? [country()] : Array.from({ length: next(4) }, () => typed()),
        ]),
      );
      for (const question of questions)
        expect(isAnswered(checkAnswer(question, answers[question.field]!, { ...context, answers }))).toBe(true);
      for (const section of questionSections)
        for (const problem of problemsOf(section, answers, { ...context, payerCountry: country() }))
          expect(isAnswered(problem)).toBe(true);
    }
  });

  test('a whole address', () => {
    for (let round = 0; round < 500; round += 1) {
      const checked = checkAddress({ country: country(), line1: typed(), postalCode: typed() });
      // The town is missing.
      expect('problems' in checked && checked.problems.every(isAnswered)).toBe(true);
    }
  });
});

test('what is stored is accepted again, and stays as it is', () => {
  let kept = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const text = typed();
    for (const check of [checks['name']!, (line: string) => checkAddressPart('DE', 'line1', line)]) {
      const once = check(text);
      if ('problem' in once) continue;
      kept += 1;
      expect(check(String(once.value)), JSON.stringify(text)).toEqual(once);
    }
  }
  expect(kept).toBeGreaterThan(100);
});

test('a megabyte is answered within the time of a test', () => {
  for (const text of ['1', 'a', 'é', '@', '/', '%', '\u0338', '👩‍👩‍👧', '\u200d'].map((piece) => piece.repeat(1_000_000)))
    for (const check of Object.values(checks)) expect(check(text)).toHaveProperty('problem');
});
