import { parentPort, workerData } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { DocumentRefused } from './document-refused.ts';
import { demandHarmlessPdf } from './pdf-structure.ts';
import type { PdfMessage, PdfTask } from './pdf-pages.ts';

const { bytes, mostPages, longestSide, largestScale, mostMemory } = workerData as PdfTask;
const say = (message: PdfMessage, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

/** What Node has of WebAssembly and its types do not tell. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { prototype } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: WasmMemory } } }).WebAssembly
  .Memory;
const grow = Reflect.get(prototype, 'grow');
/** The renderer asks for memory here; when it gets no more, it gives up instead of taking down the machine. */
prototype.grow = function (pages: number): number {
  if (this.buffer.byteLength + pages * 65_536 > mostMemory) throw new RangeError('no more memory for this document');
  return grow.call(this, pages);
};

async function* pages(): AsyncGenerator<PdfMessage & { kind: 'page' }, undefined> {
  demandHarmlessPdf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const library = await PDFiumLibrary.init();
  const document = await open(library);
  const count = document.getPageCount();
  if (count < 1) throw new DocumentRefused('DAMAGED');
  if (count > mostPages) throw new DocumentRefused('TOO_MANY_PAGES');
  document.initializeFormFields();
  for (let index = 0; index < count; index++) {
    const page = document.getPage(index);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const longest = Math.max(originalWidth, originalHeight);
    const shortest = Math.min(originalWidth, originalHeight);
    const scale = Math.min(largestScale, longestSide / longest);
    if (!(shortest * scale >= 1)) throw new DocumentRefused('DAMAGED');
    const { width, height, data } = await page.render({ render: 'bitmap', scale, renderFormFields: true });
    // A copy of exactly these bytes: the view may reach over all of the renderer's memory.
    const rgba = new Uint8Array(data);
    yield { kind: 'page', count, width, height, rgba };
  }
  return undefined;
}

async function open(library: PDFiumLibrary) {
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    const locked = error instanceof Error && /password|security/i.test(error.message);
    throw new DocumentRefused(locked ? 'PDF_PASSWORD' : 'DAMAGED', error);
  }
}

const made = pages();
/** Asked for one after the other, so that no more than one page waits in memory. */
parentPort?.on('message', () => {
  made
    .next()
    .then((next) => {
      if (next.done) say({ kind: 'end' });
      else say(next.value, [next.value.rgba.buffer as ArrayBuffer]);
    })
    .catch((error: unknown) => {
      // What makes the renderer stumble is no fault of ours, and would make it stumble again.
      const reason = error instanceof DocumentRefused ? error.reason : 'TOO_COMPLEX';
      say({ kind: 'refused', reason, detail: error instanceof Error ? error.message : String(error) });
    });
});
