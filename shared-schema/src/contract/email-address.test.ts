import { expect, test } from 'vitest';
import { emailAddress } from './email-address.ts';

test.each([
  ['lena@demo.example', 'lena@demo.example'],
  ['  Lena.O+studio@Demo.EXAMPLE\n', 'lena.o+studio@demo.example'],
  ['lena@bücher.example', 'lena@xn--bcher-kva.example'],
  ['lena@BÜCHER.example', 'lena@xn--bcher-kva.example'],
  ["o'hara@demo.example", "o'hara@demo.example"],
])('%j is stored as %s', (typed, stored) => expect(emailAddress(typed)).toBe(stored));

test.each([
  ['a Cyrillic а', 'аda@demo.example'],
  ['a Kelvin sign', 'mi\u212Ae@demo.example'],
  ['a dotless ı', 'lına@demo.example'],
  ['a long ſ', 'ſam@demo.example'],
  ['wide letters', '\uff41da@demo.example'],
  ['an accent that is a letter of its own', 'le\u0301na@demo.example'],
  ['a zero-width joiner', 'le\u200dna@demo.example'],
])('%s in front of the @ is no address', (_, typed) => expect(emailAddress(typed)).toBeNull());

test('a domain that looks like another one is not that one', () => {
  expect(emailAddress('ada@dеmo.example')).toMatch(/^ada@xn--/);
});

test.each([
  '',
  '@',
  'lena',
  'lena@',
  '@demo.example',
  'lena@localhost',
  'lena@127.0.0.1',
  'lena@[::1]',
  'a@b@demo.example/x',
  'lena@demo.example:25',
  'lena@demo.example/path',
  'lena@demo.example?x=1',
  'le na@demo.example',
  '.lena@demo.example',
  'le..na@demo.example',
  'lena@-demo.example',
  'lena@demo..example',
  'lena@demo.example\0',
  '"lena"@demo.example',
  `${'x'.repeat(65)}@demo.example`,
  `lena@${'x'.repeat(64)}.example`,
  'x'.repeat(100_000),
])('%j is no address', (typed) => expect(emailAddress(typed)).toBeNull());
