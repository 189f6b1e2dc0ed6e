import { registerEnumType } from 'type-graphql';
import type { Actor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import { may, permission } from '../platform/permission.ts';
import { imageRequestMoves, retryableStatuses, type ImageRequestStatus } from './image-request.lifecycle.ts';

export const askForImages = permission('imaging.request', 'Ask for pictures; cancel and retry own requests', ['OWN']);
export const seeOwnImages = permission('imaging.own', 'See own requests and pictures, delete own pictures', ['OWN']);
export const monitorImaging = permission('imaging.monitor', 'See the requests and pictures of everybody');
export const interveneInImaging = permission('imaging.intervene', 'Cancel and retry the requests of everybody');

export enum ImageRequestMove {
  CANCEL = 'CANCEL',
  RETRY = 'RETRY',
}
registerEnumType(ImageRequestMove, {
  name: 'ImageRequestMove',
  description: 'What the viewer may do with a request.',
  valuesConfig: {
    CANCEL: { description: 'Stop it; what was not made is given back to the quota.' },
    RETRY: { description: 'Ask for the same once more.' },
  },
});

/** What of a request decides who may do what with it. */
export interface MovableRequest {
  accountId: string;
  status: ImageRequestStatus;
  /** The request that repeats it, once there is one. */
  retriedById: string | null;
}

/** Both moves: one's own with the right to ask, anybody's with the right to intervene. */
export const mayMove = (actor: Actor, request: Pick<MovableRequest, 'accountId'>): boolean =>
  may(actor, interveneInImaging) || (may(actor, askForImages) && actor.accountId === request.accountId);

/** Allowed to this person and possible now. Drives the buttons in both apps. */
export function movesOpenTo(actor: Actor, request: MovableRequest): ImageRequestMove[] {
  if (!mayMove(actor, request)) return [];
  if (imageRequestMoves.cancel.from.includes(request.status)) return [ImageRequestMove.CANCEL];
  return retryableStatuses.includes(request.status) && request.retriedById === null ? [ImageRequestMove.RETRY] : [];
}

/** Whose requests and pictures this person may see: everybody's (`null`) or one account's. */
export function visibleTo(actor: Actor): string | null {
  if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
  if (may(actor, monitorImaging)) return null;
  if (may(actor, seeOwnImages)) return actor.accountId;
  throw new AppError('FORBIDDEN', 'You may not do this');
}
