import { describe, expect, test } from 'vitest';
import {
  checkAnswer,
  problemsOf,
  questionOf,
  questions,
  visibleQuestions,
  type Answers,
} from './onboarding-questions.ts';

const day = { today: '2026-07-01', minimumAge: 18 };

const lena: Answers = {
  givenName: ['Léna'],
  familyName: ['Okafor'],
  dateOfBirth: ['1998-02-11'],
  nationality: ['NG'],
  phone: ['+49 170 1234567'],
  preferredLanguage: ['en'],
  country: ['DE'],
  line1: ['Lindenstraße 7'],
  city: ['Berlin'],
  postalCode: ['10115'],
};

const fieldsOf = (...given: Parameters<typeof visibleQuestions>): string[] =>
  visibleQuestions(...given).map(({ field }) => field);

test('every field is asked once', () => {
  expect(new Set(questions.map(({ field }) => field)).size).toBe(questions.length);
});

describe('person', () => {
  test('is complete without what may be left out', () => expect(problemsOf('PERSON', lena, day)).toEqual([]));

  test('says everything that is missing at once', () => {
    expect(problemsOf('PERSON', {}, day)).toEqual(
      ['givenName', 'familyName', 'dateOfBirth', 'nationality', 'phone', 'preferredLanguage'].map((field) => ({
        field,
        problem: 'REQUIRED',
      })),
    );
  });

  test('who has one name is not asked for another', () => {
    const answers = { ...lena, givenName: ['Suharto'], familyName: [], singleName: ['YES'] };
    expect(problemsOf('PERSON', answers, day)).toEqual([]);
    expect(fieldsOf('PERSON', answers)).not.toContain('familyName');
  });

  test('who is too young is told', () => {
    expect(problemsOf('PERSON', { ...lena, dateOfBirth: ['2008-07-02'] }, day)).toEqual([
      { field: 'dateOfBirth', problem: 'TOO_YOUNG' },
    ]);
  });
});

describe('address', () => {
  test('only the country is asked before it is known', () => expect(fieldsOf('ADDRESS', {})).toEqual(['country']));

  test('is asked in the order of the country', () => {
    expect(fieldsOf('ADDRESS', lena)).toEqual(['country', 'line1', 'line2', 'postalCode', 'city']);
    expect(fieldsOf('ADDRESS', { country: ['JP'] })).toEqual([
      'country',
      'postalCode',
      'region',
      'city',
      'line1',
      'line2',
    ]);
  });

  test('a country changed asks for what it needs, and checks what stands there by its rules', () => {
    expect(problemsOf('ADDRESS', lena, day)).toEqual([]);
    expect(problemsOf('ADDRESS', { ...lena, country: ['US'], postalCode: ['SW1A 1AA'] }, day)).toEqual([
      { field: 'region', problem: 'REQUIRED' },
      { field: 'postalCode', problem: 'POSTAL_CODE_INVALID' },
    ]);
  });
});

test('an answer is stored in its one form, and can be taken back', () => {
  const phone = questionOf('phone')!;
  const context = { ...day, answers: {} };
  expect(checkAnswer(phone, ['0049 170 1234567'], context)).toEqual({ value: ['+491701234567'] });
  expect(checkAnswer(phone, ['  '], context)).toEqual({ value: [] });
  expect(checkAnswer(phone, ['+491701234567', '+34612345678'], context)).toEqual({ problem: 'TOO_MANY_CHOSEN' });
});

test.each(['__proto__', 'constructor', 'toString'])('%s is no question', (field) => {
  expect(questionOf(field)).toBeUndefined();
});
