import { describe, expect, test } from 'vitest';
import { addressFormat, checkAddress, checkAddressPart, type Address } from './address.ts';
import { checkCountry, countries, countriesByName, countryName, isInEea, isInEu } from './countries.ts';

test('every country of ISO 3166 is known by its name', () => {
  expect(countries).toHaveLength(250);
  expect(new Set(countries).size).toBe(250);
  for (const country of countries) expect(countryName(country, 'en')).not.toBe(country);
  expect(countryName('DE', 'es')).toBe('Alemania');
  expect(
    countriesByName('es')
      .map(({ name }) => name)
      .slice(0, 3),
  ).toEqual(['Afganistán', 'Albania', 'Alemania']);
});

test.each(['', 'de', 'DEU', 'ZZ', 'UK', 'EU', '__proto__', 'D\0'])('%j is no country', (text) => {
  expect(checkCountry(text)).toHaveProperty('problem');
});

test('27 countries are in the Union, 30 in its economic area', () => {
  expect(countries.filter(isInEu)).toHaveLength(27);
  expect(countries.filter(isInEea)).toHaveLength(30);
  expect(isInEea('CH')).toBe(false);
});

const partsOf = (country: string): string =>
  addressFormat(country)
    .map(({ part, required }) => part + (required ? '!' : ''))
    .join(' ');

test.each([
  ['DE', 'line1! line2 postalCode! city!'],
  ['GB', 'line1! line2 city! postalCode!'],
  ['US', 'line1! line2 city! region! postalCode!'],
  ['JP', 'postalCode! region! city! line1! line2'],
  ['AE', 'line1! line2 city! region!'],
  ['IE', 'line1! line2 city! region postalCode'],
  ['HK', 'line1! line2 city! region'],
  ['AO', 'line1! line2 city!'],
  ['AQ', 'line1! line2 city! postalCode'],
  ['toString', 'line1! line2 city! postalCode'],
])('%s asks %s', (country, parts) => expect(partsOf(country)).toBe(parts));

test('every country has a street and a town, each part once, and its own example is valid', () => {
  for (const country of countries) {
    const format = addressFormat(country);
    const parts = format.map(({ part }) => part);
    expect(parts, country).toEqual(expect.arrayContaining(['line1', 'city']));
    expect(new Set(parts).size, country).toBe(parts.length);
    for (const { part, example, choices } of format) {
      if (example) expect(checkAddressPart(country, part, example), country).toEqual({ value: example });
      for (const { code, name } of choices ?? []) {
        expect(checkAddressPart(country, part, name), name).toEqual({ value: code });
        expect(checkAddressPart(country, part, code), code).toEqual({ value: code });
      }
    }
  }
});

describe('postal codes', () => {
  test.each([
    ['DE', '10115', '10115'],
    ['DE', 'D-10115', '10115'],
    ['AT', 'A-1010', '1010'],
    ['FR', '75 001', '75001'],
    ['NL', '1012ab', '1012 AB'],
    ['SE', '11122', '111 22'],
    ['PL', '00001', '00-001'],
    ['PT', '1000001', '1000-001'],
    ['LV', '1010', 'LV-1010'],
    ['LV', 'lv1010', 'LV-1010'],
    ['LT', '01100', 'LT-01100'],
    ['IE', 'd02x285', 'D02 X285'],
    ['IE', 'D6W XK28', 'D6W XK28'],
    ['MT', 'vlt1117', 'VLT 1117'],
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', 'M1 1AE', 'M1 1AE'],
    ['GB', 'CR2-6XH', 'CR2 6XH'],
    ['GB', 'EC1A1BB', 'EC1A 1BB'],
    ['CH', '8001', '8001'],
    ['US', '94105', '94105'],
    ['US', '941051234', '94105-1234'],
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['AU', '2000', '2000'],
    ['NZ', '6011', '6011'],
    ['JP', '１００－０００１', '100-0001'],
    ['BR', '01310100', '01310-100'],
    ['MX', '06600', '06600'],
    ['IN', '110 001', '110001'],
    ['ZA', '8001', '8001'],
    ['AR', 'c1425clc', 'C1425CLC'],
    ['AQ', 'biqq 1zz', 'BIQQ 1ZZ'],
  ])('in %s %j is %s', (country, typed, code) =>
    expect(checkAddressPart(country, 'postalCode', typed)).toEqual({ value: code }),
  );

  test.each([
    ['DE', '1011', 'POSTAL_CODE_INVALID'],
    ['DE', '101155', 'POSTAL_CODE_INVALID'],
    ['DE', '1O115', 'POSTAL_CODE_INVALID'],
    ['GB', 'SW1A 1A', 'POSTAL_CODE_INVALID'],
    ['US', '9410', 'POSTAL_CODE_INVALID'],
    ['CA', '123456', 'POSTAL_CODE_INVALID'],
    ['AT', 'LV-1010x', 'POSTAL_CODE_INVALID'],
    ['DE', '１０11\u202e5', 'INVISIBLE_CHARACTERS'],
    ['DE', '10115\0', 'CONTROL_CHARACTERS'],
    ['DE', '', 'REQUIRED'],
    ['AQ', 'x'.repeat(13), 'POSTAL_CODE_INVALID'],
    ['AQ', "1' or '1", 'POSTAL_CODE_INVALID'],
  ])('in %s %j: %s', (country, typed, problem) =>
    expect(checkAddressPart(country, 'postalCode', typed)).toEqual({ problem }),
  );
});

test.each([
  ['line1', 'Lindenstraße 7, 3. Stock (links)', 'Lindenstraße 7, 3. Stock (links)'],
  ['line1', '12/A, M.G. Road #4', '12/A, M.G. Road #4'],
  ['line1', 'ул. Ленина, д. 5', 'ул. Ленина, д. 5'],
  ['line1', 'شارع الملك فهد ١٢', 'شارع الملك فهد ١٢'],
  ['line1', '千代田１－１', '千代田1-1'],
  ['line2', '', ''],
  ['city', "L'Hospitalet", "L'Hospitalet"],
] as const)('%s %j is stored as %j', (part, typed, value) =>
  expect(checkAddressPart('DE', part, typed)).toEqual({ value }),
);

test.each([
  ['line1', '', 'REQUIRED'],
  ['line1', '🏠 7', 'ADDRESS_CHARACTERS'],
  ['line1', '---', 'ADDRESS_CHARACTERS'],
  ['line1', '<script>', 'ADDRESS_CHARACTERS'],
  ['line1', 'Lindenstrаße 7', 'LOOKALIKE_LETTERS'],
  ['line1', 'Linden\u202e 7', 'INVISIBLE_CHARACTERS'],
  ['line1', 'x'.repeat(121), 'TOO_LONG'],
  ['city', '12345', 'ADDRESS_CHARACTERS'],
] as const)('%s %j: %s', (part, typed, problem) => expect(checkAddressPart('DE', part, typed)).toEqual({ problem }));

test('a state may be written out, without its accents', () => {
  expect(checkAddressPart('US', 'region', 'california')).toEqual({ value: 'CA' });
  expect(checkAddressPart('BR', 'region', 'sao paulo')).toEqual({ value: 'SP' });
  expect(checkAddressPart('US', 'region', 'Bavaria')).toEqual({ problem: 'REGION_UNKNOWN' });
});

test('a whole address keeps only what its country uses, and says everything that is wrong', () => {
  const typed: Address = {
    country: 'AE',
    line1: 'Al Wasl Road 7',
    city: 'Dubai',
    region: 'dubai',
    postalCode: '00000',
  };
  expect(checkAddress(typed)).toEqual({
    value: { country: 'AE', line1: 'Al Wasl Road 7', city: 'Dubai', region: 'DU' },
  });
  expect(checkAddress({ country: 'DE', city: '🏠', postalCode: '1' })).toEqual({
    problems: [
      { field: 'line1', problem: 'REQUIRED' },
      { field: 'postalCode', problem: 'POSTAL_CODE_INVALID' },
      { field: 'city', problem: 'ADDRESS_CHARACTERS' },
    ],
  });
  expect(checkAddress({ country: 'XX' })).toEqual({ problems: [{ field: 'country', problem: 'COUNTRY_UNKNOWN' }] });
});
