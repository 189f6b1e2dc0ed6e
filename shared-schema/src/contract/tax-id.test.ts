import { describe, expect, test } from 'vitest';
import { countries, isInEea, isInEu } from './countries.ts';
import { checkTaxId, checkUsTaxId, checkVatId, hasVatId, taxIdKinds, taxQuestions } from './tax-id.ts';

test.each([
  ['DE', 'STEUER_ID', '36 574 261 809', '36574261809'],
  ['ES', 'NIF', '54362315-K', '54362315K'],
  ['ES', 'NIE', 'x-2482300w', 'X2482300W'],
  ['ES', 'CIF', 'J99216582', 'J99216582'],
  ['FR', 'SPI', '30 23 217 600 053', '3023217600053'],
  ['IT', 'CODICE_FISCALE', 'RCCMNL83S18D969H', 'RCCMNL83S18D969H'],
  ['NL', 'BSN', '1112.22.333', '111222333'],
  ['PL', 'PESEL', '44051401359', '44051401359'],
  ['PL', 'NIP', '856-734-62-15', '8567346215'],
  ['GB', 'UTR', '1955839661', '1955839661'],
  ['GB', 'NINO', 'ab 12 34 56 c', 'AB123456C'],
  ['US', 'SSN', '536-90-4399', '536904399'],
  ['US', 'ITIN', '912-90-3456', '912903456'],
  ['US', 'EIN', '91-1144442', '911144442'],
  ['BR', 'CPF', '390.533.447-05', '39053344705'],
  ['FI', 'HETU', '131052-308t', '131052-308T'],
  ['BE', 'NN', '85.07.30-033 28', '85073003328'],
  ['AT', 'TIN', '59-119/9013', '591199013'],
  ['PT', 'NIF', '123456789', '123456789'],
  ['CH', 'AHV', '756.9217.0769.85', '7569217076985'],
  ['IE', 'PPS', '6433435F', '6433435F'],
  ['IN', 'PAN', 'aappv8261k', 'AAPPV8261K'],
  ['AU', 'TFN', '123 456 782', '123456782'],
  ['CA', 'SIN', '123-456-782', '123456782'],
  ['ZA', 'TIN', '0001339050', '0001339050'],
  ['GR', 'AFM', '094259216', '094259216'],
  ['HU', 'ADOAZONOSITO', '8071592153', '8071592153'],
  ['HU', 'ADOSZAM', '12892312-2-41', '12892312241'],
  ['JP', 'MY_NUMBER', '1234 5678 9018', '123456789018'],
  ['KE', 'TAX_ID', 'a 0012-3456 7z', 'A001234567Z'],
])('%s %s: %s is %s', (country, kind, typed, value) => {
  const checked = checkTaxId(country, kind, typed);
  expect('value' in checked && checked.value.replace('-', '')).toBe(value.replace('-', ''));
  expect(checkTaxId(country, kind, value)).toEqual(checked);
});

test.each([
  ['DE', 'STEUER_ID', '36574261800', 'TAX_ID_CHECKSUM'],
  ['DE', 'STEUER_ID', '3657426180', 'TAX_ID_LENGTH'],
  ['ES', 'NIF', '54362315A', 'TAX_ID_CHECKSUM'],
  ['NL', 'BSN', '111252333', 'TAX_ID_CHECKSUM'],
  ['HU', 'ADOAZONOSITO', '8071592154', 'TAX_ID_CHECKSUM'],
  ['HU', 'ADOSZAM', '12892313241', 'TAX_ID_CHECKSUM'],
  ['JP', 'MY_NUMBER', '123456789012', 'TAX_ID_CHECKSUM'],
  ['US', 'SSN', '666-12-3456', 'TAX_ID_STRUCTURE'],
  ['US', 'ITIN', '812-90-3456', 'TAX_ID_STRUCTURE'],
  ['US', 'SSN', '000000000', 'TAX_ID_STRUCTURE'],
  ['DE', 'BSN', '111222333', 'TAX_ID_KIND'],
  ['DE', 'TAX_ID', '1234567', 'TAX_ID_KIND'],
  ['KE', 'TAX_ID', '123', 'TAX_ID_STRUCTURE'],
  ['KE', 'TAX_ID', 'x1'.repeat(13), 'TAX_ID_STRUCTURE'],
  ['KE', 'TAX_ID', 'Аb12345', 'LOOKALIKE_LETTERS'],
  ['DE', 'STEUER_ID', '３６574261809', 'LOOKALIKE_LETTERS'],
  ['DE', 'STEUER_ID', '36574261809\0', 'CONTROL_CHARACTERS'],
  ['DE', 'STEUER_ID', '', 'REQUIRED'],
  ['DE', 'STEUER_ID', '9'.repeat(1_000_000), 'TOO_LONG'],
  ['__proto__', 'toString', '1234567', 'TAX_ID_KIND'],
])('%s %s: %j: %s', (country, kind, typed, problem) => expect(checkTaxId(country, kind, typed)).toEqual({ problem }));

test.each([
  ['DE', '136,695 976', 'DE136695976'],
  ['DE', 'DE136695976', 'DE136695976'],
  ['GR', 'GR 094259216', 'EL094259216'],
  ['AT', 'U13585627', 'ATU13585627'],
  ['CH', 'CHE-107.787.577 MWST', 'CHE107787577MWST'],
  ['NO', 'NO 995 525 828 MVA', 'NO995525828MVA'],
  ['GB', '980 7806 84', 'GB980780684'],
  ['CH', 'che107787577 tva', 'CHE107787577MWST'],
  ['NO', '995525828', 'NO995525828MVA'],
  ['ES', 'ESB58378431', 'ESB58378431'],
])('the VAT number of %s %j is %s', (country, typed, value) => {
  expect(checkVatId(country, typed)).toEqual({ value });
  expect(checkVatId(country, value)).toEqual({ value });
});

test.each([
  ['DE', 'DE136695978'],
  ['DE', 'FR40303265045'],
  ['DE', ''],
  ['US', '911144442'],
])('of %s %j is no VAT number', (country, typed) => expect(checkVatId(country, typed)).toHaveProperty('problem'));

test('an American number is taken whichever it is', () => {
  for (const typed of ['536-90-4399', '912-90-3456', '91-1144442']) expect(checkUsTaxId(typed)).toHaveProperty('value');
  expect(checkUsTaxId('123')).toHaveProperty('problem');
});

describe('which numbers there are', () => {
  const kinds = (country: string, business: boolean): string[] =>
    taxIdKinds(country, { business }).map(({ kind }) => kind);

  test.each([
    ['DE', ['STEUER_ID', 'STEUERNUMMER'], ['STEUERNUMMER']],
    ['ES', ['NIF', 'NIE'], ['CIF']],
    ['US', ['SSN', 'ITIN', 'EIN'], ['EIN']],
    ['BR', ['CPF'], ['CNPJ']],
    ['KE', ['TAX_ID'], ['TAX_ID']],
  ])('%s: a person %j, a business %j', (country, person, business) => {
    expect(kinds(country, false)).toEqual(person);
    expect(kinds(country, true)).toEqual(business);
  });

  test('every country has one for each, and every country of the Union a rule and a VAT number', () => {
    for (const country of countries) {
      for (const business of [true, false]) {
        const found = kinds(country, business);
        expect(found.length, country).toBeGreaterThan(0);
        expect(new Set(found).size, country).toBe(found.length);
      }
      if (!isInEu(country)) continue;
      expect(kinds(country, false), country).not.toContain('TAX_ID');
      expect(hasVatId(country), country).toBe(true);
    }
  });
});

describe('what has to be asked', () => {
  test.each([
    ['DE', { business: false }, ['DAC7']],
    ['DE', { business: true }, ['DAC7', 'VAT']],
    ['NO', { business: true }, ['DAC7']],
    ['US', { business: false }, ['W9']],
    ['DE', { business: false, usPerson: true, payerCountry: 'US' }, ['W9', 'DAC7']],
    ['DE', { business: false, payerCountry: 'US' }, ['W8BEN', 'DAC7']],
    ['JP', { business: true, payerCountry: 'US' }, ['W8BENE']],
    ['JP', { business: true, payerCountry: 'DE' }, []],
    ['GB', { business: true }, []],
  ])('%s %j: %j', (country, taxpayer, forms) => expect(taxQuestions(country, taxpayer).forms).toEqual(forms));

  const asked = (...given: Parameters<typeof taxQuestions>): string =>
    taxQuestions(...given)
      .fields.map(({ field, required }) => field + (required ? '!' : ''))
      .join(' ');

  test.each([
    ['DE', { business: false }, 'taxIdKind! taxId! placeOfBirth'],
    ['NL', { business: true }, 'businessName! taxId! registrationNumber! vatId'],
    ['NL', { business: false, usPerson: true }, 'taxId! usTaxId! placeOfBirth taxCertified!'],
    ['US', { business: true }, 'businessName! taxId! taxClassification! taxCertified!'],
    ['AE', { business: false }, 'taxId'],
    ['AE', { business: true, payerCountry: 'US' }, 'businessName! taxId! treatyCountry taxCertified!'],
  ])('%s %j: %s', (country, taxpayer, fields) => expect(asked(country, taxpayer)).toBe(fields));

  test('nobody in the economic area is paid without what DAC7 asks for', () => {
    for (const country of countries.filter(isInEea)) {
      expect(asked(country, { business: true }), country).toContain('registrationNumber!');
      expect(asked(country, { business: false }), country).toContain('taxId!');
    }
  });
});
