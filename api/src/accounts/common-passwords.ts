import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalPassword } from '@influencegen/shared-schema/contract/password-rules';

/** Beside the sources, from where they run and from where they are built to. Made by scripts/common-passwords.mjs. */
const file = ['../../data', '../../../data'].map((up) => join(import.meta.dirname, up, 'common-passwords.bin'));

let list: Buffer | undefined;
const common = (): Buffer => (list ??= readFileSync(file.find(existsSync) ?? file[0]!));

const written: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** Words that nobody who attacks this product will leave out. */
const ours = ['influencegen', 'influencer'];

/**
 * One of the passwords that are tried first: on the list, or made of one by what everybody does to get past a rule: a number
 * behind it, capitals, digits for letters, the whole thing twice.
 */
export function isCommonPassword(password: string): boolean {
  const text = normalPassword(password).toLowerCase();
  const forms = new Set<string>();
  for (const form of [text, text.replace(/[013457@$!]/g, (character) => written[character]!)]) {
    const bare = form.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
    forms.add(form).add(unitOf(form));
    // Three letters with a long number are more number than word.
    if (bare.length * 2 >= form.length) forms.add(bare).add(unitOf(bare));
  }
  return [...forms].some((form) => form !== '' && (isOnList(form) || ours.includes(form) || isRun(form)));
}

/** `abcabcabc` is three times `abc`. */
function unitOf(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1);
  return period > 0 && period < text.length ? text.slice(0, period) : text;
}

/** `abcdefgh`, `876543210987`, `aaaaaaaa`. */
function isRun(text: string): boolean {
  if (text.length < 2) return false;
  const modulus = /^\d+$/.test(text) ? 10 : 65_536;
  const step = (i: number): number => (text.charCodeAt(i) - text.charCodeAt(i - 1) + modulus) % modulus;
  const first = step(1);
  if (![0, 1, modulus - 1].includes(first)) return false;
  return Array.from({ length: text.length - 2 }, (_, i) => step(i + 2)).every((other) => other === first);
}

function isOnList(text: string): boolean {
  const wanted = createHash('sha256').update(text).digest().readUInt32BE(0);
  const digests = common();
  let [low, high] = [0, digests.length / 4 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = digests.readUInt32BE(middle * 4);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
