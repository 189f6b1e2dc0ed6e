import { createHash, createHmac, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, crc]);
}

const side = 1024;
const rowSize = 1 + side * 3;
const noise = randomBytes(side * rowSize);
const packed = new Map<number, Buffer>();

/** As many rows of noise as make up the size; the rest is black and weighs nothing. */
function pixelsOf(byteSize: number): Buffer {
  const known = packed.get(byteSize);
  if (known) return known;
  const rows = Math.min(side, Math.round(byteSize / rowSize));
  const pixels = Buffer.alloc(side * rowSize);
  noise.copy(pixels, 0, 0, rows * rowSize);
  // What stands before each row says how it is written: as it is.
  for (let row = 0; row < rows; row += 1) pixels[row * rowSize] = 0;
  const made = deflateSync(pixels);
  packed.set(byteSize, made);
  return made;
}

/** A PNG of about the wanted size (3 MB at most) that decodes to noise: as large as a photograph, and different for every `index`. */
export function aPng(byteSize: number, index: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${process.pid}-${index}-${performance.now()}`, 'latin1')),
    chunk('IDAT', pixelsOf(byteSize)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Headers of a callback as docs/image-contract.md wants them. */
export function signed(
  secret: string,
  requestId: string,
  body: Buffer | string,
  contentType: string,
): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', secret).update(`${timestamp}.${requestId}.${digest}`).digest('hex');
  return {
    'content-type': contentType,
    'x-influencegen-timestamp': timestamp,
    'x-influencegen-signature': `v1=${signature}`,
  };
}
