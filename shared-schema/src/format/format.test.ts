import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const english = createFormat('en-GB', 'Europe/Madrid');
const spanish = createFormat('es-ES', 'Europe/Madrid');
const now = new Date('2026-11-20T12:00:00.000Z');

test.each([
  [0, '0 secs'],
  [8.4, '8 secs'],
  [80, '1 min 20 secs'],
  [3600, '1 hr'],
  [7500, '2 hrs 5 mins'],
  [90_061, '1 day 1 hr'],
  [-3, '0 secs'],
])('%s seconds are %s', (seconds, text) => {
  expect(english.duration(seconds)).toBe(text);
});

test.each([
  ['2026-11-20T11:59:58.000Z', '2 seconds ago', 'hace 2 segundos'],
  ['2026-11-20T11:57:00.000Z', '3 minutes ago', 'hace 3 minutos'],
  ['2026-11-19T12:00:00.000Z', 'yesterday', 'ayer'],
  ['2026-11-20T14:00:00.000Z', 'in 2 hours', 'dentro de 2 horas'],
])('%s is %s', (iso, inEnglish, inSpanish) => {
  expect(english.relativeTime(iso, now)).toBe(inEnglish);
  expect(spanish.relativeTime(iso, now)).toBe(inSpanish);
});

test('short times have words in every language', () => {
  const threeHoursAgo = '2026-11-20T09:00:00.000Z';
  expect(english.relativeTime(threeHoursAgo, now, 'narrow')).toBe('3 hr ago');
  expect(createFormat('fr').relativeTime(threeHoursAgo, now, 'narrow')).toBe('il y a 3\u00a0h');
});

test('dates are told in the language and at the place of the person', () => {
  expect(english.dateTime('2026-11-30T23:30:00.000Z')).toBe('1 Dec 2026, 00:30');
  expect(spanish.dayAndMonth('2026-12-01T00:00:00.000Z')).toBe('1 de diciembre');
});

test('numbers, shares and sizes', () => {
  expect(spanish.number(12345)).toBe('12.345');
  expect(english.percent(45)).toBe('45%');
  expect(english.fileSize(0)).toBe('0 byte');
  expect(english.fileSize(1_540_000)).toBe('1.5 MB');
});

test('money is told from its smallest unit, without cents that are none', () => {
  expect(english.money(150_000, 'EUR')).toBe('€1,500');
  expect(english.money(150_050, 'EUR')).toBe('€1,500.50');
  expect(createFormat('de').money(150_050, 'EUR')).toBe('1.500,50\u00a0€');
  expect(english.money(1500, 'JPY')).toBe('JP¥1,500');
});

test('days are told in short, alone and from one to another', () => {
  const west = createFormat('en-GB', 'America/Los_Angeles');
  expect(west.days('2026-11-21')).toBe('21 Nov 2026');
  expect(west.days('2026-11-21', '2026-12-03')).toMatch(/^21 Nov\s–\s3 Dec 2026$/);
});
