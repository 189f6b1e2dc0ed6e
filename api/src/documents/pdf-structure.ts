import { constants, inflateSync } from 'node:zlib';
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

const objectStream = new RegExp(nameOf('ObjStm'), 'g');
/** Outlines have one too, but are no streams. */
const firstObject = anyOf('First');
/** At least one number with its place, then an object, if that is not too far away. What draws a page begins with other words. */
const objectsBegin =
  /^(?:[\s\0]|%[^\r\n]*(?:[\r\n]|$))*(?:$|[-+.\d]+[\s\0]+[-+.\d](?:[-+.\d\s\0]|%[^\r\n]*(?:[\r\n]|$))*(?:$|[<[(/]|true\b|false\b|null\b))/;
const filter = new RegExp(nameOf('Filter'), 'g');
const deflated = new RegExp(`^\\s*(?:\\[\\s*)?${nameOf('FlateDecode')}(?:\\s*\\])?\\s*(?=[/>]|$)`);
/** Readers overlook whatever else stands in this line. */
const streamBegin = /\bstream[^\r\n]*(?:\r\n|\r|\n)/g;

/** Objects of one document, unpacked. An honest one is a small part of this. */
const mostUnpacked = 134_217_728;
/** Streams with packed objects. An honest file has one for each hundred objects. */
const mostPacked = 10_000;
/** Streams at all. */
const mostStreams = 20_000;
/** Of a stream, what is looked at to tell what it is. */
const longestHead = 2_048;
/** Of the object in which such a stream stands, what is looked at before its name. */
const longestBefore = 4_096;

/**
 * Refuses what a document has no need of: programs, actions, files within the file, passwords. Looks at names wherever they
 * stand, also in packed objects, instead of following the structure: a file that is made to deceive would lead elsewhere.
 */
export function demandHarmlessPdf(bytes: Buffer): void {
  const whole = bytes.toString('latin1');
  demandEnd(whole);
  refuseWhere(whole, forbidden);
  for (const part of [outsideStreams(whole), ...packedObjects(whole, bytes)])
    refuseWhere(part, [...forbidden, ...forbiddenInText]);
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

function outsideStreams(whole: string): string {
  const text: string[] = [];
  let from = 0;
  for (const begin of whole.matchAll(/\bstream\r?\n/g)) {
    if (begin.index < from) continue;
    const end = whole.indexOf('endstream', begin.index + begin[0].length);
    if (end === -1) break;
    text.push(whole.slice(from, begin.index));
    from = end;
  }
  text.push(whole.slice(from));
  return text.join(' ');
}

/**
 * The objects that are packed in streams. Found by the names that such streams need, `ObjStm` (the type, which some readers do not
 * ask for) or `First` (without which nobody finds the objects), and by what they unpack to: where they begin and what their
 * dictionary says can be disguised by comments and strings. What bears such a name has to unpack, and to be objects then.
 */
function* packedObjects(whole: string, bytes: Buffer): Generator<string, void, undefined> {
  const typed = beginsAfterType(whole);
  let unpacked = 0;
  let packed = 0;
  let streams = 0;
  let end = 0;
  for (const { index, 0: word } of whole.matchAll(streamBegin)) {
    if (++streams > mostStreams) throw new DocumentRefused('TOO_COMPLEX');
    const start = index + word.length;
    if (end !== -1 && end < start) end = whole.indexOf('endstream', start);
    const body = bytes.subarray(start, end === -1 ? undefined : end);
    const before = whole.slice(Math.max(0, index - longestBefore), index);
    const dictionary = before.slice(before.lastIndexOf('endobj') + 1);
    const names = typed.get(start);
    let objects: string;
    if (names !== undefined || firstObject.test(dictionary)) {
      demandDeflated(names ?? dictionary);
      objects = unpack(body, mostUnpacked - unpacked);
      demandObjects(objects);
    } else if (objectsBegin.test(headOf(body))) objects = unpackIfPacked(body, mostUnpacked - unpacked);
    else continue;
    if (++packed > mostPacked) throw new DocumentRefused('TOO_COMPLEX');
    unpacked += objects.length;
    yield objects;
  }
}

/** By the place where a stream of packed objects begins: what says so, up to there. */
function beginsAfterType(whole: string): Map<number, string> {
  const found = new Map<number, string>();
  const next = new RegExp(streamBegin);
  let begin: RegExpExecArray | null = null;
  for (const { index } of whole.matchAll(objectStream)) {
    if (!begin || begin.index < index) {
      next.lastIndex = index;
      begin = next.exec(whole);
    }
    if (!begin) break;
    const start = begin.index + begin[0].length;
    const before = whole.slice(Math.max(0, index - longestBefore), index);
    const said = before.slice(before.lastIndexOf('endobj') + 1) + whole.slice(index, begin.index);
    if (!found.has(start)) found.set(start, said);
    else demandDeflated(said);
  }
  return found;
}

/** What it begins with, unpacked where it is packed. */
function headOf(body: Buffer): string {
  const part = body.subarray(0, longestHead);
  try {
    return inflateSync(part, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1', 0, longestHead);
  } catch {
    return part.toString('latin1');
  }
}

/** What is broken in the middle is read as far as it goes, as readers do. */
function unpackIfPacked(body: Buffer, most: number): string {
  try {
    return inflateSync(body, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH }).toString(
      'latin1',
    );
  } catch (error) {
    if (error instanceof RangeError) throw new DocumentRefused('TOO_COMPLEX', error);
    return body.toString('latin1');
  }
}

/** Any other packing of objects has no use but to hide them. */
function demandDeflated(dictionary: string): void {
  for (const { index, 0: name } of dictionary.matchAll(filter))
    if (!deflated.test(dictionary.slice(index + name.length, index + name.length + 200)))
      throw new DocumentRefused('HIDDEN_CONTENT');
}

function unpack(stream: Buffer, most: number): string {
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, most) }).toString('latin1');
  } catch (error) {
    throw new DocumentRefused(error instanceof RangeError ? 'TOO_COMPLEX' : 'HIDDEN_CONTENT', error);
  }
}

/** Numbers and places, then objects: not once more packed, nor shifted against each other. */
function demandObjects(objects: string): void {
  const numbers = /^[\s\d]*/.exec(objects)![0];
  const first = objects.slice(numbers.length, numbers.length + 5);
  if (!/\d/.test(numbers) || first.charCodeAt(0) < 9 || (/^[a-f>]/i.test(first) && first !== 'false'))
    throw new DocumentRefused('HIDDEN_CONTENT');
}
