import { createHash, createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, crc]);
}

const noise = randomBytes(4_000_000);

/** A PNG of the wanted size whose pixels are noise: as large as a photograph, and different for every `index`. */
export function aPng(byteSize: number, index: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1024, 0);
  header.writeUInt32BE(1024, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${process.pid}-${index}-${performance.now()}`, 'latin1')),
    chunk('IDAT', noise.subarray(0, byteSize)),
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
