import type { Actor } from '../platform/actor.ts';
import { type Db, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { defineJob, GiveUp, type JobHandler } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import type { ImageFailures } from './image-failure.notice.ts';
import { DispatchError, type ImageOrchestrator } from './image-orchestrator.ts';
import { orderOf } from './image-orders.ts';
import { announceRequest, applyMove, deadlineAfter, isOpen, lockRequest } from './image-request.change.ts';
import { ImageRequest } from './image-request.entity.ts';
import { ImageRequestStatus } from './image-request.lifecycle.ts';
import { dispatchRetryLimit } from './image.settings.ts';

/** Hands a request to its engine. The limit here is the setting's largest; the handler goes by the setting itself. */
export const dispatchJob = defineJob<{ requestId: string }>({
  name: 'image-dispatch',
  retry: { limit: 20, delay: 2, delayMax: 60 },
  expireIn: 60,
  concurrency: 8,
});

/** Tells an engine that nobody waits any more. */
export const cancelJob = defineJob<{ requestId: string }>({
  name: 'image-cancel',
  retry: { limit: 2, delay: 5, delayMax: 30 },
  expireIn: 60,
  concurrency: 2,
});

export interface ImageDispatchParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  failures: ImageFailures;
  /** The engines this workspace can reach; a request names the one it is for. */
  orchestrators: ImageOrchestrator[];
  callbackBaseUrl: string;
}

/** Safe to run twice: an engine that sees an order again delivers to the same request, which takes each picture once. */
export const handleDispatch =
  (parts: ImageDispatchParts): JobHandler<{ requestId: string }> =>
  async ({ requestId }, { actor, attempt, signal }) => {
    const request = await beginAttempt(parts, requestId);
    if (!request) return;

    try {
      const orchestrator = engineOf(parts, request);
      if (!orchestrator) throw new DispatchError(`The engine ${request.engine} is not configured any more`, true);
      const { executionId } = await orchestrator.submit(orderOf(request, parts.callbackBaseUrl), signal);
      const stillWanted = await recordAcceptance(parts, actor, requestId, executionId);
      if (!stillWanted) await orchestrator.cancel(requestId, executionId);
    } catch (error) {
      const refused = error instanceof DispatchError && error.permanent;
      const triesLeft = attempt <= parts.settings.read(dispatchRetryLimit);
      if (!refused && (triesLeft || signal.aborted)) throw error;
      const code = refused ? 'DISPATCH_REFUSED' : 'DISPATCH_GAVE_UP';
      const failed = await failUndelivered(parts, actor, requestId, attempt, code);
      if (failed) throw new GiveUp(messageOf(error), { cause: error });
    }
  };

export const handleCancel =
  (parts: ImageDispatchParts): JobHandler<{ requestId: string }> =>
  async ({ requestId }) => {
    const request = await parts.db.source.manager.findOneBy(ImageRequest, { id: requestId });
    if (request) await engineOf(parts, request)?.cancel(request.id, request.executionId);
  };

/** Null when there is nothing to hand over: cancelled meanwhile, or an earlier try got through. */
const beginAttempt = ({ db, events }: ImageDispatchParts, requestId: string): Promise<ImageRequest | null> =>
  transaction(db, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request?.status !== ImageRequestStatus.PENDING) return null;
    request.dispatchAttempts += 1;
    await tx.update(
      ImageRequest,
      { id: requestId },
      {
        dispatchAttempts: request.dispatchAttempts,
        deadlineAt: deadlineAfter(new Date(), request.timeoutSeconds),
      },
    );
    // The first try is no news to anybody who watches.
    if (request.dispatchAttempts > 1) await announceRequest(tx, events, request);
    return request;
  });

/** The engine's callback may have overtaken its answer: then only the execution id is news. False when nobody waits any more. */
const recordAcceptance = (
  { db, events }: ImageDispatchParts,
  actor: Actor,
  requestId: string,
  executionId: string,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request) return false;
    if (request.status === ImageRequestStatus.PENDING)
      await applyMove(tx, events, actor, request, 'accept', { executionId });
    else await tx.update(ImageRequest, { id: requestId }, { executionId });
    return isOpen(request) || request.status === ImageRequestStatus.COMPLETED;
  });

const explanations = {
  DISPATCH_GAVE_UP:
    'The image engine could not be reached. Nothing was counted against the quota; try again in a few minutes.',
  DISPATCH_REFUSED:
    'The image engine did not take this order. Nothing was counted against the quota; our team can see why.',
} as const;

/** False when the engine has begun in spite of its error, or nobody waits any more. */
const failUndelivered = (
  { db, events, failures }: ImageDispatchParts,
  actor: Actor,
  requestId: string,
  attempts: number,
  code: keyof typeof explanations,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request?.status !== ImageRequestStatus.PENDING) return false;
    await applyMove(tx, events, actor, request, 'fail', {
      failure: { code, message: explanations[code] },
      note: `Tried ${attempts === 1 ? 'once' : `${attempts} times`}`,
    });
    await failures.tell(tx, request);
    return true;
  });

function engineOf({ orchestrators }: ImageDispatchParts, request: ImageRequest): ImageOrchestrator | undefined {
  const wanted: string = request.engine;
  return orchestrators.find(({ engine }) => engine === wanted);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
