import { expect, test } from 'vitest';
import { currencies, fractionDigits, minorOf, typedMoney } from './money.ts';

test.each([
  ['1500', 150_000],
  ['1500.5', 150_050],
  ['1500,50', 150_050],
  ['1.500', 150_000],
  ['1,500', 150_000],
  ['1.500,50', 150_050],
  ['1,500.50', 150_050],
  ['1 500,50', 150_050],
  ['1\u202F500,50', 150_050],
  ['1’500.50', 150_050],
  ['1.250.000', 125_000_000],
  ['1,00,000', 10_000_000],
  [' 0,99 ', 99],
])('%s euros are understood in every language', (typed, minor) => {
  for (const language of ['en', 'de', 'es', 'fr']) expect(minorOf(typed, 'EUR', language)).toBe(minor);
});

test.each(['', 'free', '-5', '1.5.5', '1,5,5', '12,345.6789', '15.0000', '1,500.', '.5', '€ 5', '9'.repeat(20)])(
  '%j is no amount of euros',
  (typed) => {
    expect(minorOf(typed, 'EUR', 'en')).toBeNull();
  },
);

test('what a currency has no coins for is no amount of it', () => {
  expect(minorOf('1500', 'JPY', 'en')).toBe(1500);
  expect(minorOf('1,500', 'JPY', 'de')).toBe(1500);
  expect(minorOf('1500.50', 'JPY', 'en')).toBeNull();
});

test('where thousandths exist, the language decides what 1.500 is', () => {
  expect(minorOf('1.500', 'KWD', 'en')).toBe(1500);
  expect(minorOf('1.500', 'KWD', 'de')).toBe(1_500_000);
  expect(minorOf('1,500', 'KWD', 'de')).toBe(1500);
});

test('what is shown to be typed on is understood again', () => {
  expect(typedMoney(150_050, 'EUR', 'de')).toBe('1500,50');
  expect(typedMoney(150_000, 'EUR', 'en')).toBe('1500');
  for (const language of ['en', 'de', 'es', 'fr'])
    for (const currency of ['EUR', 'JPY', 'KWD'])
      for (const minor of [1, 999, 1000, 123_456, 1_500_000])
        expect(minorOf(typedMoney(minor, currency, language), currency, language)).toBe(minor);
});

test('currencies have the digits they have', () => {
  expect(currencies).toContain('EUR');
  expect([fractionDigits('EUR'), fractionDigits('JPY'), fractionDigits('KWD')]).toEqual([2, 0, 3]);
});
