import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  animatedPng,
  animatedWebp,
  gzipBomb,
  jpeg,
  jpegWithPlace,
  noise,
  packedDrawing,
  packedObjects,
  pdf,
  pixelBomb,
  png,
  testVirus,
  webp,
  zip,
  zipBomb,
} from '../../test/hostile-files.ts';
import { DocumentRefused } from './document-refused.ts';
import { acceptedTypes } from './document.settings.ts';
import { examine, type ExaminationLimits } from './examination.ts';

const limits: ExaminationLimits = {
  types: acceptedTypes,
  maxPixels: 50_000_000,
  minSide: 300,
  maxPages: 5,
  seconds: 20,
};
const never = new AbortController().signal;

async function lookAt(
  bytes: Buffer,
  wanted: Partial<ExaminationLimits> = {},
  signal = never,
): Promise<{ mimeType: string; pageCount: number; pages: Buffer[] }> {
  const pages: Buffer[] = [];
  const own = Buffer.from(new Uint8Array(bytes).buffer);
  const found = await examine(own, { ...limits, ...wanted }, signal, async (page) => void pages.push(page));
  return { ...found, pages };
}

const reasonFor = (bytes: Buffer, wanted?: Partial<ExaminationLimits>): Promise<unknown> =>
  lookAt(bytes, wanted).then(
    ({ mimeType }) => `taken as ${mimeType}`,
    (error: unknown) => {
      if (error instanceof DocumentRefused) return error.reason;
      throw error;
    },
  );

test.for([
  ['image/jpeg', jpeg],
  ['image/png', png],
  ['image/webp', webp],
] as const)('%s is taken by its content, and shown as another picture', async ([mimeType, make]) => {
  const found = await lookAt(await make());
  expect(found).toMatchObject({ mimeType, pageCount: 1 });
  expect(await sharp(found.pages[0]).metadata()).toMatchObject({ format: 'webp', width: 800, height: 500 });
});

test('what is shown of a photo stands upright, and says neither where it was taken nor with what', async () => {
  const photo = await jpegWithPlace();
  expect(photo.includes('Unique-Model-7')).toBe(true);
  expect(await sharp(photo).metadata()).toMatchObject({ orientation: 6 });
  const { pages } = await lookAt(photo);
  const shown = await sharp(pages[0]).metadata();
  expect(shown).toMatchObject({ width: 500, height: 800 });
  expect(shown.exif ?? shown.xmp ?? shown.icc).toBeUndefined();
  for (const word of ['Unique-Model', 'SpyPhone', 'GPS', 'Exif']) expect(pages[0]!.includes(word)).toBe(false);
});

test('a large photo is shown small enough to look at', async () => {
  const { pages } = await lookAt(await jpeg(5000, 3000));
  expect(await sharp(pages[0]).metadata()).toMatchObject({ width: 2200, height: 1320 });
});

test('each page of a PDF becomes a picture', async () => {
  const found = await lookAt(pdf({ pages: 3 }));
  expect(found).toMatchObject({ mimeType: 'application/pdf', pageCount: 3 });
  expect(found.pages).toHaveLength(3);
  for (const page of found.pages) {
    const { data, info } = await sharp(page).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 1554, height: 2200 });
    // The red box is where the page has it, and the paper is white.
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
    ];
    expect(at(520, 1780)).toEqual([expect.closeTo(255, -1), expect.closeTo(0, -1), expect.closeTo(0, -1)]);
    expect(at(20, 20).every((value) => value > 250)).toBe(true);
  }
});

test('a page of any size is drawn no larger than can be looked at', async () => {
  const { pages } = await lookAt(pdf({ size: '0 0 14400 7200' }));
  expect(await sharp(pages[0]).metadata()).toMatchObject({ width: 2200, height: 1100 });
});

const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
const hostile: [string, () => Buffer | Promise<Buffer>, string][] = [
  ['a web page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'TYPE_NOT_ACCEPTED'],
  [
    'an SVG with a script',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'TYPE_NOT_ACCEPTED',
  ],
  ['a program for Windows', () => Buffer.concat([Buffer.from('MZ'), noise(5_000)]), 'TYPE_NOT_ACCEPTED'],
  ['a GIF', () => Buffer.concat([Buffer.from('GIF89a'), noise(5_000)]), 'TYPE_NOT_ACCEPTED'],
  [
    'a GIF that is an archive too',
    () => Buffer.concat([Buffer.from('GIF89a'), zip('a.class', noise(500))]),
    'TYPE_NOT_ACCEPTED',
  ],
  ['an archive that unpacks to a hundred megabytes', zipBomb, 'TYPE_NOT_ACCEPTED'],
  ['packed zeros', gzipBomb, 'TYPE_NOT_ACCEPTED'],
  ['noise', () => noise(10_000), 'TYPE_NOT_ACCEPTED'],
  ['a single byte', () => Buffer.from([0xff]), 'TYPE_NOT_ACCEPTED'],
  ['the first bytes of a picture and no more', () => Buffer.from('ffd8ffe0', 'hex'), 'TRUNCATED'],
  [
    'a photo as iPhones keep it',
    () => Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), noise(900)]),
    'HEIC',
  ],
  ['a JPEG without its end', async () => (await jpeg()).subarray(0, -500), 'TRUNCATED'],
  ['a PNG without its end', async () => (await png()).subarray(0, -20), 'TRUNCATED'],
  ['a WebP without its end', async () => (await webp()).subarray(0, -20), 'TRUNCATED'],
  ['a PDF without its end', () => pdf().subarray(0, -20), 'TRUNCATED'],
  ['a PNG with a changed byte', async () => changed(await png(), 100), 'DAMAGED'],
  ['a JPEG whose inside was overwritten', async () => overwritten(await jpeg()), 'DAMAGED'],
  [
    'a JPEG with an archive behind it',
    async () => Buffer.concat([await jpeg(), zip('a.jar', noise(500))]),
    'HIDDEN_CONTENT',
  ],
  [
    'a JPEG with a web page behind it',
    async () => Buffer.concat([await jpeg(), Buffer.from('<html>')]),
    'HIDDEN_CONTENT',
  ],
  [
    'a JPEG with a web page in its comment',
    async () => commented(await jpeg(), '<script>alert(1)</script>'),
    'HIDDEN_CONTENT',
  ],
  ['a JPEG that is a PDF too', async () => commented(await jpeg(), '%PDF-1.4'), 'HIDDEN_CONTENT'],
  ['a PNG with an archive behind it', async () => Buffer.concat([await png(), zip('a', noise(10))]), 'HIDDEN_CONTENT'],
  ['a WebP with something behind it', async () => Buffer.concat([await webp(), noise(100)]), 'HIDDEN_CONTENT'],
  ['a PDF with an archive behind it', () => Buffer.concat([pdf(), zip('a', noise(10))]), 'HIDDEN_CONTENT'],
  [
    'a PDF that is a web page too',
    () => Buffer.concat([Buffer.from('%PDF-1.7\n%<html><script>x()</script>\n'), pdf().subarray(9)]),
    'HIDDEN_CONTENT',
  ],
  ['a moving PNG', animatedPng, 'ANIMATED'],
  ['a moving WebP', animatedWebp, 'ANIMATED'],
  ['a small file of ten billion pixels', () => pixelBomb(100_000, 100_000), 'TOO_MANY_PIXELS'],
  ['a picture with more pixels than allowed', () => png(9000, 6000), 'TOO_MANY_PIXELS'],
  ['a picture that nobody can read', () => png(299, 800), 'TOO_FEW_PIXELS'],
  ['a PDF with a script', () => pdf({ catalog: `/OpenAction ${script}` }), 'PDF_SCRIPT'],
  [
    'a PDF with a script under another spelling',
    () => pdf({ page: '/AA << /O << /S /#4aava#53cript /J#53 (x) >> >>' }),
    'PDF_SCRIPT',
  ],
  ['a PDF with a packed script', () => pdf({ objects: [packedObjects(`1 0 ${script}`)] }), 'PDF_SCRIPT'],
  ['a PDF that starts a program', () => pdf({ catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' }), 'PDF_ACTION'],
  [
    'a PDF that sends a form',
    () => pdf({ page: '/AA << /O << /S /SubmitForm /F (http://a.example) >> >>' }),
    'PDF_ACTION',
  ],
  ['a PDF with a file in it', () => pdf({ catalog: '/Names << /EmbeddedFiles << /Names [] >> >>' }), 'PDF_ATTACHMENT'],
  ['a PDF that is a form of a program', () => pdf({ catalog: '/AcroForm << /XFA [] /Fields [] >>' }), 'PDF_FORM'],
  ['a PDF with a password', () => pdf({ trailer: '/Encrypt 3 0 R' }), 'PDF_PASSWORD'],
  ['a PDF of too many pages', () => pdf({ pages: 6 }), 'TOO_MANY_PAGES'],
  ['a PDF without pages', () => pdf({ pages: 0 }), 'DAMAGED'],
  ['a PDF of noise', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(5_000), Buffer.from('\n%%EOF')]), 'DAMAGED'],
  [
    'a PDF that hides its objects',
    () => pdf({ objects: [packedObjects('1 0 x').replace('/FlateDecode', '[/ASCIIHexDecode /FlateDecode]')] }),
    'HIDDEN_CONTENT',
  ],
  ...(
    [
      ['behind a long comment', (hidden) => hidden.replace('/N 1', `%${'x'.repeat(5_000)}\n/N 1`)],
      ['behind a false beginning', (hidden) => hidden.replace('/N 1', '%obj\n/N 1')],
      ['behind a false stream', (hidden) => `[ %stream\n ]\nendobj\n1001 0 obj\n${hidden}`],
      ['by a stream that begins oddly', (hidden) => hidden.replace('stream\n', 'stream \r')],
      ['by a packing that is named elsewhere', (hidden) => hidden.replace('/FlateDecode', '3 0 R')],
      ['by a packing behind a comment', (hidden) => hidden.replace('/FlateDecode', '%\n/FlateDecode')],
    ] as [string, (hidden: string) => string][]
  ).map(([how, disguised]): [string, () => Buffer, string] => [
    `a PDF that hides a packed script ${how}`,
    () => pdf({ objects: [disguised(packedObjects(`1 0 ${script}`))] }),
    how.includes('packing') ? 'HIDDEN_CONTENT' : 'PDF_SCRIPT',
  ]),
  ...(
    [
      ['without their type', (hidden) => hidden],
      ['without their type, under another spelling', (hidden) => hidden.replace('/First', '/F#69rst')],
      ['under a type that stands elsewhere', (hidden) => hidden.replace('<< ', '<< /Type 1001 0 R ')],
      ['behind the end of another object', (hidden) => hidden.replace('/Filter', '%endobj\n/Filter')],
      ['without anything that tells', (hidden) => hidden.replace('/N 1 /First 5 ', '')],
      ['in a packing of their own', (hidden) => hidden.replace('/FlateDecode', '/LZWDecode')],
      ['in two packings', (hidden) => hidden.replace('/FlateDecode', '[/ASCII85Decode /FlateDecode]')],
    ] as [string, (hidden: string) => string][]
  ).map(([how, disguised]): [string, () => Buffer, string] => [
    `a PDF that packs a script in objects ${how}`,
    () => pdf({ objects: [disguised(packedObjects(`1 0 ${script}`).replace('/Type /ObjStm ', '')), '/ObjStm'] }),
    how.includes('packing') ? 'HIDDEN_CONTENT' : 'PDF_SCRIPT',
  ]),
  [
    'a PDF that keeps objects of a form unpacked in a stream',
    () => pdf({ objects: ['<< /N 2 /Length 40 >>\nstream\n%\n7 0 8 4 << /XFA 9 0 R >> null\nendstream'] }),
    'PDF_FORM',
  ],
  ['a PDF of streams alone', () => pdf({ objects: ['stream\n'.repeat(20_001)] }), 'TOO_COMPLEX'],
  [
    'a PDF that packs a script twice',
    () => pdf({ objects: [packedObjects(Buffer.from(`1 0 ${script}`).toString('hex'))] }),
    'HIDDEN_CONTENT',
  ],
  [
    'a PDF whose objects unpack without end',
    () => pdf({ objects: [packedObjects(' '.repeat(140_000_000))] }),
    'TOO_COMPLEX',
  ],
  ['the test virus', () => testVirus, 'INFECTED'],
  ['the test virus in a picture', async () => commented(await jpeg(), testVirus.toString()), 'INFECTED'],
];

const changed = (bytes: Buffer, at: number): Buffer => {
  bytes[at]! ^= 0xff;
  return bytes;
};
const overwritten = (bytes: Buffer): Buffer => bytes.fill(0x41, 200, bytes.length - 200);
function commented(picture: Buffer, text: string): Buffer {
  const head = Buffer.from('fffe0000', 'hex');
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([picture.subarray(0, 2), head, Buffer.from(text), picture.subarray(2)]);
}

test('words on a page, outlines and colours are no objects in hiding', async () => {
  const letter = 'BT /F1 24 Tf 72 700 Td (Our ref: AB/JS, Debt/Collection, Product/Launch) Tj ET';
  const found = await lookAt(
    pdf({
      catalog: '/Outlines 1000 0 R',
      objects: [
        '<< /Type /Outlines /First 1001 0 R /Last 1001 0 R /Count 1 >>',
        '<< /Title (One) /Parent 1000 0 R /Dest [10 0 R /Fit] >>',
        packedDrawing(letter),
        packedDrawing(`1 0 0 1 72 720 cm ${letter}`),
        packedDrawing(`0 0 0 rg 0 0 595 842 re f ${letter}`),
        packedDrawing('7 0 8 4 << /Kind /Honest >> null'),
        '<< /N 3 /Length 4 >>\nstream\nICCP\nendstream',
      ],
    }),
  );
  expect(found).toMatchObject({ mimeType: 'application/pdf', pageCount: 1 });
});

test.for(hostile)('%s is refused', async ([, make, reason]) => {
  expect(await reasonFor(await make())).toBe(reason);
});

test('what the workspace does not take is refused, also when it is harmless', async () => {
  expect(await reasonFor(pdf(), { types: ['image/jpeg'] })).toBe('TYPE_NOT_ACCEPTED');
});

test('what phones put behind a photo is no harm', async () => {
  const photo = await jpeg();
  const second = await jpeg(400, 300);
  const trailer = Buffer.concat([Buffer.from('SEFH'), noise(40).fill(1), Buffer.from('SEFT')]);
  for (const rest of [second, Buffer.alloc(500), trailer])
    expect(await reasonFor(Buffer.concat([photo, rest]))).toBe('taken as image/jpeg');
});

test('a document that takes too long is refused, and nothing goes on drawing', async () => {
  const endless = pdf({ drawing: '0 0 595 842 re W n '.repeat(1) + '0 0 m 500 800 l 1 0 0 RG S '.repeat(2_000_000) });
  const before = performance.now();
  expect(await reasonFor(endless, { seconds: 1 })).toBe('TOO_COMPLEX');
  expect(performance.now() - before).toBeLessThan(5_000);
});

test('who stops the examination is not told that the document is bad', async () => {
  const stop = new AbortController();
  const looking = lookAt(pdf({ pages: 5 }), {}, stop.signal);
  stop.abort(new Error('the worker stops'));
  await expect(looking).rejects.toThrow('the worker stops');
});
