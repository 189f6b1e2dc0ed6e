import type { Actor } from '../platform/actor.ts';
import { expectedSeconds, type PaceByEngine, takesLongerThanUsual } from './image-request.pace.ts';
import { movesOpenTo } from './image-request.policy.ts';
import type { ImageRow, RequestRow, Wanted } from './image-request.rows.ts';
import type { ImageRequest } from './image-request.entity.ts';
import type { Image } from './image.entity.ts';
import type { MediaLinks } from './media-links.ts';

/** For whom, when, and by which facts a row is shown. */
export interface Showing {
  actor: Actor;
  wanted: Wanted;
  links: MediaLinks;
  paces: PaceByEngine;
  now: Date;
}

type ShownRequest = RequestRow &
  Partial<Pick<ImageRequest, 'viewerMoves' | 'expectedSeconds' | 'takingLongerThanUsual'>>;
type ShownImage = ImageRow & Partial<Pick<Image, 'thumbnailUrl' | 'displayUrl' | 'downloadUrl'>>;

const paced = ['expectedSeconds', 'takingLongerThanUsual'];
export const needsPace = (wanted: Wanted): boolean =>
  [...wanted].some((path) => paced.some((field) => path === field || path.endsWith(`.${field}`)));

/**
 * Adds what depends on the viewer or the moment. Plain properties and no field resolvers: for a list of twenty, calling
 * those costs as much as everything else together.
 */
export function showRequest(row: ShownRequest, showing: Showing, path = ''): void {
  const { actor, wanted, paces, now } = showing;
  if (wanted.has(`${path}viewerMoves`)) row.viewerMoves = movesOpenTo(actor, row);
  if (wanted.has(`${path}expectedSeconds`)) row.expectedSeconds = expectedSeconds(row, paces, now);
  if (wanted.has(`${path}takingLongerThanUsual`)) row.takingLongerThanUsual = takesLongerThanUsual(row, paces, now);
  for (const image of row.images ?? []) showImage(image, showing, `${path}images.`);
}

export function showImage(row: ShownImage, showing: Showing, path = ''): void {
  const { actor, wanted, links } = showing;
  const viewerId = actor.accountId ?? '';
  if (wanted.has(`${path}thumbnailUrl`)) row.thumbnailUrl = row.derivedAt && links.url(row, 'thumbnail', viewerId);
  if (wanted.has(`${path}displayUrl`)) row.displayUrl = row.derivedAt && links.url(row, 'display', viewerId);
  if (wanted.has(`${path}downloadUrl`)) row.downloadUrl = links.url(row, 'original', viewerId);
  if (row.request) showRequest(row.request, showing, `${path}request.`);
}
