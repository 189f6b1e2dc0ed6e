import { DocumentRefused } from './document-refused.ts';
import type { AcceptedType } from './document.settings.ts';
import { demandNoTestVirus, demandSingleNature, typeOf } from './file-type.ts';
import { pdfPages } from './pdf-pages.ts';
import { demandWholePicture } from './picture-structure.ts';

export interface ExaminationLimits {
  types: readonly AcceptedType[];
  maxPixels: number;
  minSide: number;
  maxPages: number;
  seconds: number;
}

/** Sharp enough to read small print, and to compare a face. */
const shownSide = 2_200;
/** 216 dpi: more is not in what people hand in. */
const largestScale = 3;
const pdfMemory = 768 * 1_048_576;

/**
 * Looks through a document from its first byte to its last, and draws what is shown of it: pictures that were decoded and
 * encoded anew, without the place and the camera that a file may name, and without anything that could be hidden in it.
 * `onPage` gets each of them in order. Throws `DocumentRefused`. Takes the bytes over.
 */
export async function examine(
  bytes: Buffer<ArrayBuffer>,
  limits: ExaminationLimits,
  signal: AbortSignal,
  onPage: (webp: Buffer) => Promise<void>,
): Promise<{ mimeType: AcceptedType; pageCount: number }> {
  demandNoTestVirus(bytes);
  const mimeType = typeOf(bytes, limits.types);
  demandSingleNature(bytes, mimeType);
  if (mimeType === 'application/pdf') return { mimeType, pageCount: await drawPages(bytes, limits, signal, onPage) };
  demandWholePicture(bytes, mimeType);
  await onPage(await drawPicture(bytes, limits));
  return { mimeType, pageCount: 1 };
}

async function drawPicture(bytes: Buffer, { maxPixels, minSide, seconds }: ExaminationLimits): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  // Jobs share the machine with what people wait for.
  sharp.concurrency(1);
  const facts = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw new DocumentRefused('DAMAGED', error);
    });
  if ((facts.pages ?? 1) > 1) throw new DocumentRefused('ANIMATED');
  if (facts.width * facts.height > maxPixels) throw new DocumentRefused('TOO_MANY_PIXELS');
  if (Math.min(facts.width, facts.height) < minSide) throw new DocumentRefused('TOO_FEW_PIXELS');
  try {
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .timeout({ seconds })
      .autoOrient()
      .resize({ width: shownSide, height: shownSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 84 })
      .toBuffer();
  } catch (error) {
    const slow = error instanceof Error && error.message.includes('timeout');
    throw new DocumentRefused(slow ? 'TOO_COMPLEX' : 'DAMAGED', error);
  }
}

async function drawPages(
  bytes: Buffer<ArrayBuffer>,
  { maxPages, seconds }: ExaminationLimits,
  signal: AbortSignal,
  onPage: (webp: Buffer) => Promise<void>,
): Promise<number> {
  const { default: sharp } = await import('sharp');
  const late = AbortSignal.timeout(seconds * 1000);
  const limits = { mostPages: maxPages, longestSide: shownSide, largestScale, mostMemory: pdfMemory };
  let drawn = 0;
  try {
    for await (const { rgba, width, height } of pdfPages(bytes, limits, AbortSignal.any([signal, late]))) {
      const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).flatten({ background: '#ffffff' });
      await onPage(await picture.webp({ quality: 84 }).toBuffer());
      drawn += 1;
    }
  } catch (error) {
    if (late.aborted && !signal.aborted) throw new DocumentRefused('TOO_COMPLEX', error);
    throw error;
  }
  return drawn;
}
