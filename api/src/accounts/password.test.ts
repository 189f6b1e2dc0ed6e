import { expect, test } from 'vitest';
import { hashPassword, passwordFits } from './password.ts';

test('a hash fits its password and no other, and is never the same twice', async () => {
  const [hash, again] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(hash).not.toBe(again);
  expect(await passwordFits('correct horse', hash)).toBe(true);
  for (const wrong of ['correct hors', 'correct horse ', 'Correct horse', ''])
    expect(await passwordFits(wrong, hash)).toBe(false);
});

test('a vector of another implementation is understood', async () => {
  // phc-winner-argon2: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
  const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await passwordFits('password', known)).toBe(true);
  expect(await passwordFits('passwore', known)).toBe(false);
});

test('the same text fits however its accents were typed', async () => {
  expect(await passwordFits('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
});

test('who has no account is refused after the same work', async () => {
  const stored = await hashPassword('correct horse');
  const time = async (hash: string | null): Promise<number> => {
    const began = performance.now();
    expect(await passwordFits('wrong', hash)).toBe(false);
    return performance.now() - began;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 7; i++) {
    known.push(await time(stored));
    unknown.push(await time(null));
  }
  const median = (times: number[]): number => times.toSorted((a, b) => a - b)[3]!;
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  expect(median(unknown) / median(known)).toBeLessThan(2);
});

test('a crowd is turned away before it takes all memory', async () => {
  const cheap = '$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';
  const crowd = await Promise.allSettled(Array.from({ length: 200 }, () => passwordFits('x', cheap)));
  const refused = crowd.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(200 - 66);
  expect(refused[0]).toMatchObject({ reason: { code: 'RATE_LIMITED' } });
  expect(await passwordFits('a password for tests', cheap)).toBe(true);
});
