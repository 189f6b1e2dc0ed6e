import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Made when they are needed: nothing that a virus scanner would find lies in the repository. */
export const testVirus = Buffer.from(
  ['X5O!P%@AP[4', String.raw`\PZX54(P^)7CC)7}$EICAR`, '-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join(''),
);

/** Like a card on a table: with edges, so that turned pictures can be told. */
const card = (width = 800, height = 500): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#335577' } }).composite([
    { input: { create: { width: 100, height: 60, channels: 3, background: '#ffcc00' } }, left: 0, top: 0 },
  ]);

export const jpeg = (width?: number, height?: number): Promise<Buffer> => card(width, height).jpeg().toBuffer();
export const png = (width?: number, height?: number): Promise<Buffer> => card(width, height).png().toBuffer();
export const webp = (width?: number, height?: number): Promise<Buffer> => card(width, height).webp().toBuffer();

/** Taken somewhere, by a phone that was held upright. */
export const jpegWithPlace = (): Promise<Buffer> =>
  card()
    .withExif({
      IFD0: { Make: 'SpyPhone', Model: 'Unique-Model-7', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Promises far more pixels than it has bytes. */
export function pixelBomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(Math.ceil(width / 8) + 1))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export async function animatedPng(): Promise<Buffer> {
  const still = await png(400, 400);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2);
  return Buffer.concat([still.subarray(0, 33), chunk('acTL', control), still.subarray(33)]);
}

export const animatedWebp = (): Promise<Buffer> =>
  sharp(Buffer.concat([Buffer.alloc(300 * 300 * 3, 10), Buffer.alloc(300 * 300 * 3, 200)]), {
    raw: { width: 300, height: 600, channels: 3, pageHeight: 300 },
  })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();

/** An archive with one file, as every program for archives makes it. */
export function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(8, 4);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), facts, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.set(Buffer.from('504b0506', 'hex'));
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A small file that unpacks to a hundred megabytes. */
export const zipBomb = (): Buffer => zip('zeros', Buffer.alloc(100_000_000));
export const gzipBomb = (): Buffer => gzipSync(Buffer.alloc(50_000_000));

export interface PdfParts {
  pages?: number;
  /** In the catalog. */
  catalog?: string;
  /** In every page. */
  page?: string;
  /** Of every page; `%n` is its number. */
  drawing?: string;
  /** Numbered from 100. */
  objects?: string[];
  trailer?: string;
  size?: string;
}

/** A PDF by hand, with a table of its objects that is right. */
export function pdf({
  pages = 1,
  catalog = '',
  page = '',
  drawing = 'BT /F1 24 Tf 72 700 Td (Page %n) Tj ET 1 0 0 rg 100 100 200 100 re f',
  objects = [],
  trailer = '',
  size = '0 0 595 842',
}: PdfParts = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, i) => `${10 + 2 * i} 0 R`).join(' ');
  const numbered: [number, string][] = [
    [1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
    [2, `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`],
    [3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    ...Array.from({ length: pages }).flatMap((_, i): [number, string][] => {
      const content = drawing.replace('%n', String(i + 1));
      return [
        [
          10 + 2 * i,
          `<< /Type /Page /Parent 2 0 R /MediaBox [${size}] /Contents ${11 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> ${page} >>`,
        ],
        [11 + 2 * i, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
      ];
    }),
    ...objects.map((body, i): [number, string] => [1000 + i, body]),
  ];
  let text = '%PDF-1.7\n';
  const places = new Map<number, number>();
  for (const [number, body] of numbered) {
    places.set(number, text.length);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = text.length;
  text += 'xref\n0 1\n0000000000 65535 f \n';
  for (const [number, place] of places) text += `${number} 1\n${String(place).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${Math.max(...places.keys()) + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** What draws a page, packed as most programs do. */
export const packedDrawing = (drawing: string): string => {
  const packed = deflateSync(Buffer.from(drawing)).toString('latin1');
  return `<< /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
};

/** Objects packed where a look at the bytes does not find them. */
export const packedObjects = (content: string): string => {
  const packed = deflateSync(Buffer.from(content)).toString('latin1');
  return `<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
};

export const noise = (bytes: number): Buffer => randomBytes(bytes);
