import { createHash, randomBytes } from 'node:crypto';

const howMany = 10;
/** Without what is easily misread (Crockford's base32), in small letters. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 16;
const codeShape = new RegExp(`^[${alphabet}]{${length}}$`);

/** 80 random bits each, such as `k3v8-20qx-m7de-94tz`: too many to guess, also for who holds the digests. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: howMany }, () => {
    const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
    return letters.match(/.{4}/g)!.join('-');
  });

/** What is stored. The account's id makes equal codes of two people differ. Null: nothing that could be a code. */
export function recoveryCodeDigest(accountId: string, code: string): Buffer | null {
  // As people write from paper: spaces, capitals, and letters that look like digits.
  const letters = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  if (!codeShape.test(letters)) return null;
  return createHash('sha256').update(`${accountId} ${letters}`).digest();
}
