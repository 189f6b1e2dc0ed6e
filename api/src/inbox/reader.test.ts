import { expect, test } from 'vitest';
import { dayWords } from './reader.ts';

test.each([
  ['en', 'UTC', 'March 1, 2027'],
  ['de', 'UTC', '1. März 2027'],
  ['de', 'Europe/Berlin', '2. März 2027'],
  ['fr', 'UTC', '1 mars 2027'],
  ['es', 'America/Mexico_City', '1 de marzo de 2027'],
  ['pl', 'UTC', 'March 1, 2027'],
])(
  'a day is written in the language of who reads it (%s), as it is where they live (%s)',
  (language, timeZone, words) => {
    expect(dayWords(new Date('2027-03-01T23:30:00Z'), { language, timeZone })).toBe(words);
  },
);
