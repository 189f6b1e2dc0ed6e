import { createHash } from 'node:crypto';
import { isLanguage, spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { FieldProblems } from '../accounts/account.rules.ts';
import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { TermsDraftInput, TermsTextInput } from './terms.inputs.ts';

export const longestTitle = 150;
export const longestBody = 60_000;
export const mostGraceDays = 365;
const keyForm = /^[A-Z][A-Z0-9_]{1,39}$/;

/** Of what somebody read: title and text in one language. */
export const textDigest = ({ title, body }: Pick<TermsTextInput, 'title' | 'body'>): Buffer =>
  createHash('sha256').update(`${title}\n\n${body}`).digest();

// oxlint-disable-next-line no-control-regex -- these are what is looked for
export const noText = (text: string): boolean => /[\u0000-\u0008\u000b-\u001f]/.test(text) || !text.isWellFormed();

/** A draft may have gaps; what is there must be storable. Texts without a word are left out. */
export function readDraft(input: TermsDraftInput): TermsDraftInput {
  const problems = new FieldProblems();
  const { required, graceDays } = input;
  if (graceDays < 0) problems.add('graceDays', 'TOO_SMALL', 'At least 0', 0);
  if (graceDays > mostGraceDays) problems.add('graceDays', 'TOO_LARGE', `At most ${mostGraceDays}`, mostGraceDays);
  if (!required && input.blocks.length > 0)
    problems.add('blocks', 'NOT_ALLOWED', 'What is optional cannot keep anybody from anything');
  const texts = input.texts.map(({ language, title, body }) => ({
    language,
    title: title.trim(),
    body: body.replaceAll('\r\n', '\n').trim(),
  }));
  if (new Set(texts.map(({ language }) => language)).size < texts.length)
    problems.add('texts', 'NOT_ALLOWED', 'One text for each language');
  for (const { language, title, body } of texts) {
    if (!isLanguage(language)) {
      problems.add('texts', 'NOT_ALLOWED', `One of ${spokenLanguages.join(', ')}`);
      continue;
    }
    if (title.length > longestTitle)
      problems.add(`${language}.title`, 'TOO_LONG', `At most ${longestTitle} characters`, longestTitle);
    if (body.length > longestBody)
      problems.add(`${language}.body`, 'TOO_LONG', `At most ${longestBody} characters`, longestBody);
    if (noText(title) || /[\n\t]/.test(title)) problems.add(`${language}.title`, 'MALFORMED', 'One line of text');
    if (noText(body)) problems.add(`${language}.body`, 'MALFORMED', 'Contains characters that are no text');
  }
  problems.demandNone('This draft cannot be kept');
  return {
    required,
    graceDays,
    blocks: [...new Set(input.blocks)].sort(),
    texts: texts.filter(({ title, body }) => title !== '' || body !== ''),
  };
}

/** Everybody can read English, so that is always there; another language is there as a whole or not at all. */
export function demandPublishable(texts: readonly TermsTextInput[]): void {
  const problems = new FieldProblems();
  const given = texts.some(({ language }) => language === fallbackLanguage)
    ? texts
    : [{ language: fallbackLanguage, title: '', body: '' }, ...texts];
  for (const { language, title, body } of given) {
    if (title === '') problems.add(`${language}.title`, 'REQUIRED', 'This is missing');
    if (body === '') problems.add(`${language}.body`, 'REQUIRED', 'This is missing');
  }
  problems.demandNone('This version is not complete');
}

const longestWaitDays = 366;

/** In the future, and near enough that nobody has mistyped the year. */
export function demandPublishTime(at: Date, now: Date): void {
  const problems = new FieldProblems();
  if (at <= now) problems.add('at', 'TOO_SMALL', 'This time has passed');
  if (at.getTime() - now.getTime() > longestWaitDays * 86_400_000)
    problems.add('at', 'TOO_LARGE', 'Within a year', longestWaitDays);
  problems.demandNone('This version cannot be published then');
}

export function demandKey(key: string): void {
  const problems = new FieldProblems();
  if (!keyForm.test(key)) problems.add('key', 'MALFORMED', 'Capitals, digits and underscores, such as MARKETING_MAILS');
  problems.demandNone('A document cannot be called like that');
}
