import { transaction, type Db } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { ImageOrchestrator, ImageOrder } from '../image-orchestrator.ts';
import { renderJob } from './render.jobs.ts';

/** Draws previews without an AI model, so that the product works before any engine is connected. */
export class EmbeddedOrchestrator implements ImageOrchestrator {
  readonly engine = 'EMBEDDED';
  readonly #db: Db;
  readonly #jobs: Jobs;

  constructor(deps: { db: Db; jobs: Jobs }) {
    this.#db = deps.db;
    this.#jobs = deps.jobs;
  }

  /** A job and not a promise in memory: a render outlives the process that accepted it. */
  async submit({ requestId, traceparent }: ImageOrder): Promise<{ executionId: string }> {
    const options = { singletonKey: requestId, cause: { requestId, traceparent } };
    await transaction(this.#db, (tx) => this.#jobs.enqueue(tx, renderJob, { requestId }, options));
    return { executionId: requestId };
  }

  /** Nothing to do: the renderer looks at the request before each report. */
  async cancel(): Promise<void> {}
}
