import { expect, test } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';

test.each([
  'password',
  'Password123!',
  'P@ssw0rd2026!!',
  'qwertyuiop12',
  'iloveyou!!!',
  '!!!monkey123',
  '123456789012',
  'aaaaaaaaaaaa',
  'abcdefghijklm',
  '987654321098',
  'monkeymonkey',
  'dragonDRAGON',
  'influencegen2026',
  'ｐａｓｓｗｏｒｄ１２３',
])('%s is common', (password) => expect(isCommonPassword(password)).toBe(true));

test.each([
  'correct horse battery',
  'Window-7-garden',
  'studio-demo-1',
  'a password for tests',
  'xk4!Trellis 9 moons',
  '密码很长也没有问题',
  ' ',
  '',
])('%s is not', (password) => expect(isCommonPassword(password)).toBe(false));

test('few passwords that nobody uses are taken for common ones', () => {
  const wrongly = Array.from({ length: 5_000 }, (_, i) => `${(i * 2_654_435_761) >>> 0}-kiosk-${i}-lantern`).filter(
    isCommonPassword,
  );
  expect(wrongly.length).toBeLessThanOrEqual(2);
});
