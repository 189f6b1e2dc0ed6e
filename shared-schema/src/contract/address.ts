import type { Checked, ProblemCode } from './checked.ts';
import { isCountry } from './countries.ts';
import { checkLine, mixesAlphabets, ordinaryWidth } from './typed-text.ts';

export type AddressPart = 'line1' | 'line2' | 'city' | 'region' | 'postalCode';

/** `address.<part>.<label>` is its text: a postal code is a ZIP code in one country and an Eircode in another. */
export interface AddressField {
  part: AddressPart;
  label: string;
  required: boolean;
  /** A valid one of the country. */
  example?: string;
  /** Code and name, where post wants one of a short list. The code is stored. */
  choices?: readonly { code: string; name: string }[];
}

interface Country {
  /** In the order in which people of the country write them; `!` after a part: required. */
  order: string;
  /** 9 a digit, a letter, * either; everything else stands for itself. */
  postalCodes?: string;
  labels?: Partial<Record<AddressPart, string>>;
  regions?: string;
}

const streetFirst = 'line1! line2 city! postalCode';
const codeFirst = 'line1! line2 postalCode! city!';
const codeLast = 'line1! line2 city! postalCode!';
const withRegion = 'line1! line2 city! region! postalCode!';
const withoutCode = 'line1! line2 city!';

const simple = (order: string, codes: Record<string, string>): Record<string, Country> =>
  Object.fromEntries(Object.entries(codes).map(([country, postalCodes]) => [country, { order, postalCodes }]));

const britishCodes = 'a9 9aa|a99 9aa|aa9 9aa|aa99 9aa|a9a 9aa|aa9a 9aa';

const formats: Record<string, Country> = {
  // The European Economic Area, and who writes addresses like it.
  ...simple(codeFirst, {
    AT: '9999',
    BE: '9999',
    BG: '9999',
    HR: '99999',
    CY: '9999',
    CZ: '999 99',
    DK: '9999',
    EE: '99999',
    FI: '99999',
    FR: '99999',
    DE: '99999',
    GR: '999 99',
    HU: '9999',
    LT: 'LT-99999',
    LU: '9999',
    NL: '9999 aa',
    PL: '99-999',
    PT: '9999-999',
    RO: '999999',
    SK: '999 99',
    SI: '9999',
    SE: '999 99',
    IS: '999',
    LI: '9999',
    NO: '9999',
    CH: '9999',
    AD: 'AD999',
    AX: '99999',
    BL: '99999',
    GF: '99999',
    GL: '9999',
    GP: '99999',
    MC: '99999',
    MF: '99999',
    MQ: '99999',
    NC: '99999',
    PF: '99999',
    PM: '99999',
    RE: '99999',
    SJ: '9999',
    SM: '99999',
    VA: '99999',
    WF: '99999',
    YT: '99999',
    AL: '9999',
    BA: '99999',
    BY: '999999',
    FO: '999',
    IL: '9999999',
    MA: '99999',
    MD: '9999',
    ME: '99999',
    MK: '9999',
    RS: '99999',
    TN: '9999',
    TR: '99999',
    UA: '99999',
    XK: '99999',
    GE: '9999',
    KG: '999999',
    UZ: '999999',
    DZ: '99999',
    EG: '99999',
    DO: '99999',
    GT: '99999',
    UY: '99999',
    PY: '9999',
    HT: '9999',
    SN: '99999',
    VN: '99999|999999',
  }),
  ...simple(codeLast, {
    LV: 'LV-9999',
    MT: 'aaa 9999',
    NZ: '9999',
    SG: '999999',
    BD: '9999',
    LK: '99999',
    NP: '99999',
    PK: '99999',
    KW: '99999',
    JO: '99999',
    LB: '9999|9999 9999',
    SA: '99999|99999-9999',
    BH: '999|9999',
    IQ: '99999',
    KH: '99999|999999',
    BN: 'aa9999',
    MM: '99999',
    MN: '99999|999999',
    TW: '999|99999|999999',
    KR: '99999',
    RU: '999999',
    KZ: '999999|a99a9a9',
    AM: '9999',
    AZ: 'AZ 9999',
    KE: '99999',
  }),
  GB: { order: codeLast, postalCodes: britishCodes, labels: { postalCode: 'postcode', city: 'town' } },
  GG: { order: codeLast, postalCodes: 'GY9 9aa|GY99 9aa', labels: { postalCode: 'postcode', city: 'town' } },
  JE: { order: codeLast, postalCodes: 'JE9 9aa', labels: { postalCode: 'postcode', city: 'town' } },
  IM: { order: codeLast, postalCodes: 'IM9 9aa|IM99 9aa', labels: { postalCode: 'postcode', city: 'town' } },
  GI: { order: codeLast, postalCodes: 'GX11 1AA', labels: { postalCode: 'postcode', city: 'town' } },
  IE: {
    order: 'line1! line2 city! region postalCode',
    postalCodes: 'a99 ****|D6W ****',
    labels: { postalCode: 'eircode', city: 'town', region: 'county' },
  },
  ES: { order: 'line1! line2 postalCode! city! region', postalCodes: '99999', labels: { region: 'province' } },
  IT: { order: 'line1! line2 postalCode! city! region!', postalCodes: '99999', labels: { region: 'province' } },
  US: {
    order: withRegion,
    postalCodes: '99999|99999-9999',
    labels: { postalCode: 'zip', region: 'state' },
    regions:
      'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|' +
      'FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|' +
      'MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|' +
      'NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|' +
      'OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|' +
      'VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam|' +
      'MP Northern Mariana Islands|PR Puerto Rico|VI U.S. Virgin Islands|AA Armed Forces Americas|AE Armed Forces Europe|' +
      'AP Armed Forces Pacific',
  },
  PR: { order: codeLast, postalCodes: '99999|99999-9999', labels: { postalCode: 'zip' } },
  GU: { order: codeLast, postalCodes: '99999|99999-9999', labels: { postalCode: 'zip' } },
  VI: { order: codeLast, postalCodes: '99999|99999-9999', labels: { postalCode: 'zip' } },
  AS: { order: codeLast, postalCodes: '99999|99999-9999', labels: { postalCode: 'zip' } },
  MP: { order: codeLast, postalCodes: '99999|99999-9999', labels: { postalCode: 'zip' } },
  CA: {
    order: withRegion,
    postalCodes: 'a9a 9a9',
    labels: { region: 'provinceOrTerritory' },
    regions:
      'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NT Northwest Territories|' +
      'NS Nova Scotia|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Québec|SK Saskatchewan|YT Yukon',
  },
  AU: {
    order: withRegion,
    postalCodes: '9999',
    labels: { postalCode: 'postcode', city: 'suburb', region: 'state' },
    regions:
      'ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|' +
      'TAS Tasmania|VIC Victoria|WA Western Australia',
  },
  JP: { order: 'postalCode! region! city! line1! line2', postalCodes: '999-9999', labels: { region: 'prefecture' } },
  KP: { order: withoutCode },
  CN: { order: withRegion, postalCodes: '999999', labels: { region: 'province' } },
  BR: {
    order: 'line1! line2 city! region! postalCode!',
    postalCodes: '99999-999',
    labels: { postalCode: 'cep', line2: 'district', region: 'state' },
    regions:
      'AC Acre|AL Alagoas|AP Amapá|AM Amazonas|BA Bahia|CE Ceará|DF Distrito Federal|ES Espírito Santo|GO Goiás|MA Maranhão|' +
      'MT Mato Grosso|MS Mato Grosso do Sul|MG Minas Gerais|PA Pará|PB Paraíba|PR Paraná|PE Pernambuco|PI Piauí|' +
      'RJ Rio de Janeiro|RN Rio Grande do Norte|RS Rio Grande do Sul|RO Rondônia|RR Roraima|SC Santa Catarina|SP São Paulo|' +
      'SE Sergipe|TO Tocantins',
  },
  MX: {
    order: 'line1! line2 postalCode! city! region!',
    postalCodes: '99999',
    labels: { line2: 'district', region: 'state' },
  },
  IN: { order: withRegion, postalCodes: '999999', labels: { postalCode: 'pin', region: 'state' } },
  ID: { order: withRegion, postalCodes: '99999', labels: { region: 'province' } },
  MY: { order: 'line1! line2 postalCode! city! region!', postalCodes: '99999', labels: { region: 'state' } },
  PH: { order: 'line1! line2 postalCode! city! region', postalCodes: '9999', labels: { region: 'province' } },
  TH: { order: withRegion, postalCodes: '99999', labels: { region: 'province' } },
  ZA: { order: 'line1! line2 city! region postalCode!', postalCodes: '9999', labels: { region: 'province' } },
  NG: { order: 'line1! line2 city! postalCode region!', postalCodes: '999999', labels: { region: 'state' } },
  AR: { order: 'line1! line2 postalCode! city! region!', postalCodes: '9999|a9999aaa', labels: { region: 'province' } },
  CL: { order: 'line1! line2 postalCode city! region!', postalCodes: '9999999' },
  CO: { order: 'line1! line2 city! region! postalCode', postalCodes: '999999' },
  PE: { order: 'line1! line2 city! region! postalCode', postalCodes: '99999' },
  EC: { order: 'line1! line2 postalCode city! region', postalCodes: '999999', labels: { region: 'province' } },
  CR: { order: 'line1! line2 region! city! postalCode', postalCodes: '99999', labels: { region: 'province' } },
  VE: { order: 'line1! line2 city! postalCode region!', postalCodes: '9999', labels: { region: 'state' } },
  AE: {
    order: 'line1! line2 city! region!',
    labels: { region: 'emirate' },
    regions: 'AZ Abu Dhabi|AJ Ajman|DU Dubai|FU Fujairah|RK Ras Al Khaimah|SH Sharjah|UQ Umm Al Quwain',
  },
  HK: { order: 'line1! line2 city! region', labels: { city: 'district' } },
  MO: { order: withoutCode, labels: { city: 'district' } },
  // No postal code is in use.
  ...Object.fromEntries(
    'AG AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CM CW DJ DM ER FJ GD GH GM GQ GY JM KI KM KN LY ML MR MW NR QA RW SB SL SR SS ST SX SY TD TG TL TO TV UG VU YE ZW'
      .split(' ')
      .map((country): [string, Country] => [country, { order: withoutCode }]),
  ),
};

/** Everywhere else: a postal code that may be missing and looks like one. */
const elsewhere: Country = { order: streetFirst };

const formatOf = (country: string): Country => (Object.hasOwn(formats, country) ? formats[country]! : elsewhere);

const regionsOf = ({ regions }: Country): { code: string; name: string }[] | undefined =>
  regions?.split('|').map((region) => {
    const space = region.indexOf(' ');
    return { code: region.slice(0, space), name: region.slice(space + 1) };
  });

const digits = '10115230';
const letters = 'ABCDEFGH';
/** Reads like a code that could be real. */
const exampleOf = (template: string): string => {
  let [digit, letter] = [0, 0];
  return template.replace(/[9a*]/g, (place) => (place === 'a' ? letters[letter++ % 8]! : digits[digit++ % 8]!));
};

/** What is asked of an address of this country, in its order. */
export function addressFormat(country: string): AddressField[] {
  const format = formatOf(country);
  return format.order.split(' ').map((word) => {
    const part = word.replace('!', '') as AddressPart;
    const choices = part === 'region' ? regionsOf(format) : undefined;
    const template = part === 'postalCode' ? format.postalCodes?.split('|')[0] : undefined;
    return {
      part,
      label: format.labels?.[part] ?? part,
      required: word.endsWith('!'),
      ...(template && { example: exampleOf(template) }),
      ...(choices && { choices }),
    };
  });
}

const places: Record<string, RegExp> = { '9': /\d/, a: /[A-Z]/, '*': /[A-Z0-9]/ };
const bare = (code: string): string => code.replace(/[\s\-‐–.]/g, '');

/** The code with its spaces and hyphens, or null. */
function written(template: string, code: string): string | null {
  let at = 0;
  let result = '';
  for (const place of template) {
    if (/[\s-]/.test(place)) {
      result += place;
      continue;
    }
    const character = code[at++] ?? '';
    if (places[place] ? !places[place].test(character) : character !== place) return null;
    result += character;
  }
  return at === code.length ? result : null;
}

function checkPostalCode(country: string, text: string): Checked<string> {
  const code = bare(ordinaryWidth(text).toUpperCase());
  const templates = formatOf(country).postalCodes?.split('|');
  if (!templates) {
    const plain = text.toUpperCase();
    return /^[A-Z0-9][A-Z0-9 -]{1,11}$/.test(plain) ? { value: plain } : { problem: 'POSTAL_CODE_INVALID' };
  }
  // People write D-10115, or leave out the LV of LV-1010.
  const spellings = [code, code.replace(/^[A-Z]{1,2}(?=\d+$)/, ''), country + code];
  for (const spelling of spellings) {
    for (const template of templates) {
      const value = written(template, spelling);
      if (value !== null) return { value };
    }
  }
  return { problem: 'POSTAL_CODE_INVALID' };
}

function checkRegion(country: string, text: string): Checked<string> {
  const regions = regionsOf(formatOf(country));
  if (!regions) return { value: text };
  const plain = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const region = regions.find(({ code, name }) => plain(code) === plain(text) || plain(name) === plain(text));
  return region ? { value: region.code } : { problem: 'REGION_UNKNOWN' };
}

const longest: Record<AddressPart, number> = { line1: 120, line2: 120, city: 100, region: 100, postalCode: 20 };
/** Letters and digits of any script and what stands between them in addresses. */
const addressText = /^(?:[\p{L}\p{M}\p{N} '’‘`´ʹ.,;:·・׳״\-‐–—/\\()&+#№ºª°"“”„«»、。!@*|]|\u200C|\u200D)+$/u;

/** Any line that stands on an envelope. */
function checkPostalText(text: string, most: number, needs: RegExp): Checked<string> {
  const line = checkLine(text, most);
  if ('problem' in line) return line;
  const place = ordinaryWidth(line.value);
  if (!addressText.test(place) || !needs.test(place)) return { problem: 'ADDRESS_CHARACTERS' };
  return mixesAlphabets(place) ? { problem: 'LOOKALIKE_LETTERS' } : { value: place };
}

/** Of a town, such as where somebody was born. */
export const checkPlace = (text: string): Checked<string> => checkPostalText(text, longest.city, /\p{L}/u);

/** As it stands in the register of companies. */
export const checkBusinessName = (text: string): Checked<string> => checkPostalText(text, 200, /[\p{L}\p{N}]/u);

/** One line of an address, as the country writes it. An empty text is REQUIRED or, where nothing is needed, an empty value. */
export function checkAddressPart(country: string, part: AddressPart, text: string): Checked<string> {
  const field = addressFormat(country).find((each) => each.part === part);
  if (text.trim() === '' && !field?.required) return { value: '' };
  if (part === 'postalCode') {
    const line = checkLine(text, longest[part]);
    return 'problem' in line ? line : checkPostalCode(country, line.value);
  }
  const line = checkPostalText(text, longest[part], part === 'city' || part === 'region' ? /\p{L}/u : /[\p{L}\p{N}]/u);
  return part === 'region' && 'value' in line ? checkRegion(country, line.value) : line;
}

export type Address = { country: string } & Partial<Record<AddressPart, string>>;

/** A whole address. Parts that the country does not use are left out. */
export function checkAddress(
  typed: Address,
): { value: Address } | { problems: { field: AddressPart | 'country'; problem: ProblemCode }[] } {
  if (!isCountry(typed.country)) return { problems: [{ field: 'country', problem: 'COUNTRY_UNKNOWN' }] };
  const checked = addressFormat(typed.country).map(({ part }) => ({
    part,
    checked: checkAddressPart(typed.country, part, typed[part] ?? ''),
  }));
  const problems = checked.flatMap(({ part, checked: each }) =>
    'problem' in each ? [{ field: part, problem: each.problem }] : [],
  );
  if (problems.length > 0) return { problems };
  const value: Address = { country: typed.country };
  for (const { part, checked: each } of checked) if ('value' in each && each.value !== '') value[part] = each.value;
  return { value };
}
