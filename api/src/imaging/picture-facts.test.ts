import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { aPhotoWithPlace, aPicture, type PictureFormat } from '../../test/pictures.ts';
import { HttpProblem } from '../platform/http.ts';
import { pictureFacts, type PictureFacts } from './picture-facts.ts';
import { StagingFile } from '../platform/staging.ts';

const folder = aFolder();

async function look(bytes: Buffer, maxPixels = 10_000): Promise<PictureFacts | string> {
  const file = new StagingFile(folder, bytes.length);
  file.write(Buffer.from(bytes));
  try {
    return await pictureFacts(await file.finish(), maxPixels);
  } catch (error) {
    if (error instanceof HttpProblem) return `${error.status} ${error.code}`;
    throw error;
  } finally {
    await file.discard();
  }
}

const formats: PictureFormat[] = ['png', 'jpeg', 'webp'];

test.for(formats)('%s is known by its bytes', async (format) => {
  expect(await look(await aPicture(format, 61, 47))).toEqual({ mimeType: `image/${format}`, width: 61, height: 47 });
});

test('a lossless and an animated WebP are known too', async () => {
  const lossless = await sharp(await aPicture('png', 61, 47))
    .webp({ lossless: true })
    .toBuffer();
  expect(await look(lossless)).toMatchObject({ width: 61, height: 47 });
  const withAlpha = await sharp(await aPicture('png', 61, 47))
    .ensureAlpha(0.5)
    .webp()
    .toBuffer();
  expect(await look(withAlpha)).toMatchObject({ width: 61, height: 47 });
});

test('a progressive JPEG with much before the picture is known too', async () => {
  const photo = await sharp(await aPhotoWithPlace())
    .keepMetadata()
    .jpeg({ progressive: true })
    .toBuffer();
  expect(await look(photo)).toMatchObject({ mimeType: 'image/jpeg', width: 64, height: 48 });
});

describe.for(formats)('a %s', (format) => {
  test('that is cut off anywhere is refused', async () => {
    const bytes = await aPicture(format);
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 50))
      expect(await look(bytes.subarray(0, length))).toMatch(/422 (TRUNCATED_PICTURE|NOT_A_PICTURE)/);
    expect(await look(bytes.subarray(0, -1))).toBe('422 TRUNCATED_PICTURE');
  });

  test('that is also something else is refused', async () => {
    const zip = Buffer.concat([await aPicture(format), Buffer.from('PK\u0003\u0004 something else')]);
    expect(await look(zip)).toBe('422 TRUNCATED_PICTURE');
  });

  test('with more pixels than allowed is refused', async () => {
    expect(await look(await aPicture(format, 100, 101))).toBe('422 TOO_MANY_PIXELS');
  });
});

test('a bomb is refused by what its header promises', async () => {
  const bytes = await aPicture('png');
  bytes.writeUInt32BE(2 ** 31 - 1, 16);
  bytes.writeUInt32BE(2 ** 31 - 1, 20);
  expect(await look(bytes)).toBe('422 TOO_MANY_PIXELS');
});

test('a picture without a pixel is none', async () => {
  const bytes = await aPicture('png');
  bytes.writeUInt32BE(0, 16);
  expect(await look(bytes)).toBe('422 NOT_A_PICTURE');
});

const text = (content: string): Buffer => Buffer.from(content.padEnd(64));

test.for<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['text', text('hello')],
  ['a page', text('<!doctype html><script>alert(1)</script>')],
  ['a drawing with scripts', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['a GIF', text('GIF89a')],
  ['a PDF', text('%PDF-1.7')],
  ['only the first bytes of a PNG', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), text('')])],
  ['a JPEG without a frame', Buffer.concat([Buffer.from('ffd8ffda0002', 'hex'), text(''), Buffer.from('ffd9', 'hex')])],
  [
    'a JPEG full of segments',
    Buffer.concat([
      Buffer.from('ffd8', 'hex'),
      Buffer.alloc(6000, Buffer.from('ffe00002', 'hex')),
      Buffer.from('ffd9', 'hex'),
    ]),
  ],
  [
    'a WebP of an unknown kind',
    Buffer.concat([Buffer.from('RIFF'), Buffer.from([56, 0, 0, 0]), Buffer.from('WEBPVP9 '), Buffer.alloc(48)]),
  ],
])('%s is no picture', async ([, bytes]) => {
  expect(await look(bytes)).toBe('422 NOT_A_PICTURE');
});
