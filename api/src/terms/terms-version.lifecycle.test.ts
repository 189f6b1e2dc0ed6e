import { expect, test } from 'vitest';
import { AppError } from '../platform/errors.ts';
import { demandPublishable, demandPublishTime, readDraft, textDigest } from './terms.rules.ts';
import { TermsBlock } from './terms.entity.ts';
import { statusAt, termsMoves, TermsMove, TermsStatus } from './terms-version.lifecycle.ts';

const now = new Date('2026-11-21T08:00:00Z');
const earlier = new Date('2026-11-20T08:00:00Z');
const later = new Date('2026-11-22T08:00:00Z');

test.each([
  [null, null, TermsStatus.DRAFT],
  [later, null, TermsStatus.SCHEDULED],
  [now, null, TermsStatus.IN_FORCE],
  [earlier, later, TermsStatus.IN_FORCE],
  [earlier, now, TermsStatus.REPLACED],
] as const)('published at %s, the next one at %s: %s', (publishAt, next, status) => {
  expect(statusAt(now, publishAt, next)).toBe(status);
});

test('what is or was in force can be changed by nobody', () => {
  for (const move of [TermsMove.EDIT, TermsMove.PUBLISH, TermsMove.DISCARD, TermsMove.UNSCHEDULE])
    for (const fixed of [TermsStatus.IN_FORCE, TermsStatus.REPLACED])
      expect(termsMoves[move].from).not.toContain(fixed);
});

/** By path, the codes of what is wrong. */
function problemsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError)
      return Object.fromEntries((error.fields ?? []).map(({ path, code }) => [path, code]));
    throw error;
  }
  return {};
}

const draft = { required: true, blocks: [], graceDays: 30, texts: [] };
const english = { language: 'en', title: 'Terms', body: 'Be kind.' };

test('a draft may have gaps, but nothing that cannot be kept', () => {
  expect(readDraft({ ...draft, texts: [{ language: 'en', title: ' Terms ', body: '' }] }).texts).toEqual([
    { language: 'en', title: 'Terms', body: '' },
  ]);
  expect(readDraft({ ...draft, texts: [english, { language: 'es', title: ' ', body: '\r\n' }] }).texts).toEqual([
    english,
  ]);
  expect(problemsOf(() => readDraft({ ...draft, graceDays: -1 }))).toEqual({ graceDays: 'TOO_SMALL' });
  expect(problemsOf(() => readDraft({ ...draft, graceDays: 366 }))).toEqual({ graceDays: 'TOO_LARGE' });
  expect(problemsOf(() => readDraft({ ...draft, required: false, blocks: [TermsBlock.REQUEST_IMAGES] }))).toEqual({
    blocks: 'NOT_ALLOWED',
  });
  expect(problemsOf(() => readDraft({ ...draft, texts: [english, english] }))).toEqual({ texts: 'NOT_ALLOWED' });
  expect(problemsOf(() => readDraft({ ...draft, texts: [{ ...english, language: 'xx' }] }))).toEqual({
    texts: 'NOT_ALLOWED',
  });
  expect(
    problemsOf(() => readDraft({ ...draft, texts: [{ language: 'en', title: 'a\0b', body: 'half \ud800' }] })),
  ).toEqual({ 'en.title': 'MALFORMED', 'en.body': 'MALFORMED' });
  expect(
    problemsOf(() =>
      readDraft({ ...draft, texts: [{ ...english, title: 'x'.repeat(151), body: 'y'.repeat(60_001) }] }),
    ),
  ).toEqual({ 'en.title': 'TOO_LONG', 'en.body': 'TOO_LONG' });
});

test('what is published says everything in English, and in other languages all or nothing', () => {
  expect(problemsOf(() => demandPublishable([english]))).toEqual({});
  expect(problemsOf(() => demandPublishable([]))).toEqual({ 'en.title': 'REQUIRED', 'en.body': 'REQUIRED' });
  expect(problemsOf(() => demandPublishable([english, { language: 'es', title: 'Condiciones', body: '' }]))).toEqual({
    'es.body': 'REQUIRED',
  });
});

test('a time to publish lies ahead, within a year', () => {
  expect(problemsOf(() => demandPublishTime(later, now))).toEqual({});
  expect(problemsOf(() => demandPublishTime(earlier, now))).toEqual({ at: 'TOO_SMALL' });
  expect(problemsOf(() => demandPublishTime(new Date('2062-11-22T08:00:00Z'), now))).toEqual({ at: 'TOO_LARGE' });
});

test('the digest of a text covers its title too', () => {
  expect(textDigest(english)).not.toEqual(textDigest({ ...english, title: 'Terms of service' }));
});
