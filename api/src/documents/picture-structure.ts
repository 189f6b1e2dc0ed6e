import { crc32 } from 'node:zlib';
import { DocumentRefused, type RefusalReason } from './document-refused.ts';

const refuse = (reason: RefusalReason): never => {
  throw new DocumentRefused(reason);
};

/** Walks through a picture from its first byte to its last: it must end where its format says, and nothing may follow. */
export function demandWholePicture(bytes: Buffer, type: 'image/jpeg' | 'image/png' | 'image/webp'): void {
  if (type === 'image/jpeg') demandWholeJpeg(bytes);
  else if (type === 'image/png') demandWholePng(bytes);
  else demandWholeWebp(bytes);
}

function demandWholeJpeg(bytes: Buffer): void {
  let end = jpegEnd(bytes, 0);
  // Phones put a second picture behind the first (a preview, or a map of brightness), and filling.
  while (bytes[end] === 0xff && bytes[end + 1] === 0xd8) end = jpegEnd(bytes, end);
  const rest = bytes.subarray(end);
  if (!isSamsungTrailer(rest) && rest.some((byte) => byte !== 0)) refuse('HIDDEN_CONTENT');
}

/** The offset behind the end mark of the picture that begins at `start`. */
function jpegEnd(bytes: Buffer, start: number): number {
  let at = start + 2;
  let hasFrame = false;
  for (;;) {
    if (at + 2 > bytes.length) return refuse('TRUNCATED');
    if (bytes[at] !== 0xff) return refuse('DAMAGED');
    const marker = bytes[at + 1]!;
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) return hasFrame ? at + 2 : refuse('DAMAGED');
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      if (at + 4 > bytes.length) return refuse('TRUNCATED');
      const length = bytes.readUInt16BE(at + 2);
      if (length < 2 || marker === 0xd8 || marker === 0x00) return refuse('DAMAGED');
      hasFrame ||= marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      at += 2 + length;
      if (marker === 0xda) at = scanEnd(bytes, at);
    }
  }
}

/** The next marker behind the coded pixels. */
function scanEnd(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    if (next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return refuse('TRUNCATED');
}

/** What phones of Samsung add behind each photo: a few facts, never a film. */
function isSamsungTrailer(rest: Buffer): boolean {
  const longest = 4_096;
  return (
    rest.length > 8 &&
    rest.length <= longest &&
    rest.subarray(-4).toString('latin1') === 'SEFT' &&
    rest.includes('SEFH') &&
    !rest.includes('ftyp')
  );
}

function demandWholePng(bytes: Buffer): void {
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) refuse('TRUNCATED');
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) refuse('TRUNCATED');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) refuse('DAMAGED');
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (at === 8 && kind !== 'IHDR') refuse('DAMAGED');
    if (kind === 'acTL') refuse('ANIMATED');
    at = end;
    if (kind !== 'IEND') continue;
    if (at < bytes.length) refuse('HIDDEN_CONTENT');
    return;
  }
}

function demandWholeWebp(bytes: Buffer): void {
  const end = bytes.readUInt32LE(4) + 8;
  if (end > bytes.length) refuse('TRUNCATED');
  if (end < bytes.length) refuse('HIDDEN_CONTENT');
  for (let at = 12; at < end;) {
    if (at + 8 > end) refuse('DAMAGED');
    if (['ANIM', 'ANMF'].includes(bytes.toString('latin1', at, at + 4))) refuse('ANIMATED');
    const length = bytes.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
    if (at > end + 1) refuse('TRUNCATED');
  }
}
