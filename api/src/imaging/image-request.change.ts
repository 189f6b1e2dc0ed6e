import type { Actor } from '../platform/actor.ts';
import type { Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { ImageRequest } from './image-request.entity.ts';
import type { ImageRequestVerb } from './image-request.lifecycle.ts';

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
}

/** Null when there is no such request, or the text is no id at all. */
export async function lockRequest(_tx: Transaction, _id: string): Promise<ImageRequest | null> {
  throw new Error('not yet');
}

/**
 * The only place that assigns a status: with it go the times, history, audit, refund and event.
 * Needs the row lock. Store pictures before the final move: what is not stored by then is refunded.
 */
export async function applyMove(
  _tx: Transaction,
  _events: EventBus,
  _actor: Actor,
  _request: ImageRequest,
  _verb: ImageRequestVerb,
  _facts: MoveFacts = {},
): Promise<void> {
  throw new Error('not yet');
}

/** A sign of life from the engine: starts the request when it has not begun, and never moves it backwards. Needs the row lock. */
export async function recordProgress(
  _tx: Transaction,
  _events: EventBus,
  _actor: Actor,
  _request: ImageRequest,
  _progress: number,
): Promise<void> {
  throw new Error('not yet');
}

/** For steps that change no status, such as `late`. `applyMove` writes its own. */
export async function recordHistory(
  _tx: Transaction,
  _request: ImageRequest,
  _step: ImageRequestVerb | 'request' | 'retry' | 'late',
  _actorId: string | null,
  _note: string | null = null,
): Promise<void> {
  throw new Error('not yet');
}

/** Something a viewer sees has changed: a picture was deleted, thumbnails are there. */
export async function announceRequest(
  _tx: Transaction,
  _events: EventBus,
  _request: ImageRequestChanged,
): Promise<void> {
  throw new Error('not yet');
}
