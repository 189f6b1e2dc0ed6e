import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawPicture, type PictureSpec } from './draw-picture.ts';
import { labelBox } from './label.ts';
import { renderPicture } from './picture-renderer.ts';

const spec: PictureSpec = {
  prompt: 'a quiet sunset over the ocean',
  negativePrompt: '',
  width: 256,
  height: 320,
  seed: 7,
  steps: 12,
  cfgScale: 3.5,
  style: 'NATURAL',
  loras: [],
  position: 0,
};
const styles = ['NATURAL', 'EDITORIAL', 'FILM', 'ILLUSTRATION', 'PASTEL', 'NEON'];

const render = (details: Partial<PictureSpec> = {}): Promise<Buffer> =>
  renderPicture({ ...spec, ...details }, { signal: new AbortController().signal, onProgress: () => {}, minimumMs: 0 });

function drawHere(details: Partial<PictureSpec>): Buffer {
  const work = drawPicture({ ...spec, ...details });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const pixels = (png: Buffer): Promise<Buffer> => sharp(png).raw().toBuffer();

/** Mean difference of two pictures, 0 to 255 a channel. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [left, right] = await Promise.all([pixels(a), pixels(b)]);
  return left.reduce((sum, value, i) => sum + Math.abs(value - right[i]!), 0) / left.length;
}

describe('the same order', () => {
  test.each(styles)('gives the same bytes in every worker: %s', async (style) => {
    const [first, second] = await Promise.all([render({ style }), render({ style })]);
    expect(second.equals(first)).toBe(true);
    expect(drawHere({ style }).equals(first)).toBe(true);
  });
});

describe('another order gives clearly another picture', () => {
  test.each<[string, Partial<PictureSpec>]>([
    ['seed', { seed: 8 }],
    ['prompt', { prompt: 'midnight in a green forest' }],
    ['style', { style: 'NEON' }],
    ['position in the request', { position: 1 }],
  ])('by %s', async (_, details) => {
    const [one, other] = await Promise.all([render(), render(details)]);
    expect(await difference(one, other)).toBeGreaterThan(8);
  });

  test.each<[string, Partial<PictureSpec>]>([
    ['steps', { steps: 40 }],
    ['guidance', { cfgScale: 11 }],
    ['what it should not show', { negativePrompt: 'ocean' }],
    ['LoRA', { loras: [{ model: 'street-film', weight: 1 }] }],
  ])('and %s changes it too', async (_, details) => {
    const [one, other] = await Promise.all([render(), render(details)]);
    expect(await difference(one, other)).toBeGreaterThan(0.2);
  });

  test('the two halves of a 32 bit seed both count', () => {
    expect(drawHere({ seed: 1 }).equals(drawHere({ seed: 1 + 2 ** 30 }))).toBe(false);
  });
});

test.each(styles)('a larger picture is the same picture in more detail: %s', async (style) => {
  const small = drawHere({ style, width: 128, height: 160 });
  const large = drawHere({ style });
  const shrunk = await sharp(large).resize(128, 160).png().toBuffer();
  const other = drawHere({ style, width: 128, height: 160, seed: 99 });
  expect(await difference(small, shrunk)).toBeLessThan((await difference(small, other)) / 2);
});

describe('honest labelling', () => {
  test('the label stands in the lower left corner: light letters on a dark plate', async () => {
    const png = drawHere({ width: 512, height: 512, style: 'PASTEL' });
    const { left, top, width, height } = labelBox(512, 512);
    const plate = await sharp(png).extract({ left, top, width, height }).greyscale().raw().toBuffer();
    const letters = plate.filter((value) => value > 225).length / plate.length;
    const dark = plate.filter((value) => value < 140).length / plate.length;
    expect(letters).toBeGreaterThan(0.03);
    expect(dark).toBeGreaterThan(0.5);
    expect(top + height).toBeLessThan(512);
  });

  test('the metadata says so in words and in the vocabulary of IPTC, and says nothing of the prompt', async () => {
    const png = drawHere({});
    const { comments = [], xmp, width, height, hasAlpha } = await sharp(png).metadata();
    const said = Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text]));
    expect(said).toMatchObject({
      Description: 'Preview drawn by a formula, made without an AI model.',
      Software: 'InfluenceGen embedded preview renderer',
      Source: expect.stringContaining('seed 7') as string,
    });
    expect(xmp?.toString('utf8')).toContain('http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia');
    expect({ width, height, hasAlpha }).toEqual({ width: 256, height: 320, hasAlpha: false });
    expect(png.includes('sunset')).toBe(false);
  });
});

describe('while it draws', () => {
  test('progress rises evenly from nothing to all', async () => {
    const seen: number[] = [];
    await renderPicture(spec, {
      signal: new AbortController().signal,
      onProgress: (progress) => seen.push(progress),
      minimumMs: 0,
    });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(Math.max(...seen.map((progress, i) => progress - (seen[i - 1] ?? 0)))).toBeLessThan(0.25);
  });

  test('an abort ends the thread at once, long before the picture is done', async () => {
    const stop = new AbortController();
    let progress = 0;
    const drawing = renderPicture(spec, {
      signal: stop.signal,
      onProgress: (done) => {
        progress = done;
        stop.abort(new Error('cancelled'));
      },
      minimumMs: 60_000,
    });
    await expect(drawing).rejects.toThrow('cancelled');
    expect(progress).toBeLessThan(0.5);
  });

  test('what is aborted before it begins starts no thread', async () => {
    await expect(
      renderPicture(spec, { signal: AbortSignal.abort(new Error('too late')), onProgress: () => {} }),
    ).rejects.toThrow('too late');
  });

  test('an order that cannot be drawn is an error, not a silence', async () => {
    await expect(render({ width: -1 })).rejects.toThrow('Invalid typed array length');
  });
});
