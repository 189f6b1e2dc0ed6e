/** Bytes that are worth a turn to another thread and back. */
export const batchBytes = 524_288;

/** Memory that was just used is there already: finding a new page for every 4 kB costs more than writing them. */
const freeBatches: Uint8Array<ArrayBuffer>[] = [];
/** Enough for a dozen pictures that arrive at once. */
const mostFree = 32;

/**
 * Memory that may be resized begins at a page, as writing past the page cache needs it; other memory begins anywhere. No `Buffer`:
 * V8 gives every single object of a subclass a shape of its own over such memory, and whatever reads them forgets what it knew of
 * all the others.
 */
export const takeBatch = (): Uint8Array<ArrayBuffer> =>
  freeBatches.pop() ?? new Uint8Array(new ArrayBuffer(batchBytes, { maxByteLength: batchBytes }), 0, batchBytes);

export function giveBatch(batch: Uint8Array<ArrayBuffer>): void {
  if (freeBatches.length < mostFree) freeBatches.push(batch);
}
