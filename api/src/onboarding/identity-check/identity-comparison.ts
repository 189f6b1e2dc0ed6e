import { createHash } from 'node:crypto';
import { answerTo, type Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import { areComparable, sameName, wordsOf } from '../same-name.ts';
import type { IdentityOutputs } from './identity-provider.ts';

/** What is compared, in the order in which it is told. */
export const comparedFields = [
  'name',
  'birthDate',
  'documentNumber',
  'documentCountry',
  'documentType',
  'expiresOn',
] as const;
export type ComparedField = (typeof comparedFields)[number];

/** UNCLEAR: one of the two is missing, or they are not written in the same script. */
export type Likeness = 'SAME' | 'UNLIKE' | 'UNCLEAR';

/** What is kept: no name, no date of birth, no number. */
export interface Findings {
  /** Of what was typed then, so that it shows when it is another now. */
  typed: string;
  likeness: Readonly<Record<ComparedField, Likeness>>;
  /** YYYY-MM-DD as it stands on the document. */
  expiresOn: string | null;
}

type Stated = Readonly<Record<ComparedField, string | null>>;

/** What the application says of whom the document shows. */
export function typedOf(answers: Answers): Stated {
  const text = (field: string): string | null => answerTo(answers, field) ?? null;
  const names = [text('givenName'), text('singleName') === 'YES' ? null : text('familyName')];
  return {
    name: names.every((name) => name === null) ? null : names.filter((name) => name !== null).join(' '),
    birthDate: text('dateOfBirth'),
    documentNumber: text('documentNumber'),
    documentCountry: text('documentCountry'),
    documentType: text('documentType'),
    expiresOn: text('documentExpiresOn'),
  };
}

/** By which it is said whether this is the same person with the same document. */
const vital = ['name', 'birthDate', 'documentNumber'] as const satisfies ComparedField[];

const likenessOf: Readonly<Record<ComparedField, (typed: string, read: string) => Likeness>> = {
  name: (typed, read) => {
    if (!areComparable(typed, read)) return 'UNCLEAR';
    return wordsOf(typed).length > 0 && sameName(typed, read) ? 'SAME' : 'UNLIKE';
  },
  birthDate: exactly,
  documentNumber: (typed, read) => exactly(bare(typed), bare(read)),
  documentCountry: exactly,
  documentType: exactly,
  expiresOn: exactly,
};

function exactly(typed: string, read: string): Likeness {
  return typed === read ? 'SAME' : 'UNLIKE';
}

const bare = (number: string): string =>
  number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Null: nobody could tell what stands on the document. */
export function compared(typed: Stated, read: IdentityOutputs | null): Findings {
  const likeness = comparedFields.map((field): [ComparedField, Likeness] => {
    const [ours, theirs] = [typed[field], read?.[field] ?? null];
    return [field, ours === null || theirs === null ? 'UNCLEAR' : likenessOf[field](ours, theirs)];
  });
  return {
    typed: digestOf(typed),
    likeness: Object.fromEntries(likeness) as Record<ComparedField, Likeness>,
    expiresOn: read?.expiresOn ?? null,
  };
}

/** Only of what it is about who this is. It is kept sealed: what it is made of could be guessed. */
function digestOf(typed: Stated): string {
  return createHash('sha256')
    .update(JSON.stringify(vital.map((field) => typed[field])))
    .digest('base64url');
}

/** A provider vouches for somebody if something it read is theirs, nothing is not, and they still say the same. */
export const vouches = ({ typed, likeness }: Findings, now: Stated): boolean =>
  typed === digestOf(now) &&
  vital.every((field) => likeness[field] !== 'UNLIKE') &&
  vital.some((field) => likeness[field] === 'SAME');

export const isAbout = ({ typed }: Findings, now: Stated): boolean => typed === digestOf(now);

export const unlikeFields = ({ likeness }: Findings): ComparedField[] =>
  comparedFields.filter((field) => likeness[field] === 'UNLIKE');

/** Answers after whose change it is compared again. */
export const comparedAnswers: readonly string[] = [
  'givenName',
  'singleName',
  'familyName',
  'dateOfBirth',
  'documentNumber',
  'documentCountry',
  'documentType',
  'documentExpiresOn',
];
