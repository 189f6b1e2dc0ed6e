import { expect, test } from 'vitest';
import { Keyring } from '../platform/keyring.ts';
import { expiryOfChallenge, newChallenge } from './passkey-challenge.ts';

const key = (version: number) => ({ version, key: Buffer.alloc(32, version) });
const keyring = new Keyring([key(1)]);
const now = new Date('2026-03-01T10:00:00Z');
const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);

test('a challenge holds for five minutes', () => {
  const challenge = newChallenge(keyring, 'sign in', now);
  expect(expiryOfChallenge(keyring, 'sign in', challenge, now)).toEqual(later(300_000));
  expect(expiryOfChallenge(keyring, 'sign in', challenge, later(299_999))).toEqual(later(300_000));
  expect(expiryOfChallenge(keyring, 'sign in', challenge, later(300_000))).toBeNull();
});

test('it serves one purpose', () => {
  const challenge = newChallenge(keyring, 'prove of session 1', now);
  expect(expiryOfChallenge(keyring, 'prove of session 2', challenge, now)).toBeNull();
  expect(expiryOfChallenge(keyring, 'sign in', challenge, now)).toBeNull();
});

test('it goes on holding while the master key is changed', () => {
  const challenge = newChallenge(keyring, 'sign in', now);
  expect(expiryOfChallenge(new Keyring([key(1), key(2)]), 'sign in', challenge, now)).not.toBeNull();
  expect(expiryOfChallenge(new Keyring([key(2)]), 'sign in', challenge, now)).toBeNull();
});

test('one that was lengthened, shortened, changed or made up is none', () => {
  const challenge = Buffer.from(newChallenge(keyring, 'sign in', now), 'base64url');
  const flipped = (at: number): Buffer => {
    const copy = Buffer.from(challenge);
    copy[at]! ^= 1;
    return copy;
  };
  const wrong = [
    Buffer.alloc(0),
    Buffer.alloc(challenge.length),
    challenge.subarray(0, -1),
    Buffer.concat([challenge, Buffer.alloc(1)]),
    ...Array.from(challenge.keys(), flipped),
  ];
  for (const bytes of wrong) expect(expiryOfChallenge(keyring, 'sign in', bytes.toString('base64url'), now)).toBeNull();
});
