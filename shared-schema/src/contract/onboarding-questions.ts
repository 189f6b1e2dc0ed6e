import { addressFormat, checkAddressPart, checkBusinessName, checkPlace, type AddressPart } from './address.ts';
import {
  ageBands,
  checkAgeShares,
  checkCountryShares,
  checkFollowers,
  checkGenderShares,
  checkLanguages,
  genders,
} from './audience.ts';
import { checkBirthDate } from './birth-date.ts';
import type { Checked, ProblemCode } from './checked.ts';
import { checkCountry, isCountry } from './countries.ts';
import { checkDocumentExpiry, checkDocumentNumber, identityDocumentTypes } from './identity-document.ts';
import { checkNiches, niches } from './niches.ts';
import { checkPersonName } from './person-name.ts';
import { checkPhone } from './phone.ts';
import { socialPlatforms } from './social-handle.ts';
import {
  checkTaxId,
  checkUsTaxId,
  checkVatId,
  taxIdKinds,
  taxQuestions,
  usTaxForms,
  type TaxField,
  type TaxQuestions,
  type UsTaxForm,
} from './tax-id.ts';
import { checkLine } from './typed-text.ts';

/** Sections that consist of questions. The others hold rows of their own rooms. */
export const questionSections = ['PERSON', 'ADDRESS', 'NICHES', 'AUDIENCE', 'IDENTITY_DOCUMENT', 'TAX'] as const;
export type QuestionSection = (typeof questionSections)[number];

/** How the form asks. */
export type QuestionKind =
  | 'TEXT'
  | 'DATE'
  | 'PHONE'
  | 'COUNTRY'
  | 'CHOICE'
  | 'YES_NO'
  /** Several of `choices`. */
  | 'CHOICES'
  /** Several languages of the world by their BCP 47 tags. */
  | 'LANGUAGES'
  /** Percents as `KEY:number`, of `choices` or, without them, of countries. */
  | 'SHARES'
  /** Numbers as `KEY:number`. */
  | 'COUNTS';

/** Of one application, field by field. A field that holds one text has a list of one; an empty list: not answered. */
export type Answers = Readonly<Record<string, readonly string[]>>;

/** What the workspace decides. */
export interface QuestionRules {
  /** Who pays creators: it decides which tax papers are due. */
  payerCountry?: string;
}

export interface QuestionContext extends QuestionRules {
  /** YYYY-MM-DD where the person lives. */
  today: string;
  minimumAge: number;
  /** Of all sections: what is asked may depend on the country of the address. */
  answers: Answers;
}

export interface Question {
  section: QuestionSection;
  /** Its name in all sections; texts `question.<field>.label`, `.why` and, where there is one, `.help`. */
  field: string;
  kind: QuestionKind;
  /** Several texts are an answer. */
  list?: true;
  /**
   * What may be chosen; texts `choice.<field>.<KEY>`, of YES_NO `answer.YES`. COUNTRY questions offer all countries. Regions carry
   * their names in addressFormat(), tax numbers in taxIdKinds(), languages are named by Intl.
   */
  choices?: (answers: Answers) => readonly string[];
  /** Only then is it asked. */
  due?: (answers: Answers, rules: QuestionRules) => boolean;
  required: (answers: Answers, rules: QuestionRules) => boolean;
  /** The browser's name for it, so that it can fill it in. */
  autoComplete?: string;
  check: (values: readonly string[], context: QuestionContext) => Checked<string[]>;
}

export interface AnswerProblem {
  field: string;
  problem: ProblemCode;
}

const always = (): boolean => true;
const never = (): boolean => false;

/** The answer to a question that takes one text; undefined: none. */
export const answerTo = (answers: Answers, field: string): string | undefined =>
  Object.hasOwn(answers, field) ? answers[field]?.[0] : undefined;

/** Questions with one text are checked as such. */
const one =
  (check: (text: string, context: QuestionContext) => Checked<string>): Question['check'] =>
  (values, context) => {
    if (values.length > 1) return { problem: 'TOO_MANY_CHOSEN' };
    const checked = check(values[0] ?? '', context);
    return 'value' in checked ? { value: [checked.value] } : checked;
  };

const oneOf = (offered: readonly string[]): Question['check'] =>
  one((text) => {
    if (text === '') return { problem: 'REQUIRED' };
    return offered.includes(text) ? { value: text } : { problem: 'NOT_OFFERED' };
  });

const yes = 'YES';
const yesOrNo = [yes, 'NO'] as const;

const person: Question[] = [
  {
    section: 'PERSON',
    field: 'givenName',
    kind: 'TEXT',
    required: always,
    autoComplete: 'given-name',
    check: one((text) => checkPersonName(text, { part: 'given' })),
  },
  {
    section: 'PERSON',
    field: 'singleName',
    kind: 'YES_NO',
    choices: () => [yes],
    required: never,
    check: oneOf(yesOrNo),
  },
  {
    section: 'PERSON',
    field: 'familyName',
    kind: 'TEXT',
    due: (answers) => answerTo(answers, 'singleName') !== yes,
    required: always,
    autoComplete: 'family-name',
    check: one((text) => checkPersonName(text, { part: 'family' })),
  },
  {
    section: 'PERSON',
    field: 'dateOfBirth',
    kind: 'DATE',
    required: always,
    autoComplete: 'bday',
    check: one(checkBirthDate),
  },
  { section: 'PERSON', field: 'nationality', kind: 'COUNTRY', required: always, check: one(checkCountry) },
  { section: 'PERSON', field: 'phone', kind: 'PHONE', required: always, autoComplete: 'tel', check: one(checkPhone) },
  { section: 'PERSON', field: 'pronouns', kind: 'TEXT', required: never, check: one((text) => checkLine(text, 40)) },
];

const countryOf = (answers: Answers): string => answerTo(answers, 'country') ?? '';
const partOf = (answers: Answers, part: AddressPart) =>
  addressFormat(countryOf(answers)).find((field) => field.part === part);

const addressQuestion = (part: AddressPart, autoComplete: string): Question => ({
  section: 'ADDRESS',
  field: part,
  kind: 'TEXT',
  choices: (answers) => partOf(answers, part)?.choices?.map(({ code }) => code) ?? [],
  due: (answers) => countryOf(answers) !== '' && partOf(answers, part) !== undefined,
  required: (answers) => partOf(answers, part)?.required ?? false,
  autoComplete,
  check: one((text, { answers }) => checkAddressPart(countryOf(answers), part, text)),
});

const address: Question[] = [
  {
    section: 'ADDRESS',
    field: 'country',
    kind: 'COUNTRY',
    required: always,
    autoComplete: 'country',
    check: one(checkCountry),
  },
  addressQuestion('line1', 'address-line1'),
  addressQuestion('line2', 'address-line2'),
  addressQuestion('city', 'address-level2'),
  addressQuestion('region', 'address-level1'),
  addressQuestion('postalCode', 'postal-code'),
];

const identityDocument: Question[] = [
  {
    section: 'IDENTITY_DOCUMENT',
    field: 'documentType',
    kind: 'CHOICE',
    choices: () => identityDocumentTypes,
    required: always,
    check: oneOf(identityDocumentTypes),
  },
  {
    section: 'IDENTITY_DOCUMENT',
    field: 'documentCountry',
    kind: 'COUNTRY',
    required: always,
    check: one(checkCountry),
  },
  {
    section: 'IDENTITY_DOCUMENT',
    field: 'documentNumber',
    kind: 'TEXT',
    required: always,
    check: one(checkDocumentNumber),
  },
  {
    section: 'IDENTITY_DOCUMENT',
    field: 'documentExpiresOn',
    kind: 'DATE',
    required: always,
    check: one(checkDocumentExpiry),
  },
];

const nicheQuestions: Question[] = [
  {
    section: 'NICHES',
    field: 'niches',
    kind: 'CHOICES',
    list: true,
    choices: () => niches,
    required: always,
    check: checkNiches,
  },
];

const audience: Question[] = [
  {
    section: 'AUDIENCE',
    field: 'audienceAges',
    kind: 'SHARES',
    list: true,
    choices: () => ageBands,
    required: always,
    check: checkAgeShares,
  },
  {
    section: 'AUDIENCE',
    field: 'audienceGenders',
    kind: 'SHARES',
    list: true,
    choices: () => genders,
    required: always,
    check: checkGenderShares,
  },
  {
    section: 'AUDIENCE',
    field: 'audienceCountries',
    kind: 'SHARES',
    list: true,
    required: always,
    check: checkCountryShares,
  },
  {
    section: 'AUDIENCE',
    field: 'audienceLanguages',
    kind: 'LANGUAGES',
    list: true,
    required: always,
    check: checkLanguages,
  },
  {
    section: 'AUDIENCE',
    field: 'audienceFollowers',
    kind: 'COUNTS',
    list: true,
    choices: () => socialPlatforms,
    required: never,
    check: checkFollowers,
  },
];

const taxCountryOf = (answers: Answers): string => answerTo(answers, 'taxCountry') ?? '';
const isBusiness = (answers: Answers): boolean => answerTo(answers, 'taxAsBusiness') === yes;

/** Nothing more is asked before it is known where the creator pays tax, and as what. */
function taxAsked(answers: Answers, { payerCountry }: QuestionRules): TaxQuestions {
  const country = taxCountryOf(answers);
  if (!isCountry(country) || answerTo(answers, 'taxAsBusiness') === undefined) return { forms: [], fields: [] };
  const usPerson = country === 'US' || answerTo(answers, 'usPerson') === yes;
  return taxQuestions(country, { business: isBusiness(answers), usPerson, payerCountry });
}

const taxFields = (answers: Answers, rules: QuestionRules): TaxQuestions['fields'] => taxAsked(answers, rules).fields;

/** The form that is to be signed, as the answers stand. At most one of them applies to anybody. */
export const taxFormDue = (answers: Answers, rules: QuestionRules): UsTaxForm | null =>
  usTaxForms.find((form) => taxAsked(answers, rules).forms.includes(form)) ?? null;

const kindsOf = (answers: Answers): string[] =>
  taxIdKinds(taxCountryOf(answers), { business: isBusiness(answers) }).map(({ kind }) => kind);

const taxQuestion = (
  field: TaxField,
  kind: QuestionKind,
  check: (text: string, answers: Answers) => Checked<string>,
  choices?: Question['choices'],
): Question => ({
  section: 'TAX',
  field,
  kind,
  ...(choices && { choices }),
  due: (answers, rules) => taxFields(answers, rules).some((each) => each.field === field),
  required: (answers, rules) => taxFields(answers, rules).some((each) => each.field === field && each.required),
  check: one((text, { answers }) => check(text, answers)),
});

const choice = (offered: readonly string[], text: string): Checked<string> =>
  offered.includes(text) ? { value: text } : { problem: 'NOT_OFFERED' };

/** As the form W-9 names them. */
const taxClassifications = ['SOLE_PROPRIETOR', 'LLC', 'C_CORPORATION', 'S_CORPORATION', 'PARTNERSHIP', 'TRUST_ESTATE'];

function checkNumberOfRegister(text: string): Checked<string> {
  const line = checkLine(text, 40);
  if ('problem' in line) return line;
  return /^[\p{L}\p{N} .\-/]*\p{N}[\p{L}\p{N} .\-/]*$/u.test(line.value) ? line : { problem: 'TAX_ID_STRUCTURE' };
}

const tax: Question[] = [
  { section: 'TAX', field: 'taxCountry', kind: 'COUNTRY', required: always, check: one(checkCountry) },
  {
    section: 'TAX',
    field: 'taxAsBusiness',
    kind: 'YES_NO',
    choices: () => yesOrNo,
    required: always,
    check: oneOf(yesOrNo),
  },
  {
    section: 'TAX',
    field: 'usPerson',
    kind: 'YES_NO',
    choices: () => yesOrNo,
    due: (answers) => taxCountryOf(answers) !== '' && taxCountryOf(answers) !== 'US',
    required: always,
    check: oneOf(yesOrNo),
  },
  taxQuestion('businessName', 'TEXT', checkBusinessName),
  taxQuestion('registrationNumber', 'TEXT', checkNumberOfRegister),
  taxQuestion(
    'taxClassification',
    'CHOICE',
    (text) => choice(taxClassifications, text),
    () => taxClassifications,
  ),
  taxQuestion('taxIdKind', 'CHOICE', (text, answers) => choice(kindsOf(answers), text), kindsOf),
  taxQuestion('taxId', 'TEXT', (text, answers) => {
    const kinds = kindsOf(answers);
    const kind = kinds.length > 1 ? answerTo(answers, 'taxIdKind') : kinds[0];
    return checkTaxId(taxCountryOf(answers), kind ?? '', text);
  }),
  taxQuestion('usTaxId', 'TEXT', checkUsTaxId),
  taxQuestion('vatId', 'TEXT', (text, answers) => checkVatId(taxCountryOf(answers), text)),
  taxQuestion('placeOfBirth', 'TEXT', checkPlace),
  taxQuestion('treatyCountry', 'COUNTRY', checkCountry),
  taxQuestion(
    'taxCertified',
    'YES_NO',
    (text) => choice([yes], text),
    () => [yes],
  ),
];

export const questions: readonly Question[] = [
  ...person,
  ...address,
  ...nicheQuestions,
  ...audience,
  ...identityDocument,
  ...tax,
];

const byField = new Map(questions.map((question) => [question.field, question]));

export const questionOf = (field: string): Question | undefined => byField.get(field);

const inOrderOfCountry = (answers: Answers): Question[] => {
  const parts = addressFormat(countryOf(answers)).map(({ part }) => part as string);
  return address
    .filter((question) => !question.due || question.due(answers, {}))
    .toSorted((a, b) => parts.indexOf(a.field) - parts.indexOf(b.field));
};

/** What is asked now, in the order in which it is asked. */
export function visibleQuestions(section: QuestionSection, answers: Answers, rules: QuestionRules = {}): Question[] {
  if (section === 'ADDRESS') return inOrderOfCountry(answers);
  return questions.filter(
    (question) => question.section === section && (!question.due || question.due(answers, rules)),
  );
}

const given = (values: readonly string[] | undefined): readonly string[] =>
  (values ?? []).filter((value) => value.trim() !== '');

/** One answer, as it is saved. No values, or empty ones: the answer is taken back. */
export function checkAnswer(
  question: Question,
  values: readonly string[],
  context: QuestionContext,
): Checked<string[]> {
  const filled = given(values);
  return filled.length === 0 ? { value: [] } : question.check(filled, context);
}

/** Everything that stands in the way of handing the section in. */
export function problemsOf(
  section: QuestionSection,
  answers: Answers,
  context: Omit<QuestionContext, 'answers'>,
): AnswerProblem[] {
  return visibleQuestions(section, answers, context).flatMap((question): AnswerProblem[] => {
    const values = given(Object.hasOwn(answers, question.field) ? answers[question.field] : undefined);
    if (values.length === 0)
      return question.required(answers, context) ? [{ field: question.field, problem: 'REQUIRED' }] : [];
    const checked = question.check(values, { ...context, answers });
    return 'problem' in checked ? [{ field: question.field, problem: checked.problem }] : [];
  });
}
