import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, together, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import { isUuid } from '../platform/uuid.ts';
import { refundQuota } from './image-quota.ts';
import { ImageRequest, ImageRequestCanceller } from './image-request.entity.ts';
import {
  imageRequestMoves,
  ImageRequestStatus,
  openStatuses,
  type ImageRequestVerb,
} from './image-request.lifecycle.ts';

export const imageRequestChannel = 'image-request';

/** What is said on the channel: ids only. */
export interface ImageRequestChanged {
  requestId: string;
  accountId: string;
}

export interface MoveFacts {
  note?: string;
  /** Percent. */
  progress?: number;
  failure?: { code: string; message: string };
  executionId?: string;
  /** Pictures stored for the request, when the caller knows; else they are counted. */
  pictures?: number;
}

/** Null when there is no such request, or the text is no id at all. */
export async function lockRequest(tx: Transaction, id: string): Promise<ImageRequest | null> {
  if (!isUuid(id)) return null;
  const [found] = await rows<ImageRequest>(tx, (lockStatement ??= lockStatementOf(tx)), [id]);
  return found ? Object.assign(new ImageRequest(), found) : null;
}

let lockStatement: string | undefined;

/** By hand, like every hot read: for the row of a delivered picture TypeORM took longer than Postgres. */
function lockStatementOf({ connection }: Transaction): string {
  const columns = connection
    .getMetadata(ImageRequest)
    .columns.map(({ databaseName, propertyName, type }) =>
      type === 'date' ? `${databaseName}::text as "${propertyName}"` : `${databaseName} as "${propertyName}"`,
    );
  return `select ${columns.join()} from image_request where id = $1 for update`;
}

export const isOpen = (request: Pick<ImageRequest, 'status'>): boolean => openStatuses.includes(request.status);

/** Every sign of life starts the patience again: a hand-over tried, an acceptance, progress. */
export const deadlineAfter = (now: Date, timeoutSeconds: number): Date =>
  new Date(now.getTime() + timeoutSeconds * 1000);

/**
 * The only place that assigns a status: with it go the times, history, audit, refund and event.
 * Needs the row lock. Store pictures before the final move: what is not stored by then is refunded.
 */
export async function applyMove(
  tx: Transaction,
  events: EventBus,
  actor: Actor,
  request: ImageRequest,
  verb: ImageRequestVerb,
  facts: MoveFacts = {},
): Promise<void> {
  const status = nextStatus(request.status, imageRequestMoves[verb], verb);
  const now = new Date();
  const ends = !isOpen({ status });
  const missing = ends ? request.count - (facts.pictures ?? (await picturesOf(tx, request))) : 0;
  const columns: Partial<ImageRequest> = {
    status,
    progress: status === ImageRequestStatus.COMPLETED ? 100 : furtherOf(request, facts.progress),
    startedAt: request.startedAt ?? (status === ImageRequestStatus.PROCESSING ? now : null),
    finishedAt: ends ? now : null,
    deadlineAt: ends ? null : deadlineAfter(now, request.timeoutSeconds),
    failureCode: facts.failure?.code ?? null,
    failureMessage: facts.failure?.message ?? null,
    executionId: facts.executionId ?? request.executionId,
    cancelledBy: status === ImageRequestStatus.CANCELLED ? cancellerOf(actor, request) : null,
  };
  const details = {
    ...(missing > 0 && { refunded: missing }),
    ...(facts.failure && { failure: facts.failure.code }),
  };

  Object.assign(request, columns);
  await together(
    storeMove(tx, request, verb, actor.accountId, facts.note),
    missing > 0 && refundQuota(tx, request, missing),
    recordAudit(tx, actor, `imaging.${verb}`, auditedRequest(request), details),
    announceRequest(tx, events, request),
  );
}

const cancellerOf = (actor: Actor, { accountId }: ImageRequest): ImageRequestCanceller =>
  actor.accountId === accountId && actor.impersonatorId === null
    ? ImageRequestCanceller.CREATOR
    : ImageRequestCanceller.AGENCY;

/** What a move may change of the row, and its history, in one statement. */
async function storeMove(
  tx: Transaction,
  request: ImageRequest,
  verb: ImageRequestVerb,
  actorId: string | null,
  note: string | null = null,
): Promise<void> {
  await tx.query(
    `with moved as (
       update image_request set status = $2, progress = $3, started_at = $4, finished_at = $5, deadline_at = $6,
         failure_code = $7, failure_message = $8, execution_id = $9, cancelled_by = $10
       where id = $1)
     insert into image_request_event (request_id, status, move, actor_id, note) values ($1, $2, $11, $12, $13)`,
    [
      request.id,
      request.status,
      request.progress,
      request.startedAt,
      request.finishedAt,
      request.deadlineAt,
      request.failureCode,
      request.failureMessage,
      request.executionId,
      request.cancelledBy,
      verb,
      actorId,
      note,
    ],
  );
}

/** A sign of life from the engine: starts the request when it has not begun, and never moves it backwards. Needs the row lock. */
export async function recordProgress(
  tx: Transaction,
  events: EventBus,
  actor: Actor,
  request: ImageRequest,
  progress: number,
): Promise<void> {
  if (imageRequestMoves.start.from.includes(request.status))
    return applyMove(tx, events, actor, request, 'start', { progress });
  const columns = {
    progress: furtherOf(request, progress),
    deadlineAt: deadlineAfter(new Date(), request.timeoutSeconds),
  };
  Object.assign(request, columns);
  await together(
    tx.query('update image_request set progress = $2, deadline_at = $3 where id = $1', [
      request.id,
      request.progress,
      request.deadlineAt,
    ]),
    announceRequest(tx, events, request),
  );
}

/** For steps that change no status, such as `late`. `applyMove` writes its own. */
export async function recordHistory(
  tx: Transaction,
  request: ImageRequest,
  step: ImageRequestVerb | 'request' | 'retry' | 'late',
  actorId: string | null,
  note: string | null = null,
): Promise<void> {
  await tx.query(
    `insert into image_request_event (request_id, move, status, actor_id, note) values ($1, $2, $3, $4, $5)`,
    [request.id, step, request.status, actorId, note],
  );
}

/** Tells every process that something a viewer sees has changed, be it only a deleted picture. */
export const announceRequest = (
  tx: Transaction,
  events: EventBus,
  { id, accountId }: { id: string; accountId: string },
): Promise<void> => events.publish(tx, imageRequestChannel, { requestId: id, accountId } satisfies ImageRequestChanged);

export const auditedRequest = ({ id }: Pick<ImageRequest, 'id'>) => ({ type: 'image_request', id });

const furtherOf = (request: ImageRequest, progress = 0): number => Math.max(request.progress, Math.round(progress));

/** How many came, those that were deleted since included. */
export async function picturesOf(tx: Transaction, { id }: ImageRequest): Promise<number> {
  const [counted] = await rows<{ count: number }>(
    tx,
    `select count(*)::int as count from image where request_id = $1`,
    [id],
  );
  return counted!.count;
}
