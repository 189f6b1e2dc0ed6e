import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Keyring, type MasterKey } from './keyring.ts';

const aKey = (version: number): MasterKey => ({ version, key: randomBytes(32) });
const place = { table: 'account', column: 'phone', row: '7' };
const [first, second] = [aKey(1), aKey(2)];
const keyring = new Keyring([first]);

test('what was sealed for a place opens there and is not readable without the key', () => {
  const sealed = keyring.seal(place, 'número 612 345 678');
  expect(keyring.openText(place, sealed)).toBe('número 612 345 678');
  expect(sealed.includes('612')).toBe(false);
  expect(keyring.seal(place, 'número 612 345 678').equals(sealed)).toBe(false);
});

test.each([
  ['another table', { ...place, table: 'session' }],
  ['another column', { ...place, column: 'email' }],
  ['another row', { ...place, row: '8' }],
])('moved to %s it does not open', (_where, elsewhere) => {
  expect(() => keyring.open(elsewhere, keyring.seal(place, 'text'))).toThrow(
    /does not open here|not a sealed value|is not among the keys/,
  );
});

test('a single changed bit anywhere is noticed', () => {
  const sealed = keyring.seal(place, 'text');
  for (let byte = 0; byte < sealed.length; byte++) {
    const changed = Buffer.from(sealed);
    changed[byte]! ^= 1;
    expect(() => keyring.open(place, changed), `byte ${byte}`).toThrow(
      /does not open here|not a sealed value|is not among the keys/,
    );
  }
});

test('a shortened or empty value is refused, not read', () => {
  const sealed = keyring.seal(place, 'text');
  for (const length of [0, 1, 62, sealed.length - 1])
    expect(() => keyring.open(place, sealed.subarray(0, length))).toThrow(
      /does not open here|not a sealed value|is not among the keys/,
    );
});

test('after a rewrap the old key may go', () => {
  const sealed = keyring.seal(place, 'text');
  const both = new Keyring([second, first]);
  const rewrapped = both.rewrap(place, sealed);

  expect([Keyring.versionOf(sealed), Keyring.versionOf(rewrapped)]).toEqual([1, 2]);
  expect(both.openText(place, sealed)).toBe('text');
  expect(new Keyring([second]).openText(place, rewrapped)).toBe('text');
  expect(() => new Keyring([second]).open(place, sealed)).toThrow('master key 1 is not among the keys at hand');
});

test('a blind index finds equal texts of one field under every key at hand', () => {
  const both = new Keyring([first, second]);
  expect(both.blindIndexes('email', 'lena@demo.example')).toContainEqual(
    keyring.blindIndex('email', 'lena@demo.example'),
  );
  expect(both.blindIndex('email', 'lena@demo.example')).toEqual(both.blindIndexes('email', 'lena@demo.example')[0]);
  expect(keyring.blindIndex('phone', 'x')).not.toEqual(keyring.blindIndex('email', 'x'));
});
