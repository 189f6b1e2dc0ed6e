import { expect, test } from 'vitest';
import { newRecoveryCodes, recoveryCodeDigest } from './recovery-codes.ts';

test('ten codes are made, none twice', () => {
  const codes = [...newRecoveryCodes(), ...newRecoveryCodes()];
  expect(new Set(codes).size).toBe(20);
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
});

test('a code may be written as people write', () => {
  const digest = recoveryCodeDigest('lena', '0k1v-20qx-m7de-94tz');
  for (const written of ['0K1V 20QX M7DE 94TZ', 'okiv20qxm7de94tz', ' oklv-2Oqx-m7de-94tz\n'])
    expect(recoveryCodeDigest('lena', written)).toEqual(digest);
});

test('the same code of two people is stored differently', () => {
  expect(recoveryCodeDigest('lena', '0k1v-20qx-m7de-94tz')).not.toEqual(
    recoveryCodeDigest('ada', '0k1v-20qx-m7de-94tz'),
  );
});

test.each(['', '0k1v', '0k1v-20qx-m7de-94tz-0', '0k1v-20qx-m7de-94tu', 'ﬁ1v-20qx-m7de-94tz', '\0k1v-20qx-m7de-94tz'])(
  '%j is no code',
  (code) => {
    expect(recoveryCodeDigest('lena', code)).toBeNull();
  },
);
