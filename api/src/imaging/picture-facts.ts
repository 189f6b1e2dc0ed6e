import { HttpProblem } from '../platform/http.ts';
import type { StagedFile } from '../platform/object-storage.ts';

export interface PictureFacts {
  mimeType: 'image/png' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');

const notAPicture = (): HttpProblem => new HttpProblem(422, 'NOT_A_PICTURE', 'This is neither PNG nor JPEG nor WebP');
const truncated = (): HttpProblem =>
  new HttpProblem(422, 'TRUNCATED_PICTURE', 'The picture does not end where its format says');

/**
 * What the bytes say they are; nothing else is believed. Also demands the format's end mark at the end of the file, so that
 * what was cut off on the way is refused. What lies between is judged when thumbnails are made: only those are shown.
 */
export async function pictureFacts(picture: StagedFile, maxPixels: number): Promise<PictureFacts> {
  if (picture.byteSize < 32) throw notAPicture();
  const facts = await readFacts(picture);
  if (facts.width < 1 || facts.height < 1) throw notAPicture();
  if (facts.width * facts.height > maxPixels)
    throw new HttpProblem(422, 'TOO_MANY_PIXELS', `A picture may have ${maxPixels} pixels at most`);
  return facts;
}

async function readFacts(picture: StagedFile): Promise<PictureFacts> {
  const head = await picture.read(0, 32);
  if (head.subarray(0, 8).equals(pngSignature)) return pngFacts(head, await picture.read(picture.byteSize - 12, 12));
  if (head.readUInt16BE(0) === 0xffd8) return jpegFacts(picture);
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP')
    return webpFacts(head, picture.byteSize);
  throw notAPicture();
}

function pngFacts(head: Buffer, tail: Buffer): PictureFacts {
  if (head.readUInt32BE(8) !== 13 || head.toString('latin1', 12, 16) !== 'IHDR') throw notAPicture();
  if (!tail.equals(pngEnd)) throw truncated();
  return { mimeType: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Enough for every profile and preview that stands before the picture; more is no honest file. */
const jpegSegments = 512;

async function jpegFacts(picture: StagedFile): Promise<PictureFacts> {
  if ((await picture.read(picture.byteSize - 2, 2)).readUInt16BE(0) !== 0xffd9) throw truncated();
  let position = 2;
  for (let segment = 0; segment < jpegSegments && position + 9 <= picture.byteSize; segment++) {
    const bytes = await picture.read(position, 9);
    const marker = bytes[1]!;
    if (bytes[0] !== 0xff) throw notAPicture();
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (startsFrame) return { mimeType: 'image/jpeg', height: bytes.readUInt16BE(5), width: bytes.readUInt16BE(7) };
    if (marker === 0xda || marker === 0xd9) throw notAPicture();
    // A marker may be preceded by any number of fill bytes.
    position += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(2);
  }
  throw notAPicture();
}

function webpFacts(head: Buffer, byteSize: number): PictureFacts {
  if (head.readUInt32LE(4) + 8 !== byteSize) throw truncated();
  const size = webpSize(head);
  if (!size) throw notAPicture();
  return { mimeType: 'image/webp', width: size[0], height: size[1] };
}

function webpSize(head: Buffer): [number, number] | null {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      if (head.readUIntBE(23, 3) !== 0x9d012a) return null;
      return [head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      if (head[20] !== 0x2f) return null;
      const bits = head.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1];
    default:
      return null;
  }
}
