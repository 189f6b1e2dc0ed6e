/** Width to height. */
export const aspectRatios = {
  SQUARE: [1, 1],
  PORTRAIT: [4, 5],
  STORY: [9, 16],
  PHOTO: [3, 2],
  LANDSCAPE: [16, 9],
} as const;

/** Pixels of the whole picture, roughly. Flux models are trained between 0.1 and 2 megapixels. */
export const resolutions = { DRAFT: 512 * 512, STANDARD: 1024 * 1024, HIGH: 1408 * 1408 } as const;

export type AspectRatio = keyof typeof aspectRatios;
export type Resolution = keyof typeof resolutions;

/** Pixels, each side a multiple of 16 as Flux wants it. */
export function pictureSize(aspectRatio: AspectRatio, resolution: Resolution): { width: number; height: number } {
  const [across, down] = aspectRatios[aspectRatio];
  const unit = Math.sqrt(resolutions[resolution] / (across * down));
  const multipleOf16 = (side: number): number => Math.round((side * unit) / 16) * 16;
  return { width: multipleOf16(across), height: multipleOf16(down) };
}
