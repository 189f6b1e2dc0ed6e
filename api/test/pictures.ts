import { randomInt } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';

export type PictureFormat = 'png' | 'jpeg' | 'webp';

const plain = (width: number, height: number): Sharp =>
  sharp({
    create: { width, height, channels: 3, background: { r: randomInt(256), g: randomInt(256), b: randomInt(256) } },
  });

/** A small picture, different each time. */
export const aPicture = (format: PictureFormat = 'png', width = 64, height = 48): Promise<Buffer> =>
  plain(width, height)
    .composite([{ input: noise(8, 8), raw: { width: 8, height: 8, channels: 3 } }])
    .toFormat(format)
    .toBuffer();

/** Noise does not compress, so the file has about three bytes a pixel. */
export const aLargePicture = (width = 800, height = 600): Promise<Buffer> =>
  sharp(noise(width, height), { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

/** As a camera writes it: where it was taken, and turned on its side. */
export const aPhotoWithPlace = (): Promise<Buffer> =>
  plain(64, 48)
    .jpeg()
    .withExif({ IFD0: { Make: 'Camera Works' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

const noise = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(width * height * 3);
  for (let i = 0; i < bytes.length; i++) bytes[i] = randomInt(256);
  return bytes;
};
