import { emailAddress } from '@influencegen/shared-schema/contract/email-address';
import type { Keyring } from '../platform/keyring.ts';

/** One address, however it is typed. What is no address is nobody's. */
export const normalEmail = (email: string): string => emailAddress(email) ?? email.trim();

const emailField = 'account.email';
const phoneField = 'account.phone';
const nameField = 'account.name';

export const emailIndex = (keyring: Keyring, email: string): Buffer =>
  keyring.blindIndex(emailField, normalEmail(email));

/** For `email_index = any($1)`. */
export const emailIndexes = (keyring: Keyring, email: string): Buffer[] =>
  keyring.blindIndexes(emailField, normalEmail(email));

/** `phone`: E.164. */
export const phoneIndex = (keyring: Keyring, phone: string): Buffer => keyring.blindIndex(phoneField, phone);

/** For `phone_index = any($1)`. */
export const phoneIndexes = (keyring: Keyring, phone: string): Buffer[] => keyring.blindIndexes(phoneField, phone);

/** Shorter beginnings would be so few that their frequency tells names. */
const shortestPrefix = 2;
const longestPrefix = 10;
const mostWords = 20;
/** The key's number and 64 bits: what collides is sorted out after opening. */
const wordIndexLength = 10;

/** Without case and accents. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, mostWords) ?? [];

const beginning = (word: string, letters: number): string => Array.from(word).slice(0, letters).join('');

function prefixesOf(word: string): string[] {
  const length = Math.min(Array.from(word).length, longestPrefix);
  const lengths = Array.from({ length: Math.max(length - shortestPrefix + 1, 0) }, (_, i) => i + shortestPrefix);
  return lengths.length === 0 ? [word] : lengths.map((letters) => beginning(word, letters));
}

/** Of every beginning of every word, so that people are found while their name is typed. */
export const nameWordIndexes = (keyring: Keyring, name: string): Buffer[] =>
  [...new Set(wordsOf(name).flatMap(prefixesOf))].map((prefix) =>
    keyring.blindIndex(nameField, prefix).subarray(0, wordIndexLength),
  );

/** For `name_words @> …`, one for each key at hand. None: the text has no word to search for. */
export function nameSearches(keyring: Keyring, text: string): Buffer[][] {
  const prefixes = wordsOf(text).map((word) => beginning(word, longestPrefix));
  if (prefixes.length === 0) return [];
  const ofEachPrefix = prefixes.map((prefix) => keyring.blindIndexes(nameField, prefix));
  return keyring.versions.map((_, version) =>
    ofEachPrefix.map((indexes) => indexes[version]!.subarray(0, wordIndexLength)),
  );
}

/**
 * SQL: of these accounts, the ones in whose names each word of the text begins one; an expression for each key at hand. The
 * function looks into the index with the rights of the table's owner: behind a policy Postgres uses it for nothing that it
 * does not know to keep secrets. It gives ids alone; what they lead to is shown by the policy.
 */
export const named = (keyring: Keyring, text: string, id: string, put: (value: unknown) => string): string[] =>
  nameSearches(keyring, text).map((words) => `${id} = any(array(select accounts_named(${put(words)}::bytea[])))`);

/** Whether every word of the text begins a word of the name: what the index says, without its collisions. */
export function nameMatches(name: string, text: string): boolean {
  const words = wordsOf(name);
  return wordsOf(text).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** The first letter and the domain: enough to recognise an address that one knows. */
export const maskEmail = (email: string): string => `${beginning(email, 1)}•••${email.slice(email.lastIndexOf('@'))}`;

export const maskPhone = (phone: string): string => `•••${phone.slice(-3)}`;
