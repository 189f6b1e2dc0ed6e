import { expect, test } from 'vitest';
import { hashPassword, passwordFits, passwordFitsInTurn } from './password.ts';

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

test('a hash that was dearer, or cheaper, takes the same work as any other and as none', async () => {
  const salted = 'YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';
  const cheaper = `$argon2id$v=19$m=8,t=1,p=1$${salted}`;
  const costs = ['m=38912,t=2,p=1', 'm=8,t=1,p=1', ''];
  const hashes = [
    `$argon2id$v=19$m=38912,t=2,p=1$${salted}`,
    cheaper,
    `$argon2id$v=19$m=19456,t=2,p=1$${salted}`,
    null,
  ];
  const work = hashes.map(() => Infinity);
  for (let round = 0; round < 2; round++)
    for (const [i, hash] of hashes.entries()) {
      const began = process.cpuUsage();
      expect(await passwordFitsInTurn('wrong', hash, costs)).toBe(false);
      work[i] = Math.min(work[i]!, process.cpuUsage(began).user);
    }
  // The dearer hash alone is twice the work of today's, the cheaper one next to none.
  expect(Math.max(...work) / Math.min(...work)).toBeLessThan(1.5);
  expect(await passwordFitsInTurn('a password for tests', cheaper, costs)).toBe(true);
});

test('a crowd is turned away before it takes all memory', async () => {
  const cheap = '$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';
  const crowd = await Promise.allSettled(Array.from({ length: 200 }, () => passwordFits('x', cheap)));
  const refused = crowd.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(200 - 66);
  expect(refused[0]).toMatchObject({ reason: { code: 'RATE_LIMITED', retryAfter: 1 } });
  expect(await passwordFits('a password for tests', cheap)).toBe(true);
});
