import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { expect, test } from 'vitest';
import '../app.ts';
import { declaredNotices } from '../platform/notifier.ts';
import { problemsOf } from './mail-template.rules.ts';
import { NoticeTexts } from './notice-texts.ts';

const texts = new NoticeTexts();
const notices = declaredNotices().sort((a, b) => (a.key < b.key ? -1 : 1));
const translations = spokenLanguages.filter((language) => language !== 'en');

const found = (text: string, what: RegExp): string[] => (text.match(what) ?? []).toSorted();

test('there is something to say, in more than one language', () => {
  expect(notices.length).toBeGreaterThan(3);
  expect(translations.length).toBeGreaterThan(1);
});

test.each(notices.flatMap((notice) => spokenLanguages.map((language) => [notice.key, language, notice] as const)))(
  '%s has a text in %s that staff could have saved',
  (key, language, notice) => {
    expect(texts.has(key, language)).toBe(true);
    const text = texts.shipped(key, language);
    expect(problemsOf(text, notice)).toEqual([]);
    for (const what of [/\{\{\w+\}\}/g, /\]\([^)]*\)/g])
      expect(found(`${text.subject} ${text.body}`, what)).toEqual(
        found(`${texts.shipped(key, 'en').subject} ${texts.shipped(key, 'en').body}`, what),
      );
  },
);

test('every text belongs to a notice', () => {
  const keys = notices.map(({ key }) => key);
  expect(texts.keys.filter((key) => !keys.includes(key))).toEqual([]);
});

test.each(translations)('what stands around every mail, and every notice about itself, is said in %s', (language) => {
  expect(found(texts.layout(language), /\{\{\w+\}\}/g)).toEqual(['{{content}}', '{{name}}']);
  const silent = notices.filter((notice) => texts.description(notice, language) === notice.description);
  expect(silent.map(({ key }) => key)).toEqual([]);
});

test('no notice names a variable that every notice has', () => {
  expect(notices.filter(({ variables }) => 'name' in variables).map(({ key }) => key)).toEqual([]);
});
