import { isDay } from './birth-date.ts';
import type { Checked } from './checked.ts';
import { checkAsciiNumber } from './typed-text.ts';

export const identityDocumentTypes = ['PASSPORT', 'NATIONAL_ID', 'DRIVING_LICENCE'] as const;
export type IdentityDocumentType = (typeof identityDocumentTypes)[number];

/** A passport says everything on one page. */
export const hasBack = (type: string | undefined): boolean => type !== undefined && type !== 'PASSPORT';

const longestNumber = 24;

/** Letters and digits as they stand on the document, without what is put between them. */
export function checkDocumentNumber(text: string): Checked<string> {
  const number = checkAsciiNumber(text, longestNumber);
  if ('problem' in number) return number;
  return /^[A-Z0-9]{4,}$/.test(number.value) && /\d/.test(number.value)
    ? number
    : { problem: 'DOCUMENT_NUMBER_INVALID' };
}

/** YYYY-MM-DD. Nobody can prove anything with a document that is no longer valid. */
export function checkDocumentExpiry(text: string, { today }: { today: string }): Checked<string> {
  const day = text.trim().slice(0, 100);
  if (day === '') return { problem: 'REQUIRED' };
  if (!isDay(day)) return { problem: 'DATE_INVALID' };
  return day <= today ? { problem: 'DOCUMENT_EXPIRED' } : { value: day };
}
