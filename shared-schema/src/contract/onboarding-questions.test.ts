import { describe, expect, test } from 'vitest';
import {
  checkAnswer,
  problemsOf,
  questionOf,
  questions,
  taxFormDue,
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

test.each([
  [{ taxCountry: ['US'], taxAsBusiness: ['YES'] }, 'DE', 'W9'],
  [{ taxCountry: ['DE'], taxAsBusiness: ['NO'], usPerson: ['YES'] }, 'DE', 'W9'],
  [{ taxCountry: ['DE'], taxAsBusiness: ['NO'], usPerson: ['NO'] }, 'US', 'W8BEN'],
  [{ taxCountry: ['JP'], taxAsBusiness: ['YES'], usPerson: ['NO'] }, 'US', 'W8BENE'],
  [{ taxCountry: ['DE'], taxAsBusiness: ['NO'], usPerson: ['NO'] }, 'DE', null],
  [{ taxCountry: ['US'] }, 'US', null],
])('%j, paid from %s, signs %s', (answers, payerCountry, form) =>
  expect(taxFormDue(answers, { payerCountry })).toBe(form),
);

describe('person', () => {
  test('is complete without what may be left out', () => expect(problemsOf('PERSON', lena, day)).toEqual([]));

  test('says everything that is missing at once', () => {
    expect(problemsOf('PERSON', {}, day)).toEqual(
      ['givenName', 'familyName', 'dateOfBirth', 'nationality', 'phone'].map((field) => ({
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

describe('tax', () => {
  test('nothing more is asked before it is known where tax is paid, and as what', () => {
    expect(fieldsOf('TAX', {})).toEqual(['taxCountry', 'taxAsBusiness']);
    expect(fieldsOf('TAX', { taxCountry: ['DE'] })).toEqual(['taxCountry', 'taxAsBusiness', 'usPerson']);
  });

  test('a person in Germany gives a number, of a kind, that fits', () => {
    const answers = { taxCountry: ['DE'], taxAsBusiness: ['NO'], usPerson: ['NO'] };
    expect(problemsOf('TAX', answers, day)).toEqual([
      { field: 'taxIdKind', problem: 'REQUIRED' },
      { field: 'taxId', problem: 'REQUIRED' },
    ]);
    const withNumber = { ...answers, taxIdKind: ['STEUER_ID'], taxId: ['36 574 261 809'] };
    expect(problemsOf('TAX', withNumber, day)).toEqual([]);
    expect(problemsOf('TAX', { ...withNumber, taxId: ['36574261800'] }, day)).toEqual([
      { field: 'taxId', problem: 'TAX_ID_CHECKSUM' },
    ]);
    // What was chosen for another country is not offered here.
    expect(problemsOf('TAX', { ...withNumber, taxIdKind: ['BSN'] }, day)).toEqual([
      { field: 'taxIdKind', problem: 'NOT_OFFERED' },
      { field: 'taxId', problem: 'TAX_ID_KIND' },
    ]);
  });

  test('who has one kind of number is not asked which', () => {
    const answers = { taxCountry: ['NL'], taxAsBusiness: ['NO'], usPerson: ['NO'], taxId: ['111222333'] };
    expect(fieldsOf('TAX', answers)).not.toContain('taxIdKind');
    expect(problemsOf('TAX', answers, day)).toEqual([]);
  });

  test('a payer in the United States, and citizens of them, bring their forms', () => {
    const answers = { taxCountry: ['JP'], taxAsBusiness: ['NO'], usPerson: ['NO'] };
    expect(fieldsOf('TAX', answers)).not.toContain('taxCertified');
    expect(fieldsOf('TAX', answers, { payerCountry: 'US' })).toEqual(
      expect.arrayContaining(['treatyCountry', 'taxCertified']),
    );
    expect(problemsOf('TAX', { ...answers, usPerson: ['YES'], taxId: ['123456789018'] }, day)).toEqual([
      { field: 'usTaxId', problem: 'REQUIRED' },
      { field: 'taxCertified', problem: 'REQUIRED' },
    ]);
    expect(checkAnswer(questionOf('taxCertified')!, ['NO'], { ...day, answers })).toEqual({ problem: 'NOT_OFFERED' });
  });

  test('a company in the Union is asked for its register and its VAT number', () => {
    expect(
      problemsOf(
        'TAX',
        {
          taxCountry: ['ES'],
          taxAsBusiness: ['YES'],
          usPerson: ['NO'],
          businessName: ['Okafor & Hijos, S.L.'],
          taxId: ['J99216582'],
          registrationNumber: ['HRB 🏠'],
          vatId: ['ESB58378432'],
        },
        day,
      ),
    ).toEqual([
      { field: 'registrationNumber', problem: 'TAX_ID_STRUCTURE' },
      { field: 'vatId', problem: 'TAX_ID_CHECKSUM' },
    ]);
  });
});

test('topics and audience are lists', () => {
  expect(problemsOf('NICHES', { niches: ['FOOD', 'TRAVEL'] }, day)).toEqual([]);
  expect(problemsOf('NICHES', {}, day)).toEqual([{ field: 'niches', problem: 'REQUIRED' }]);
  expect(
    problemsOf(
      'AUDIENCE',
      { audienceAges: ['18_24:99'], audienceGenders: ['FEMALE:100'], audienceLanguages: ['de'] },
      day,
    ),
  ).toEqual([
    { field: 'audienceAges', problem: 'SHARES_NOT_100' },
    { field: 'audienceCountries', problem: 'REQUIRED' },
  ]);
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
