import { expect, test } from 'vitest';
import { codeAt, newTotpSecret, stepOfCode, totpAddress } from './totp.ts';

/** The secret of RFC 6238, appendix B: `12345678901234567890`. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): Date => new Date(seconds * 1000);

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('the codes are those of RFC 6238: at second %i it is %s', (second, code) => {
  expect(codeAt(secret, at(second))).toBe(code);
  expect(stepOfCode(secret, code, at(second))).toBe(Math.floor(second / 30));
});

test('a code holds one step before and one after its own, and no longer', () => {
  const code = codeAt(secret, at(3_000));
  for (const second of [2_970, 2_999, 3_000, 3_029, 3_030, 3_059])
    expect(stepOfCode(secret, code, at(second)), String(second)).toBe(100);
  for (const second of [2_969, 3_060, 0]) expect(stepOfCode(secret, code, at(second)), String(second)).toBeNull();
});

test('a code may be typed as apps show it', () => {
  expect(stepOfCode(secret, ' 287 082 ', at(59))).toBe(1);
});

test.each(['', '28708', '2870821', '28708a', '２８７０８２', '-28708', '2.7082', '0x1234', '\u0000287082'])(
  '%j is no code',
  (code) => {
    expect(stepOfCode(secret, code, at(59))).toBeNull();
  },
);

test('every secret is new, and its address names product and person', () => {
  const made = newTotpSecret();
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  expect(made).not.toBe(newTotpSecret());
  expect(totpAddress(made, 'lena@demo.example')).toBe(
    `otpauth://totp/InfluenceGen:lena%40demo.example?issuer=InfluenceGen&secret=${made}&algorithm=SHA1&digits=6&period=30`,
  );
});
