import type { Checked } from './checked.ts';

/** Scripts in which a joiner between two letters changes how they are written (Persian, Hindi, Sinhala, …). */
const joining =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Syriac}])[\u200C\u200D](?=\p{L})/gu;
/** Directions, joiners, byte order marks, fillers, tags: they change what is seen without being seen. */
const invisible =
  /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u115F\u1160\u3164\uFFA0]|\u034F|[\u17B4\u17B5]|[\u180B-\u180D\u180F]|[\uFE00-\uFE0D]|[\u{E0100}-\u{E01EF}]/u;
/** What copying from another page leaves around a text. */
const unseenEdges = /^[\s\u200B\u200E\u200F\u061C\u2060\uFEFF]+|[\s\u200B\u200E\u200F\u061C\u2060\uFEFF]+$/gu;
/** More on one letter than any script puts there. */
const piledMarks = /\p{M}{7}/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** As people count them: one flag, one family, one letter with its accents is one. */
export const lengthOf = (text: string): number => [...graphemes.segment(text)].length;

/** Spaces, also those without width, are nothing. */
export const hasSomethingToSee = (text: string): boolean => /[\p{L}\p{N}\p{S}\p{P}]/u.test(text);

/** One line in NFC without spaces around it. `longest` is in characters as people count them. */
export function checkLine(text: string, longest: number): Checked<string> {
  // Nothing is looked for in a megabyte.
  if (text.length > longest * 16) return { problem: 'TOO_LONG' };
  const line = text.normalize('NFC').replace(unseenEdges, '');
  if (line === '') return { problem: 'REQUIRED' };
  if (/\p{Cc}/u.test(line)) return { problem: 'CONTROL_CHARACTERS' };
  if (!line.isWellFormed() || piledMarks.test(line)) return { problem: 'NOT_TEXT' };
  if (invisible.test(line.replace(joining, ''))) return { problem: 'INVISIBLE_CHARACTERS' };
  const spaced = line.replace(/\s+/gu, ' ');
  return lengthOf(spaced) > longest ? { problem: 'TOO_LONG' } : { value: spaced };
}

/** Wide letters and digits, and narrow kana, as keyboards of East Asia write them. */
export const ordinaryWidth = (text: string): string =>
  text.replace(/[\u3000\uFF01-\uFF5E\uFF61-\uFFDC]+/g, (wide) => wide.normalize('NFKC'));

/** One word of letters that look alike in two alphabets, such as a Cyrillic а in a Latin name. */
export const mixesAlphabets = (text: string): boolean =>
  text
    .split(/[^\p{L}\p{M}]+/u)
    .some(
      (word) =>
        [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) => script.test(word))
          .length > 1,
    );

/**
 * What must consist of ASCII letters and digits, without the spaces, dots and hyphens people put between them. A letter that
 * only looks like one of those is refused, never replaced: whoever sent the number meant another text.
 */
export function checkAsciiNumber(text: string, longest: number, between = /[\s.\-/]/g): Checked<string> {
  const line = checkLine(text, longest * 2);
  if ('problem' in line) return line;
  const bare = line.value.replace(between, '').toUpperCase();
  if (bare === '') return { problem: 'REQUIRED' };
  // Looked at before letters become large: a dotless ı would turn into an I.
  if (/[^\x20-\x7E]/.test(line.value.replace(between, ''))) return { problem: 'LOOKALIKE_LETTERS' };
  return bare.length > longest ? { problem: 'TOO_LONG' } : { value: bare };
}
