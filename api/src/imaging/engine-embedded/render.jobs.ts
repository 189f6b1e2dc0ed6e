import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db.ts';
import { defineJob, GiveUp, type JobContext, type JobHandler } from '../../platform/jobs.ts';
import type { ImageOrder } from '../image-orchestrator.ts';
import { orderOf } from '../image-orders.ts';
import { isOpen } from '../image-request.change.ts';
import { ImageRequest } from '../image-request.entity.ts';
import {
  type CallbackBody,
  CallbackRefused,
  CallbackSender,
  CallbackUndelivered,
  jsonBody,
} from './callback-sender.ts';
import { renderPicture } from './picture-renderer.ts';

/** Draws all pictures of one request and delivers them. Safe to run twice: the same bytes come, and the callback knows them. */
export const renderJob = defineJob<{ requestId: string }>({
  name: 'image-render',
  retry: { limit: 4, delay: 1, delayMax: 10 },
  expireIn: 120,
  concurrency: 2,
});

const reportEveryMs = 200;

export interface RenderDeps {
  db: Db;
  callback: Pick<Config['callback'], 'baseUrl' | 'secrets'>;
  /** Least time for one picture; tests do not wait. */
  minimumMs?: number;
}

export function handleRender({ db, callback, minimumMs }: RenderDeps): JobHandler<{ requestId: string }> {
  const [secret] = callback.secrets;
  if (secret === undefined) throw new Error('the embedded engine needs a callback secret');
  const sender = new CallbackSender(secret);

  return async ({ requestId }, job) => {
    const request = await db.source.getRepository(ImageRequest).findOneBy({ id: requestId });
    if (!request || !isOpen(request)) return;
    const order = orderOf(request, callback.baseUrl);
    const unwanted = new AbortController();
    const signal = AbortSignal.any([job.signal, unwanted.signal]);
    const reports = new Reports({ db, sender, order, job, unwanted });
    try {
      await reports.progress(0);
      const body = await draw(order, reports, { signal, minimumMs });
      await reports.idle();
      await sender.deliver(order, body, signal);
    } catch (error) {
      if (unwanted.signal.aborted) return;
      if (job.signal.aborted || error instanceof CallbackUndelivered) throw error;
      await admitFailure(sender, order, job, error);
    } finally {
      await reports.idle();
    }
  };
}

async function draw(
  order: ImageOrder,
  reports: Reports,
  options: { signal: AbortSignal; minimumMs: number | undefined },
): Promise<CallbackBody> {
  const pictures: Buffer[] = [];
  for (let position = 0; position < order.count; position++) {
    const onProgress = (done: number): void => reports.tick((position + done) / order.count);
    const spec = { ...order, position };
    pictures.push(await renderPicture(spec, { ...options, onProgress }));
  }
  return multipart(order.requestId, pictures);
}

interface ReportsParts {
  db: Db;
  sender: CallbackSender;
  order: ImageOrder;
  job: JobContext;
  /** Aborted when the request is no longer open. */
  unwanted: AbortController;
}

/** Tells how far a request came, at most one report at a time, and notices when nobody waits for it any more. */
class Reports {
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #last = 0;
  readonly #parts: ReportsParts;

  constructor(parts: ReportsParts) {
    this.#parts = parts;
  }

  /** From the renderer, many times a second. */
  tick(done: number): void {
    if (this.#busy || performance.now() - this.#last < reportEveryMs) return;
    this.#running = this.progress(done);
  }

  /** `done` is 0 to 1. A report that does not arrive is no harm: the next one or the pictures will. */
  async progress(done: number): Promise<void> {
    const { db, sender, order, job, unwanted } = this.#parts;
    this.#busy = true;
    this.#last = performance.now();
    try {
      const body = jsonBody({ event: 'progress', progress: Math.min(99, Math.max(1, Math.round(done * 100))) });
      const wanted = await isWanted(db, order.requestId);
      if (!wanted || (await sender.send(order, body, job.signal)) === 'late')
        unwanted.abort(new Error('nobody waits any more'));
    } catch (error) {
      job.log.debug({ err: error }, 'progress was not reported');
    } finally {
      this.#busy = false;
    }
  }

  idle(): Promise<void> {
    return this.#running;
  }
}

async function isWanted(db: Db, requestId: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ status: ImageRequest['status'] }>({
    name: 'render-status',
    text: 'select status from image_request where id = $1',
    values: [requestId],
  });
  return rows[0] !== undefined && isOpen(rows[0]);
}

/** The person is told at once instead of waiting for the watchdog; what cannot even be told becomes a dead letter. */
async function admitFailure(sender: CallbackSender, order: ImageOrder, job: JobContext, error: unknown): Promise<void> {
  job.log.error({ err: error }, 'preview could not be made');
  const refused = error instanceof CallbackRefused;
  const failure = refused
    ? { code: 'DELIVERY_REFUSED', message: 'The preview was drawn, but the platform did not take it.' }
    : { code: 'RENDER_ERROR', message: 'The preview could not be drawn.' };
  try {
    await sender.deliver(order, jsonBody({ event: 'failed', error: failure }), job.signal);
  } catch (untold) {
    if (untold instanceof CallbackRefused) throw new GiveUp(untold.message, { cause: untold });
    throw untold;
  }
}

/** Bytes as they are: base64 would make them a third larger. Nothing by chance: a repeated render sends the very same body. */
function multipart(requestId: string, pictures: Buffer[]): CallbackBody {
  const boundary = `picture-of-${requestId}`;
  const field = (disposition: string, type: string, content: Buffer | string): Buffer[] => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\ncontent-type: ${type}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ];
  const parts = pictures.flatMap((picture, i) => field(`name="image"; filename="${i}.png"`, 'image/png', picture));
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([
      ...field('name="event"', 'text/plain', 'completed'),
      ...parts,
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  };
}
