import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rows, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';

const lifetimeMilliseconds = 5 * 60_000;
const nonceLength = 16;
const expiryLength = 6;

/**
 * What a passkey signs. Signed by us instead of stored, so that strangers who ask for challenges leave nothing behind.
 * `purpose` binds it to one use and, where there is one, to one session.
 */
export function newChallenge(keyring: Keyring, purpose: string, now: Date): string {
  const expiry = Buffer.alloc(expiryLength);
  expiry.writeUIntBE(now.getTime() + lifetimeMilliseconds, 0, expiryLength);
  const content = Buffer.concat([randomBytes(nonceLength), expiry]);
  return Buffer.concat([content, keyring.blindIndex(field(purpose), content.toString('base64url'))]).toString(
    'base64url',
  );
}

/** When it expires; null for a challenge that is not ours, is for something else, or is over. */
export function expiryOfChallenge(keyring: Keyring, purpose: string, challenge: string, now: Date): Date | null {
  const bytes = Buffer.from(challenge, 'base64url');
  const content = bytes.subarray(0, nonceLength + expiryLength);
  const mark = bytes.subarray(nonceLength + expiryLength);
  if (content.length < nonceLength + expiryLength) return null;
  const genuine = keyring
    .blindIndexes(field(purpose), content.toString('base64url'))
    .some((expected) => expected.length === mark.length && timingSafeEqual(expected, mark));
  if (!genuine) return null;
  const expiresAt = new Date(content.readUIntBE(nonceLength, expiryLength));
  return expiresAt > now ? expiresAt : null;
}

/** False when it was answered before. */
export async function spendChallenge(tx: Transaction, challenge: string, expiresAt: Date, now: Date): Promise<boolean> {
  const spent = await rows(
    tx,
    `with over as (delete from passkey_challenge_spent where expires_at <= $3)
     insert into passkey_challenge_spent (digest, expires_at) values ($1, $2) on conflict do nothing returning 1`,
    [createHash('sha256').update(Buffer.from(challenge, 'base64url')).digest(), expiresAt, now],
  );
  return spent.length > 0;
}

const field = (purpose: string): string => `passkey challenge ${purpose}`;
