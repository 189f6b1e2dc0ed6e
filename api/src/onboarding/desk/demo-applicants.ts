import type { Fields } from '../demo-applications.ts';
import type { SectionKind } from '../section.lifecycle.ts';

/** Somebody who does not exist, with everything that an application asks. */
export interface DemoApplicant {
  email: string;
  name: readonly [given: string, family: string];
  born: string;
  country: string;
  nationality: string;
  phone: string;
  address: { line1: string; postalCode: string; city: string };
  document: { type: 'PASSPORT' | 'NATIONAL_ID'; number: string; expiresOn: string };
  iban: string;
  tax: { kind?: string; id: string };
  handle: string;
  niches: readonly string[];
}

/** Numbers are those of manuals and test sets: their check digits fit, and they belong to nobody. */
export const applicants = {
  waiting: {
    email: 'amara@demo.example',
    name: ['Amara', 'Nwosu'],
    born: '1997-05-14',
    country: 'DE',
    nationality: 'DE',
    phone: '+4915112345678',
    address: { line1: 'Lindenweg 8', postalCode: '20095', city: 'Hamburg' },
    document: { type: 'NATIONAL_ID', number: 'L01X00T47', expiresOn: '2033-08-01' },
    iban: 'DE75512108001245126199',
    tax: { kind: 'STEUER_ID', id: '26954371827' },
    handle: 'amara.demo.cooks',
    niches: ['FOOD', 'HEALTH'],
  },
  nearlyLate: {
    email: 'tomas@demo.example',
    name: ['Tomás', 'Ferreira'],
    born: '1994-01-30',
    country: 'PT',
    nationality: 'PT',
    phone: '+351912345678',
    address: { line1: 'Rua das Flores 21', postalCode: '1200-192', city: 'Lisboa' },
    document: { type: 'PASSPORT', number: 'CA000123', expiresOn: '2031-02-17' },
    iban: 'PT50000201231234567890154',
    tax: { id: '123456789' },
    handle: 'tomas.demo.waves',
    niches: ['NATURE_OUTDOORS', 'TRAVEL'],
  },
  late: {
    email: 'yuki@demo.example',
    name: ['Yuki', 'Tanaka'],
    born: '1999-09-09',
    country: 'NL',
    nationality: 'JP',
    phone: '+31612345678',
    address: { line1: 'Kerkstraat 40', postalCode: '1017 GM', city: 'Amsterdam' },
    document: { type: 'PASSPORT', number: 'TZ1234567', expiresOn: '2030-11-05' },
    iban: 'NL91ABNA0417164300',
    tax: { id: '111222333' },
    handle: 'yuki.demo.draws',
    niches: ['ART_DESIGN'],
  },
  again: {
    email: 'freya@demo.example',
    name: ['Freya', 'Lindholm'],
    born: '1981-12-28',
    country: 'SE',
    nationality: 'SE',
    phone: '+46701740606',
    address: { line1: 'Sveavägen 44', postalCode: '111 34', city: 'Stockholm' },
    document: { type: 'NATIONAL_ID', number: 'SE0012345', expiresOn: '2032-04-30' },
    iban: 'SE4550000000058398257466',
    tax: { id: '811228-9874' },
    handle: 'freya.demo.knits',
    niches: ['CRAFTS', 'FASHION'],
  },
  risky: {
    email: 'jo@demo.example',
    name: ['Jo', 'Vidal'],
    born: '1995-06-18',
    country: 'ES',
    nationality: 'ES',
    phone: '+34612345679',
    address: { line1: 'Calle del Mar 3', postalCode: '46003', city: 'Valencia' },
    document: { type: 'NATIONAL_ID', number: 'CDA204417', expiresOn: '2029-07-21' },
    iban: 'ES7921000813610123456789',
    tax: { kind: 'NIF', id: '54362315K' },
    handle: 'jo.demo.vidal',
    niches: ['MUSIC', 'DANCE'],
  },
  proposed: {
    email: 'luca@demo.example',
    name: ['Luca', 'Bianchi'],
    born: '1985-07-30',
    country: 'BE',
    nationality: 'IT',
    phone: '+32470123456',
    address: { line1: 'Rue Haute 12', postalCode: '1000', city: 'Bruxelles' },
    document: { type: 'PASSPORT', number: 'YA0012345', expiresOn: '2034-01-12' },
    iban: 'BE68539007547034',
    tax: { id: '85073003328' },
    handle: 'luca.demo.rides',
    niches: ['AUTOMOTIVE'],
  },
  approved: {
    email: 'joana@demo.example',
    name: ['Joana', 'Vidal'],
    born: '1995-06-18',
    country: 'ES',
    nationality: 'ES',
    phone: '+34612345670',
    address: { line1: 'Calle del Mar 3', postalCode: '46003', city: 'Valencia' },
    // Somebody else has handed in the same one since.
    document: { type: 'NATIONAL_ID', number: 'CDA204417', expiresOn: '2029-07-21' },
    iban: 'ES9420805801101234567891',
    tax: { kind: 'NIF', id: '12345678Z' },
    handle: 'joana.demo.vidal',
    niches: ['MUSIC'],
  },
  rejected: {
    email: 'max@demo.example',
    name: ['Max', 'Probst'],
    born: '2000-01-25',
    country: 'BE',
    nationality: 'BE',
    phone: '+32470123457',
    address: { line1: 'Rue Haute 12', postalCode: '1000', city: 'Bruxelles' },
    document: { type: 'PASSPORT', number: 'EX0000042', expiresOn: '2030-05-05' },
    // Somebody else is paid there too.
    iban: 'BE68539007547034',
    tax: { id: '00012556777' },
    handle: 'max.demo.probst',
    niches: ['COMEDY'],
  },
} as const satisfies Record<string, DemoApplicant>;

/** Of the sections that are questions. */
export const answersOf = (who: DemoApplicant): Partial<Record<SectionKind, Fields>> => ({
  PERSON: {
    givenName: [who.name[0]],
    familyName: [who.name[1]],
    dateOfBirth: [who.born],
    nationality: [who.nationality],
    phone: [who.phone],
  },
  ADDRESS: {
    country: [who.country],
    line1: [who.address.line1],
    postalCode: [who.address.postalCode],
    city: [who.address.city],
  },
  NICHES: { niches: who.niches },
  AUDIENCE: {
    audienceAges: ['18_24:45', '25_34:40', '35_44:15'],
    audienceGenders: ['FEMALE:55', 'MALE:40', 'OTHER:5'],
    audienceCountries: [`${who.country}:70`],
    audienceLanguages: ['en'],
    audienceFollowers: ['INSTAGRAM:18400'],
  },
  IDENTITY_DOCUMENT: {
    documentType: [who.document.type],
    documentCountry: [who.nationality],
    documentNumber: [who.document.number],
    documentExpiresOn: [who.document.expiresOn],
  },
  TAX: {
    taxCountry: [who.country],
    taxAsBusiness: ['NO'],
    usPerson: ['NO'],
    ...('kind' in who.tax && { taxIdKind: [who.tax.kind!] }),
    taxId: [who.tax.id],
    placeOfBirth: [who.address.city],
  },
});
