import { describe, expect, test } from 'vitest';
import { addressFormat } from '../contract/address.ts';
import { problemCodes } from '../contract/checked.ts';
import { countries } from '../contract/countries.ts';
import { spokenLanguages } from '../contract/languages.ts';
import { questions, type Answers } from '../contract/onboarding-questions.ts';

interface Texts {
  [key: string]: string | Texts;
}

const textAt = (texts: Texts, path: string): string | Texts | undefined =>
  path
    .split('.')
    .reduce<string | Texts | undefined>(
      (at, key) => (typeof at === 'object' && Object.hasOwn(at, key) ? at[key] : undefined),
      texts,
    );

const missing = (texts: Texts, paths: readonly string[]): string[] =>
  [...new Set(paths)].filter((path) => typeof textAt(texts, path) !== 'string');

/** Choices that carry their own names. */
const named = ['region', 'taxIdKind'];
const american: Answers = { country: ['US'], taxCountry: ['US'], taxAsBusiness: ['YES'] };

describe.each(spokenLanguages)('in %s', async (language) => {
  const { default: texts } = (await import(`./${language}.ts`)) as { default: Texts & { question: Texts } };

  test('every problem is said', () => {
    expect(
      missing(
        texts,
        problemCodes.map((code) => `problem.${code}`),
      ),
    ).toEqual([]);
  });

  test('every question has a label and a reason', () => {
    expect(
      missing(
        texts,
        questions.flatMap(({ field }) => [`question.${field}.label`, `question.${field}.why`]),
      ),
    ).toEqual([]);
  });

  test('every question has a name for where there is no room for a sentence', () => {
    const named = questions.map(
      ({ field }) => textAt(texts, `question.${field}.short`) ?? textAt(texts, `question.${field}.label`),
    );
    expect(named.filter((name) => typeof name !== 'string' || name.length > 24 || name.includes('?'))).toEqual([]);
  });

  test('every choice has a text', () => {
    const paths = questions
      .filter(({ field, kind }) => kind !== 'YES_NO' && !named.includes(field))
      .flatMap(({ field, choices }) => (choices?.(american) ?? []).map((choice) => `choice.${field}.${choice}`));
    expect(paths.length).toBeGreaterThan(50);
    expect(missing(texts, [...paths, 'answer.YES', 'answer.NO'])).toEqual([]);
  });

  test('every line of an address in every country has a label', () => {
    const labels = countries.flatMap((country) =>
      addressFormat(country).map(({ part, label }) => `address.${part}.${label}`),
    );
    expect(missing(texts, labels)).toEqual([]);
  });

  test('no question is explained that is not asked', () => {
    expect(Object.keys(texts.question).toSorted()).toEqual(questions.map(({ field }) => field).toSorted());
  });
});
