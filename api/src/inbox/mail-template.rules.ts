import { AppError, type FieldProblem } from '../platform/errors.ts';
import type { Notice } from '../platform/notifier.ts';
import { isWebAddress, linkVariablesOf, linksIn, variablesIn, type NoticeText } from './notice-text.ts';

export const longestSubject = 150;
export const longestBody = 10_000;
/** What every mail may contain besides its own variables: what the reader is called. */
export const commonVariables = { name: 'Lena Okafor' } as const;

/** What is wrong with a text that staff wrote, by field. */
export function problemsOf({ subject, body }: NoticeText, notice: Notice<string>): FieldProblem[] {
  const known = [...Object.keys(notice.variables), ...Object.keys(commonVariables)];
  const links = linkVariablesOf(notice);
  const problems: FieldProblem[] = [
    ...sizeProblems('subject', subject.trim(), longestSubject),
    ...sizeProblems('body', body.trim(), longestBody),
  ];
  const wrong = (path: string, code: FieldProblem['code'], message: string): void => {
    problems.push({ path, code, message });
  };
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\r\n\u2028\u2029\u0000-\u001f]/.test(subject)) wrong('subject', 'MALFORMED', 'One line');
  for (const [path, text] of [
    ['subject', subject],
    ['body', body],
  ] as const) {
    if (text.includes('\0') || !text.isWellFormed()) wrong(path, 'MALFORMED', 'Contains characters that are no text');
    const unknown = variablesIn(text).find((name) => !known.includes(name));
    if (unknown !== undefined) wrong(path, 'NOT_ALLOWED', `There is no variable {{${unknown.slice(0, 50)}}}`);
    else if (/\{\{|\}\}/.test(text.replaceAll(/\{\{\s*\w+\s*\}\}/g, '')))
      wrong(path, 'MALFORMED', 'A variable is written {{name}}');
  }
  if (variablesIn(subject).some((name) => links.includes(name)))
    wrong('subject', 'NOT_ALLOWED', 'An address cannot be followed in a subject');
  const targets = linksIn(body);
  for (const link of links)
    if (!targets.includes(`{{${link}}}`))
      wrong('body', 'REQUIRED', `Needs a link to {{${link}}}: [words]({{${link}}})`);
  if (targets.some((target) => !/^\{\{\w+\}\}$/.test(target) && !isWebAddress(target)))
    wrong('body', 'NOT_ALLOWED', 'A link leads to http:// or https://');
  const partly = targets.some((target) => target.includes('{{') && !/^\{\{\w+\}\}$/.test(target));
  if (partly || links.some((link) => isPartOfAnother(body, link)))
    wrong('body', 'NOT_ALLOWED', 'A variable cannot be part of another address');
  return problems;
}

/** A link that only its reader may follow does not stand by itself: whoever the other address belongs to would be told it. */
function isPartOfAnother(body: string, link: string): boolean {
  const address = String.raw`\{\{\s*${link}\s*\}\}`;
  const byItself = new RegExp(String.raw`\[[^[\]\n]+\]\(${address}\)|(?<!\S)\(?${address}`, 'g');
  return new RegExp(address).test(body.replaceAll(byItself, ''));
}

function sizeProblems(path: string, text: string, most: number): FieldProblem[] {
  if (text === '') return [{ path, code: 'REQUIRED', message: 'Cannot be empty' }];
  return text.length > most ? [{ path, code: 'TOO_LONG', bound: most, message: `At most ${most} characters` }] : [];
}

export function checkNoticeText(text: NoticeText, notice: Notice<string>): void {
  const problems = problemsOf(text, notice);
  if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'This text cannot be used', problems);
}
