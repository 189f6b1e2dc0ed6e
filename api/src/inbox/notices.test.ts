import { expect, test } from 'vitest';
import '../app.ts';
import { declaredNotices } from '../platform/notifier.ts';
import { problemsOf } from './mail-template.rules.ts';
import { NoticeTexts } from './notice-texts.ts';

const texts = new NoticeTexts();
const notices = declaredNotices().sort((a, b) => (a.key < b.key ? -1 : 1));
const languages = texts.languages;

test('there is something to say, and English is understood', () => {
  expect(notices.length).toBeGreaterThan(3);
  expect(languages).toEqual(['en', 'es']);
});

test.each(notices.flatMap((notice) => languages.map((language) => [notice.key, language, notice] as const)))(
  '%s has a text in %s that staff could have saved',
  (key, language, notice) => {
    expect(texts.has(key, language)).toBe(true);
    expect(problemsOf(texts.shipped(key, language), notice)).toEqual([]);
  },
);

test('every text belongs to a notice', () => {
  const keys = notices.map(({ key }) => key);
  expect(texts.keys.filter((key) => !keys.includes(key))).toEqual([]);
});

test.each(languages.filter((language) => language !== 'en'))('every notice says in %s what it is about', (language) => {
  const silent = notices.filter((notice) => texts.description(notice, language) === notice.description);
  expect(silent.map(({ key }) => key)).toEqual([]);
});

test('no notice names a variable that every notice has', () => {
  expect(notices.filter(({ variables }) => 'name' in variables).map(({ key }) => key)).toEqual([]);
});
