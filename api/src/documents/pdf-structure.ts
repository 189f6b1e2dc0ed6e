import { inflateSync } from 'node:zlib';
import { DocumentRefused, type RefusalReason } from './document-refused.ts';

/** `/Name` as a PDF may write it: any of its letters as `#` and two digits. */
const nameOf = (name: string): string => {
  const letter = (one: string): string => {
    const [high, low] = one.charCodeAt(0).toString(16).padStart(2, '0');
    const digit = (hex: string): string => (/[a-f]/.test(hex) ? `[${hex}${hex.toUpperCase()}]` : hex);
    return `(?:${one}|#${digit(high!)}${digit(low!)})`;
  };
  return `/${name.replaceAll(/./g, letter)}(?![A-Za-z0-9#])`;
};
const anyOf = (...names: string[]): RegExp => new RegExp(names.map(nameOf).join('|'));

/** What may not be in a document at all, wherever it stands. */
const forbidden: [RegExp, RefusalReason][] = [
  [anyOf('Encrypt'), 'PDF_PASSWORD'],
  [anyOf('JavaScript'), 'PDF_SCRIPT'],
  [anyOf('EmbeddedFile', 'EmbeddedFiles', 'Collection'), 'PDF_ATTACHMENT'],
  [anyOf('Launch', 'SubmitForm', 'ImportData', 'GoToR', 'GoToE', 'RichMedia', 'Rendition', 'GoTo3DView'), 'PDF_ACTION'],
];
/** Too short to be looked for among pixels, where they stand by chance. */
const forbiddenInText: [RegExp, RefusalReason][] = [
  [anyOf('JS'), 'PDF_SCRIPT'],
  [anyOf('XFA'), 'PDF_FORM'],
  [/<(?:html|script|svg|iframe)[\s>]/i, 'HIDDEN_CONTENT'],
];

const objectStream = anyOf('ObjStm');
const filters = new RegExp(`${nameOf('Filter')}\\s*(\\[[^\\]]*\\]|/[^\\s/<>[\\]()]+)`);
const deflated = new RegExp(`^(?:\\[\\s*)?${nameOf('FlateDecode')}(?:\\s*\\])?$`);

/** Objects of one document, unpacked. An honest one is a small part of this. */
const mostUnpacked = 134_217_728;
/** Before `stream` stands its dictionary. */
const longestDictionary = 4_096;

/**
 * Refuses what a document has no need of: programs, actions, files within the file, passwords. Looks at names wherever they
 * stand, also in packed objects, instead of following the structure: a file that is made to deceive would lead elsewhere.
 */
export function demandHarmlessPdf(bytes: Buffer): void {
  const whole = bytes.toString('latin1');
  demandEnd(whole);
  refuseWhere(whole, forbidden);
  const { text, packed } = withoutStreams(whole, bytes);
  for (const part of [text, ...packed]) refuseWhere(part, [...forbidden, ...forbiddenInText]);
}

function demandEnd(whole: string): void {
  const end = whole.lastIndexOf('%%EOF');
  if (end === -1) throw new DocumentRefused('TRUNCATED');
  // eslint-disable-next-line no-control-regex -- old programs fill up with such
  if (!/^[\s\0\x1a]*$/.test(whole.slice(end + 5))) throw new DocumentRefused('HIDDEN_CONTENT');
}

function refuseWhere(text: string, rules: readonly [RegExp, RefusalReason][]): void {
  for (const [rule, reason] of rules) if (rule.test(text)) throw new DocumentRefused(reason);
}

/** What stands outside of streams, and the objects that are packed in some of them. */
function withoutStreams(whole: string, bytes: Buffer): { text: string; packed: string[] } {
  const text: string[] = [];
  const packed: string[] = [];
  let unpacked = 0;
  let from = 0;
  for (const begin of whole.matchAll(/\bstream\r?\n/g)) {
    if (begin.index < from) continue;
    const start = begin.index + begin[0].length;
    const end = whole.indexOf('endstream', start);
    if (end === -1) break;
    text.push(whole.slice(from, begin.index));
    from = end;
    const dictionary = whole.slice(Math.max(0, begin.index - longestDictionary), begin.index);
    const own = dictionary.slice(dictionary.lastIndexOf('obj') + 3);
    if (!objectStream.test(own)) continue;
    const objects = unpack(own, bytes.subarray(start, end), mostUnpacked - unpacked);
    unpacked += objects.length;
    packed.push(objects);
  }
  text.push(whole.slice(from));
  return { text: text.join(' '), packed };
}

function unpack(dictionary: string, stream: Buffer, most: number): string {
  const filter = filters.exec(dictionary)?.[1];
  if (filter === undefined) return stream.toString('latin1');
  // Any other packing of objects has no use but to hide them.
  if (!deflated.test(filter)) throw new DocumentRefused('HIDDEN_CONTENT');
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, most) }).toString('latin1');
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw new DocumentRefused(tooLarge ? 'TOO_COMPLEX' : 'DAMAGED', error);
  }
}
