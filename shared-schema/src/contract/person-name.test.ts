import { expect, test } from 'vitest';
import { checkPersonName } from './person-name.ts';

const full = (text: string) => checkPersonName(text, { part: 'full' });

test.each([
  'Léna Okafor',
  'O',
  "Siobhán O'Neill",
  'Jean-Luc D’Arc',
  'Martin Luther King, Jr.',
  'J.R.R. Tolkien',
  'Ma. Teresa',
  'Maria del Carmen Gal·la',
  'Ravi s/o Kumar',
  'Siti a/p Hassan',
  'Nguyễn Thị Minh Khai',
  'Владимир Ильич',
  'Γιώργος Παπαδόπουλος',
  'محمد بن سلمان',
  'علی‌رضا',
  'צ׳רלי כהן',
  'क्ष्‍मा शर्मा',
  'สมชาย ใจดี',
  '山田 太郎',
  'マイケル・ジャクソン',
  '김민준',
  'Բարեւ Հայկ',
  'ნინო',
  'ສົມ',
  'ትዕግስት',
  'Kaʻiulani',
  'X Æ',
])('%s is a name as it is', (name) => expect(full(name)).toEqual({ value: name }));

test.each([
  ['  Léna \u00a0 Okafor ', 'Léna Okafor'],
  ['Le\u0301na', 'Léna'],
  ['\u200eمحمد\u200f', 'محمد'],
  ['Ｌｅｎａ', 'Lena'],
  ['ﾀﾛｳ', 'タロウ'],
  ['O`Neill', 'O’Neill'],
])('%j is stored as %s', (typed, name) => expect(full(typed)).toEqual({ value: name }));

test.each([
  ['', 'REQUIRED'],
  [' \u200b\ufeff\t', 'REQUIRED'],
  ['Lena 🎨', 'NAME_CHARACTERS'],
  ['🇩🇪', 'NAME_CHARACTERS'],
  ['Lena2', 'NAME_CHARACTERS'],
  ['٣ليلى', 'NAME_CHARACTERS'],
  ['<b>Lena</b>', 'NAME_CHARACTERS'],
  ['-', 'NAME_CHARACTERS'],
  ["''", 'NAME_CHARACTERS'],
  ['{{name}}', 'NAME_CHARACTERS'],
  ['https://evil.example', 'NAME_LINK'],
  ['visit evil.example now', 'NAME_LINK'],
  ['www.evil', 'NAME_LINK'],
  ['lena@demo.example', 'NAME_LINK'],
  ['Lenа', 'LOOKALIKE_LETTERS'],
  ['Οkafor', 'LOOKALIKE_LETTERS'],
  ['Lena\u202eOkafor', 'INVISIBLE_CHARACTERS'],
  ['Le\u200bna', 'INVISIBLE_CHARACTERS'],
  ['Le\u200dna', 'INVISIBLE_CHARACTERS'],
  ['Le\u00adna', 'INVISIBLE_CHARACTERS'],
  ['محمد\u2067سلمان', 'INVISIBLE_CHARACTERS'],
  ['L\u3164na', 'INVISIBLE_CHARACTERS'],
  ['Lena\u{E0041}x', 'INVISIBLE_CHARACTERS'],
  ['Le\0na', 'CONTROL_CHARACTERS'],
  ['Le\nna', 'CONTROL_CHARACTERS'],
  ['Le\u001b[31mna', 'CONTROL_CHARACTERS'],
  ['Le\ud800na', 'NOT_TEXT'],
  [`L${'\u0338'.repeat(20)}ena`, 'NOT_TEXT'],
  ['x'.repeat(201), 'TOO_LONG'],
  ['é'.repeat(1_000_000), 'TOO_LONG'],
])('%j: %s', (typed, problem) => expect(full(typed)).toEqual({ problem }));

test('length is counted in letters as people see them', () => {
  // Two code points that have no letter of their own.
  expect(checkPersonName('क्षि'.repeat(50), { part: 'given' })).toHaveProperty('value');
  expect(checkPersonName('é'.repeat(100), { part: 'given' })).toHaveProperty('value');
  expect(checkPersonName('é'.repeat(101), { part: 'given' })).toEqual({ problem: 'TOO_LONG' });
});
