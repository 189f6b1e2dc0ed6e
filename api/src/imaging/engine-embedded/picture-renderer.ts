import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PictureSpec } from './draw-picture.ts';

/** What the worker thread is given. */
export interface RenderTask {
  spec: PictureSpec;
  /** Drawing is slowed down to at least this, so that a person can watch it develop. */
  minimumMs: number;
}

/** What the worker thread says. */
export type RenderMessage = { progress: number } | { png: Uint8Array };

export interface RenderOptions {
  signal: AbortSignal;
  /** 0 to 1. */
  onProgress: (progress: number) => void;
  minimumMs?: number;
}

/** The worker beside this file, as source under the tests and compiled in the product. */
const workerFile = new URL(`./render.worker${extname(import.meta.url)}`, import.meta.url);

/** Draws off the event loop; an abort ends the thread in the middle of a stroke. */
export async function renderPicture(spec: PictureSpec, options: RenderOptions): Promise<Buffer> {
  const { signal, onProgress, minimumMs = 1_100 } = options;
  signal.throwIfAborted();
  const drawn = Promise.withResolvers<Buffer>();
  const worker = new Worker(workerFile, { workerData: { spec, minimumMs } satisfies RenderTask, execArgv: [] });
  worker.on('message', (message: RenderMessage) => {
    if ('progress' in message) onProgress(message.progress);
    else drawn.resolve(Buffer.from(message.png.buffer, message.png.byteOffset, message.png.byteLength));
  });
  worker.on('error', drawn.reject);
  worker.on('exit', () => drawn.reject(new Error('the renderer ended without a picture')));
  const abort = (): void => drawn.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await drawn.promise;
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
