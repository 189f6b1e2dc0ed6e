import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DocumentRefused, type RefusalReason } from './document-refused.ts';

/** What the worker thread is given. */
export interface PdfTask extends PdfLimits {
  bytes: Uint8Array;
}

export interface PdfLimits {
  mostPages: number;
  /** Pixels of a page's picture, along the longer side. */
  longestSide: number;
  /** Times 72 dpi. */
  largestScale: number;
  /** Bytes that the renderer may take. */
  mostMemory: number;
}

/** What the worker thread says. */
export type PdfMessage =
  | { kind: 'page'; count: number; width: number; height: number; rgba: Uint8Array }
  | { kind: 'end' }
  | { kind: 'refused'; reason: RefusalReason; detail: string };

export interface PdfPage {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** The worker beside this file, as source under the tests and compiled in the product. */
const workerFile = new URL(`./pdf-pages.worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Looks through a PDF and draws its pages, off the event loop and in memory of its own: PDFium runs as WebAssembly, which
 * reaches neither files nor network. An abort ends the thread in the middle of a page. Takes the bytes over.
 */
export async function* pdfPages(
  bytes: Uint8Array<ArrayBuffer>,
  limits: PdfLimits,
  signal: AbortSignal,
): AsyncGenerator<PdfPage, void, undefined> {
  signal.throwIfAborted();
  const worker = new Worker(workerFile, {
    workerData: { ...limits, bytes } satisfies PdfTask,
    transferList: [bytes.buffer],
    execArgv: [],
    stderr: true,
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  // It may only draw: what it says beside that is not for the log, which could show what stands in the document.
  worker.stderr.resume();
  worker.stdout.resume();
  try {
    for (;;) {
      worker.postMessage('next page', []);
      const message = await nextMessage(worker, signal);
      if (message.kind === 'refused') throw new DocumentRefused(message.reason, message.detail);
      if (message.kind === 'end') return;
      yield message;
    }
  } finally {
    await worker.terminate();
  }
}

async function nextMessage(worker: Worker, signal: AbortSignal): Promise<PdfMessage> {
  const over = new AbortController();
  const until = { signal: AbortSignal.any([signal, over.signal]) };
  try {
    const [message] = (await Promise.race([
      once(worker, 'message', until),
      once(worker, 'exit', until).then(() => {
        throw new DocumentRefused('TOO_COMPLEX', 'the renderer ended by itself');
      }),
    ])) as [PdfMessage];
    return message;
  } catch (error) {
    if (error instanceof DocumentRefused) throw error;
    signal.throwIfAborted();
    // Out of memory, or what it was given made it fail: either way it would again.
    throw new DocumentRefused('TOO_COMPLEX', error);
  } finally {
    over.abort();
  }
}
