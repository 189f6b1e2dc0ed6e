import { countrySpecs } from 'ibantools';
import { describe, expect, test } from 'vitest';
import {
  bankFormat,
  checkAba,
  checkAccountNumber,
  checkBankAccount,
  checkBic,
  checkIban,
  checkSortCode,
  formatIban,
  formatSortCode,
  maskAccountNumber,
  maskIban,
} from './bank-account.ts';

const german = 'DE89370400440532013000';

// The examples of the IBAN registry.
test.each(
  (
    'AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 ' +
    'AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 BH67BMAG00001299123456 ' +
    'BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 ' +
    'CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243 ' +
    'DO28BAGR00000001212453611324 EE382200221020145685 EG380019000500000000263180002 ES9121000418450200051332 ' +
    'FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 ' +
    'GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 ' +
    'HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 ' +
    'IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302 ' +
    'KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114 LC55HEMM000100010012001200023015 ' +
    'LI21088100002324013AA LT121000011101001000 LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030 ' +
    'MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 MR1300020001010000123456753 ' +
    'MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947 ' +
    'PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154 ' +
    'QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519 ' +
    'SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 ' +
    'SM86U0322509800000000270100 ST23000100010051845310146 SV62CENR00000000000000700025 TL380080012345678910157 ' +
    'TN5910006035183598478831 TR330006100519786457841326 UA213223130000026007233566001 VA59001123000012345678 ' +
    'VG96VPVG0000012345678901 XK051212012345678906'
  ).split(' '),
)('%s is an IBAN', (iban) => {
  expect(checkIban(iban)).toEqual({ value: iban });
  expect(checkIban(formatIban(iban).toLowerCase())).toEqual({ value: iban });
});

test.each([
  [' DE89 3704 0044 0532 0130 00 ', german],
  ['IBAN: DE89-3704-0044-0532-0130-00', german],
  ['DE89\u00a03704\u202f0044 0532 0130 00', german],
])('%j is %s', (typed, iban) => expect(checkIban(typed)).toEqual({ value: iban }));

test.each([
  ['', 'REQUIRED'],
  ['US89370400440532013000', 'IBAN_COUNTRY'],
  ['ZZ89370400440532013000', 'IBAN_COUNTRY'],
  ['GF4120041010050500013M02606', 'IBAN_COUNTRY'],
  ['__proto__', 'IBAN_COUNTRY'],
  ['370400440532013000', 'IBAN_COUNTRY'],
  ['DE8937040044053201300', 'IBAN_LENGTH'],
  ['DE893704004405320130000', 'IBAN_LENGTH'],
  ['DE89 3704 0044 O532 0130 00', 'IBAN_STRUCTURE'],
  ['DE88370400440532013000', 'IBAN_CHECKSUM'],
  ['DE89370400440532010300', 'IBAN_CHECKSUM'],
  ['CH4431999123000889012', 'IBAN_QR'],
  ['DЕ89370400440532013000', 'LOOKALIKE_LETTERS'],
  ['ΝL91ABNA0417164300', 'LOOKALIKE_LETTERS'],
  ['ＤＥ89370400440532013000', 'LOOKALIKE_LETTERS'],
  ['DE89３７04004405320130００', 'LOOKALIKE_LETTERS'],
  ['DE89٣٧0400440532013000', 'LOOKALIKE_LETTERS'],
  ['LT12100001110100100\u{1D7CE}', 'LOOKALIKE_LETTERS'],
  ['FıI2112345600000785', 'LOOKALIKE_LETTERS'],
  ['DE89\u200b370400440532013000', 'INVISIBLE_CHARACTERS'],
  ['\u202eDE89370400440532013000', 'INVISIBLE_CHARACTERS'],
  ['DE89370400440532013000\0', 'CONTROL_CHARACTERS'],
  [`DE${'8'.repeat(90)}`, 'TOO_LONG'],
  ['D'.repeat(1_000_000), 'TOO_LONG'],
])('the IBAN %j: %s', (typed, problem) => expect(checkIban(typed)).toEqual({ problem }));

test('one character mistyped anywhere, or two neighbours swapped, is always seen', () => {
  for (let at = 2; at < german.length; at += 1) {
    const other = String((Number(german[at]) + 1) % 10);
    expect(checkIban(german.slice(0, at) + other + german.slice(at + 1))).toHaveProperty('problem');
    if (at + 1 === german.length || german[at] === german[at + 1]) continue;
    const swapped = german.slice(0, at) + german[at + 1] + german[at] + german.slice(at + 2);
    expect(checkIban(swapped)).toHaveProperty('problem');
  }
});

test('check digits that banks never compute are refused', () => {
  // 97 more or less leaves mod 97 as it is: 98 and 01 are the same to it.
  const account = '37040044000000';
  const tails = Array.from({ length: 2000 }, (_, at) => account + String(at).padStart(4, '0'));
  const tail = tails.find((each) => 'value' in checkIban(`DE98${each}`));
  expect(tail).toBeDefined();
  expect(checkIban(`DE01${tail}`)).toEqual({ problem: 'IBAN_CHECKSUM' });
});

test.each([
  ['DEUTDEFF', {}, { value: 'DEUTDEFF' }],
  ['deut de ff 500', {}, { value: 'DEUTDEFF500' }],
  ['DEUTDEFFXXX', {}, { value: 'DEUTDEFF' }],
  ['DEUTDEFF', { country: 'DE' }, { value: 'DEUTDEFF' }],
  ['DEUTDEFF', { country: 'FR' }, { problem: 'BIC_COUNTRY' }],
  ['BNPAFRPP', { country: 'GP' }, { value: 'BNPAFRPP' }],
  ['DEUTDEF', {}, { problem: 'BIC_INVALID' }],
  ['DEUTDEFF50', {}, { problem: 'BIC_INVALID' }],
  ['DEUTQQFF', {}, { problem: 'BIC_INVALID' }],
  ['1234DEFF', {}, { problem: 'BIC_INVALID' }],
  ['DEUTDEF0', {}, { problem: 'BIC_TEST' }],
  ['DЕUTDEFF', {}, { problem: 'LOOKALIKE_LETTERS' }],
])('the BIC %s with %j: %j', (typed, context, expected) => expect(checkBic(typed, context)).toEqual(expected));

test.each([
  ['021000021', { value: '021000021' }],
  ['0210-0002-1', { value: '021000021' }],
  ['121042882', { value: '121042882' }],
  ['322271627', { value: '322271627' }],
  ['021000022', { problem: 'ROUTING_NUMBER_CHECKSUM' }],
  ['012000021', { problem: 'ROUTING_NUMBER_CHECKSUM' }],
  ['000000000', { problem: 'ROUTING_NUMBER_CHECKSUM' }],
  ['500000005', { problem: 'ROUTING_NUMBER_CHECKSUM' }],
  ['02100002', { problem: 'ROUTING_NUMBER_LENGTH' }],
  ['02100002X', { problem: 'ROUTING_NUMBER_LENGTH' }],
  ['０21000021', { problem: 'LOOKALIKE_LETTERS' }],
])('the routing number %s: %j', (typed, expected) => expect(checkAba(typed)).toEqual(expected));

test.each([
  ['12-34-56', { value: '123456' }],
  ['12 34 56', { value: '123456' }],
  ['12345', { problem: 'SORT_CODE_INVALID' }],
  ['00-00-00', { problem: 'SORT_CODE_INVALID' }],
  ['12-34-5A', { problem: 'SORT_CODE_INVALID' }],
])('the sort code %s: %j', (typed, expected) => expect(checkSortCode(typed)).toEqual(expected));

test.each([
  ['31926819', 'GB', { value: '31926819' }],
  ['3192681', 'GB', { problem: 'ACCOUNT_NUMBER_INVALID' }],
  ['00000000', 'GB', { problem: 'ACCOUNT_NUMBER_INVALID' }],
  ['0001 2345 6789', 'US', { value: '000123456789' }],
  ['123', 'US', { problem: 'ACCOUNT_NUMBER_INVALID' }],
  ['002115016003269411', 'MX', { value: '002115016003269411' }],
  ['002115016003269412', 'MX', { problem: 'ACCOUNT_NUMBER_INVALID' }],
  ['AB-123456', 'SG', { value: 'AB123456' }],
  ['1', 'SG', { problem: 'ACCOUNT_NUMBER_INVALID' }],
  ['12345678', '__proto__', { value: '12345678' }],
])('the account number %s in %s: %j', (typed, country, expected) =>
  expect(checkAccountNumber(typed, { country })).toEqual(expected),
);

describe('what a country uses', () => {
  test.each([
    ['DE', ['IBAN']],
    ['GP', ['IBAN']],
    ['GB', ['UK', 'IBAN']],
    ['JE', ['UK', 'IBAN']],
    ['US', ['US_ACH']],
    ['PR', ['US_ACH']],
    ['JP', ['SWIFT']],
    ['DZ', ['SWIFT']],
    ['ZZ', ['SWIFT']],
    ['toString', ['SWIFT']],
  ])('%s: %j', (country, schemes) => expect(bankFormat(country).map(({ scheme }) => scheme)).toEqual(schemes));

  test('the fields of a scheme are checked together', () => {
    expect(checkBankAccount('UK', { sortCode: '12-34-56', iban: 'x' }, { country: 'GB' })).toEqual({
      sortCode: { value: '123456' },
      accountNumber: { problem: 'REQUIRED' },
    });
  });

  test('every length of the table is the length of a possible IBAN', () => {
    for (const { chars } of Object.values(countrySpecs)) expect(chars ?? 15).toBeLessThanOrEqual(34);
  });
});

test('an account is shown so that only its owner knows it again', () => {
  expect(maskIban(german)).toBe('DE•• •••• 3000');
  expect(maskAccountNumber('31926819')).toBe('••••6819');
  expect(maskAccountNumber('1234')).toBe('••••34');
  expect(maskAccountNumber('1')).toBe('••••');
  expect(formatIban(german)).toBe('DE89 3704 0044 0532 0130 00');
  expect(formatSortCode('123456')).toBe('12-34-56');
});
