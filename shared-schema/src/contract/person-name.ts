import type { Checked } from './checked.ts';
import { checkLine, mixesAlphabets, ordinaryWidth } from './typed-text.ts';

const longest = { given: 100, family: 100, full: 200 };

/** Letters of any script; apostrophes, hyphens, dots and middle dots, the Hebrew ones too; "a/l", "s/o" of Malaysia and India. */
const name = /^(?:[\p{L}\p{M} '’ʹ.,·・׳״\-‐]|\u200C|\u200D)+$/u;
const fatherOf = /(?<=^|\s)[adsw]\/[lpo](?=\s)/giu;
const quotes = /[‘`´′＇]/gu;
/** Mails greet by it: whoever registers somebody else's address must not be able to send them somewhere. */
const link = /:\/\/|\bwww\.|\p{L}{2}\.\p{L}{2,}(?![.\p{L}])|@/iu;

/** As it stands in a passport, in any script. */
export function checkPersonName(text: string, { part }: { part: 'given' | 'family' | 'full' }): Checked<string> {
  const line = checkLine(text, longest[part]);
  if ('problem' in line) return line;
  const written = ordinaryWidth(line.value).replace(quotes, '’').replace(/ʼ/gu, '’').normalize('NFC');
  if (link.test(written)) return { problem: 'NAME_LINK' };
  if (!name.test(written.replace(fatherOf, '')) || !/\p{L}/u.test(written)) return { problem: 'NAME_CHARACTERS' };
  return mixesAlphabets(written) ? { problem: 'LOOKALIKE_LETTERS' } : { value: written };
}
