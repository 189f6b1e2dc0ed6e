import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Text of any language, uncompressed so that any tool can read it. */
const textChunk = (keyword: string, text: string): Buffer =>
  chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]));

/**
 * Eight bits, RGB. Written here and not by an image library, so that equal pixels give equal bytes whatever is installed.
 * `text` by keyword; `xmp` is a whole packet.
 */
export function encodePng(
  rgb: Uint8Array,
  width: number,
  height: number,
  info: { text: Record<string, string>; xmp: string },
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);

  const stride = width * 3;
  const filtered = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const from = row * stride;
    const to = row * (stride + 1);
    filtered[to] = 3;
    for (let i = 0; i < stride; i++) {
      const left = i >= 3 ? rgb[from + i - 3]! : 0;
      const above = row > 0 ? rgb[from + i - stride]! : 0;
      filtered[to + 1 + i] = rgb[from + i]! - ((left + above) >> 1);
    }
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('sRGB', Buffer.from([0])),
    ...Object.entries(info.text).map(([keyword, text]) => textChunk(keyword, text)),
    textChunk('XML:com.adobe.xmp', info.xmp),
    chunk('IDAT', deflateSync(filtered, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
