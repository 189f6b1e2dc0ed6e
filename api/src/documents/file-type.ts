import { DocumentRefused } from './document-refused.ts';
import type { AcceptedType } from './document.settings.ts';

const beginnings: [AcceptedType, (head: Buffer) => boolean][] = [
  ['image/jpeg', (head) => head.length > 3 && head.readUIntBE(0, 3) === 0xffd8ff],
  ['image/png', (head) => head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))],
  ['image/webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
  ['application/pdf', (head) => head.toString('latin1', 0, 5) === '%PDF-'],
];

/** Photos of iPhones: HEVC in HEIF, which only few programs can open. */
const heic = /^ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1)/;

/** What the bytes are; names and what the sender says about them are not believed. */
export function typeOf(bytes: Buffer, accepted: readonly AcceptedType[]): AcceptedType {
  const found = beginnings.find(([, begins]) => begins(bytes))?.[0];
  if (heic.test(bytes.toString('latin1', 4, 12))) throw new DocumentRefused('HEIC');
  if (!found || !accepted.includes(found)) throw new DocumentRefused('TYPE_NOT_ACCEPTED');
  return found;
}

/** The file that every virus scanner is tested with (https://www.eicar.org), written so that this file is not one. */
const testVirus = Buffer.from(String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*');

/** Found also where no virus scanner is configured. */
export function demandNoTestVirus(bytes: Buffer): void {
  if (bytes.includes(testVirus)) throw new DocumentRefused('INFECTED');
}

/** As far as readers of PDF look for a beginning, and browsers that guess for a page. */
const guessedBytes = 1_024;
const page = /<(?:!doctype\s|html|head|body|script|svg|iframe)|<\?php/i;
/** The end of a ZIP archive, and with it of JAR, APK and office files: found from behind, whatever stands before it. */
const zipEnd = Buffer.from('504b0506', 'hex');
const zipEndBytes = 22;
const longestZipComment = 65_535;

/** A file that is also something else: what one program takes for a picture, another one would run. */
export function demandSingleNature(bytes: Buffer, type: AcceptedType): void {
  const head = bytes.toString('latin1', 0, guessedBytes);
  const isAlsoPdf = type !== 'application/pdf' && head.includes('%PDF-');
  if (isAlsoPdf || page.test(head) || endsAsZip(bytes)) throw new DocumentRefused('HIDDEN_CONTENT');
}

function endsAsZip(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - zipEndBytes - longestZipComment);
  for (let at = bytes.indexOf(zipEnd, from); at !== -1; at = bytes.indexOf(zipEnd, at + 1))
    if (at + zipEndBytes <= bytes.length && at + zipEndBytes + bytes.readUInt16LE(at + 20) === bytes.length)
      return true;
  return false;
}
