import { countrySpecs, isQRIBAN, validateBIC, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import type { Checked } from './checked.ts';
import { checkAsciiNumber, checkLine, mixesAlphabets } from './typed-text.ts';

/**
 * How accounts are named in a country. IBAN, and UK for sort code with account number, are given where a country has them; US_ACH
 * is routing number with account number; SWIFT is a BIC with an account number, which works everywhere else.
 */
export type BankScheme = 'IBAN' | 'UK' | 'US_ACH' | 'SWIFT';
export type BankField = 'iban' | 'bic' | 'routingNumber' | 'accountNumber' | 'sortCode';

const fieldsOfScheme: Record<BankScheme, readonly BankField[]> = {
  IBAN: ['iban'],
  UK: ['sortCode', 'accountNumber'],
  US_ACH: ['routingNumber', 'accountNumber'],
  SWIFT: ['bic', 'accountNumber'],
};

/** Dependent territories whose accounts carry the IBAN of another country. */
const ibanCountry: Record<string, string> = Object.fromEntries([
  ...['GF', 'GP', 'MQ', 'RE', 'YT', 'PM', 'BL', 'MF', 'NC', 'PF', 'WF'].map((code): [string, string] => [code, 'FR']),
  ...['GG', 'JE', 'IM'].map((code): [string, string] => [code, 'GB']),
  ['AX', 'FI'],
]);

/** Joined the registry after the package's table was made, which knows their form. */
const joinedLater = ['BI', 'DJ', 'FK', 'HN'];

const hasIban = (country: string): boolean =>
  !Object.hasOwn(ibanCountry, country) &&
  Object.hasOwn(countrySpecs, country) &&
  (countrySpecs[country]?.IBANRegistry === true || joinedLater.includes(country));

/** The first one is what people there know. */
export function bankFormat(country: string): { scheme: BankScheme; fields: readonly BankField[] }[] {
  const of = (...schemes: BankScheme[]) => schemes.map((scheme) => ({ scheme, fields: fieldsOfScheme[scheme] }));
  if (country === 'US' || ['AS', 'GU', 'MP', 'PR', 'VI'].includes(country)) return of('US_ACH');
  const home = ibanCountry[country] ?? country;
  if (home === 'GB') return of('UK', 'IBAN');
  return hasIban(home) ? of('IBAN') : of('SWIFT');
}

/** Longer than the longest IBAN, so that "too long" is told in its own words. */
const longestIban = 60;

/** In electronic form, such as DE89370400440532013000. */
export function checkIban(text: string): Checked<string> {
  const typed = checkAsciiNumber(text.replace(/^\s*iban\b:?/i, ''), longestIban);
  if ('problem' in typed) return typed;
  const iban = typed.value;
  const country = iban.slice(0, 2);
  if (!/^[A-Z]{2}/.test(iban) || !hasIban(country)) return { problem: 'IBAN_COUNTRY' };
  if (iban.length !== countrySpecs[country]?.chars) return { problem: 'IBAN_LENGTH' };
  const { valid, errorCodes } = validateIBAN(iban);
  const structure = [
    ValidationErrorsIBAN.WrongBBANLength,
    ValidationErrorsIBAN.WrongBBANFormat,
    ValidationErrorsIBAN.ChecksumNotNumber,
  ];
  if (errorCodes.some((code) => structure.includes(code))) return { problem: 'IBAN_STRUCTURE' };
  if (!valid) return { problem: 'IBAN_CHECKSUM' };
  return isQRIBAN(iban) ? { problem: 'IBAN_QR' } : { value: iban };
}

/** In groups of four, as banks print it. */
export const formatIban = (iban: string): string => iban.replace(/.{4}(?=.)/g, '$& ');

/** Country and last four characters: enough to recognise one's own. */
export const maskIban = (iban: string): string => `${iban.slice(0, 2)}•• •••• ${iban.slice(-4)}`;

/** Half of it at most, and never more than four characters. */
export function maskAccountNumber(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 2));
  return `••••${shown > 0 ? number.slice(-shown) : ''}`;
}

/** With the `country` of the account, a bank of another one is refused. */
export function checkBic(text: string, { country }: { country?: string } = {}): Checked<string> {
  const typed = checkAsciiNumber(text, 40);
  if ('problem' in typed) return typed;
  const bic = typed.value;
  if (!validateBIC(bic).valid) return { problem: 'BIC_INVALID' };
  if (bic[7] === '0') return { problem: 'BIC_TEST' };
  const home = (code: string): string => ibanCountry[code] ?? code;
  if (country !== undefined && home(bic.slice(4, 6)) !== home(country)) return { problem: 'BIC_COUNTRY' };
  return { value: bic.length === 11 && bic.endsWith('XXX') ? bic.slice(0, 8) : bic };
}

/** The weights of American and Mexican check digits. */
const weights = [3, 7, 1];

/** The routing number of a bank of the US, by the rule of the American Bankers Association. */
export function checkAba(text: string): Checked<string> {
  const typed = checkAsciiNumber(text, 40);
  if ('problem' in typed) return typed;
  const number = typed.value;
  if (!/^\d{9}$/.test(number)) return { problem: 'ROUTING_NUMBER_LENGTH' };
  // Districts of the Federal Reserve, thrift institutions, electronic ones; other beginnings take no payments.
  const inUse = /^(0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2])/.test(number);
  const sum = Array.from(number).reduce((total, digit, at) => total + Number(digit) * weights[at % 3]!, 0);
  return inUse && sum % 10 === 0 ? { value: number } : { problem: 'ROUTING_NUMBER_CHECKSUM' };
}

/** Six digits. Whether the bank exists, only its directory tells. */
export function checkSortCode(text: string): Checked<string> {
  const typed = checkAsciiNumber(text, 40);
  if ('problem' in typed) return typed;
  return /^(?!0{6})\d{6}$/.test(typed.value) ? { value: typed.value } : { problem: 'SORT_CODE_INVALID' };
}

export const formatSortCode = (sortCode: string): string => sortCode.replace(/\d\d(?=\d)/g, '$&-');

/** What an account number looks like where it is not part of an IBAN. */
const accountNumbers: Record<string, RegExp> = {
  US: /^\d{4,17}$/,
  GB: /^\d{8}$/,
  GG: /^\d{8}$/,
  JE: /^\d{8}$/,
  IM: /^\d{8}$/,
  CA: /^\d{7,12}$/,
  AU: /^\d{5,10}$/,
  NZ: /^\d{15,16}$/,
  JP: /^\d{7}$/,
  IN: /^\d{9,18}$/,
  MX: /^\d{18}$/,
  CN: /^\d{12,23}$/,
  ZA: /^\d{7,13}$/,
};
const anyAccountNumber = /^[A-Z0-9]{4,34}$/;

/** The last digit of Mexico's CLABE follows from the others. */
function clabeFits(number: string): boolean {
  const products = Array.from(number.slice(0, -1), (digit, at) => (Number(digit) * weights[at % 3]!) % 10);
  return (products.reduce((sum, product) => sum + product, 0) + Number(number.at(-1))) % 10 === 0;
}

export function checkAccountNumber(text: string, { country }: { country: string }): Checked<string> {
  const typed = checkAsciiNumber(text, 60);
  if ('problem' in typed) return typed;
  const number = typed.value;
  const shape = Object.hasOwn(accountNumbers, country) ? accountNumbers[country]! : anyAccountNumber;
  const fits = shape.test(number) && !/^0+$/.test(number) && (country !== 'MX' || clabeFits(number));
  return fits ? { value: number } : { problem: 'ACCOUNT_NUMBER_INVALID' };
}

export type BankAccount = Partial<Record<BankField, string>>;

/** Every field of one scheme; what is not part of it is left out. */
export function checkBankAccount(
  scheme: BankScheme,
  typed: BankAccount,
  { country }: { country: string },
): Partial<Record<BankField, Checked<string>>> {
  const checks: Record<BankField, (text: string) => Checked<string>> = {
    iban: checkIban,
    bic: (text) => checkBic(text, { country }),
    routingNumber: checkAba,
    sortCode: checkSortCode,
    accountNumber: (text) => checkAccountNumber(text, { country }),
  };
  return Object.fromEntries(fieldsOfScheme[scheme].map((field) => [field, checks[field](typed[field] ?? '')]));
}

/** Enough to recognise one's own account, and not to pay to it. */
export const maskBankAccount = ({ iban, accountNumber }: BankAccount): string =>
  iban === undefined ? maskAccountNumber(accountNumber ?? '') : maskIban(iban);

/** The country that an IBAN speaks of stands in it, whatever was chosen; territories use the one of another country. */
export const countryOfBank = (chosen: string, { iban }: BankAccount): string =>
  iban === undefined || (ibanCountry[chosen] ?? chosen) === iban.slice(0, 2) ? chosen : iban.slice(0, 2);

/** Letters of any script, digits, and what stands in names of firms. */
const holderName = /^(?:[\p{L}\p{M}\p{N} '’ʹ.,·・&+/()\-‐]|\u200C|\u200D)+$/u;

/** As the bank has it: a person or their business. */
export function checkHolderName(text: string): Checked<string> {
  const line = checkLine(text, 140);
  if ('problem' in line) return line;
  const name = line.value;
  if (/:\/\/|\bwww\.|@/iu.test(name)) return { problem: 'NAME_LINK' };
  if (!holderName.test(name) || !/\p{L}/u.test(name)) return { problem: 'NAME_CHARACTERS' };
  return mixesAlphabets(name) ? { problem: 'LOOKALIKE_LETTERS' } : { value: name };
}

/** Where a country has another currency than the dollar, in which accounts elsewhere are kept for payments from abroad. */
const currencyOf: Record<string, string> = Object.fromEntries(
  Object.entries({
    EUR: 'AD AT AX BE BG BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM VA XK YT',
    GBP: 'GB GG IM JE',
    CHF: 'CH LI',
    SEK: 'SE',
    NOK: 'NO SJ',
    DKK: 'DK FO GL',
    ISK: 'IS',
    PLN: 'PL',
    CZK: 'CZ',
    HUF: 'HU',
    RON: 'RO',
    TRY: 'TR',
    CAD: 'CA',
    AUD: 'AU',
    NZD: 'NZ',
    JPY: 'JP',
    KRW: 'KR',
    INR: 'IN',
    SGD: 'SG',
    HKD: 'HK',
    MXN: 'MX',
    BRL: 'BR',
    CLP: 'CL',
    COP: 'CO',
    PEN: 'PE',
    ARS: 'AR',
    ZAR: 'ZA',
    ILS: 'IL',
    AED: 'AE',
    SAR: 'SA',
    THB: 'TH',
    MYR: 'MY',
    IDR: 'ID',
    PHP: 'PH',
    VND: 'VN',
    TWD: 'TW',
    CNY: 'CN',
  }).flatMap(([currency, codes]) => codes.split(' ').map((code) => [code, currency])),
);

/** ISO 4217, in alphabetical order. */
export const bankCurrencies: readonly string[] = [...new Set([...Object.values(currencyOf), 'USD'])].toSorted();

/** What accounts there are usually kept in. */
export const usualCurrency = (country: string): string => currencyOf[country] ?? 'USD';
