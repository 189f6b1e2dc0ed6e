import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Counter } from 'prom-client';
import type { Identity, LiveSessions } from '../accounts/live-sessions.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, transaction } from '../platform/db.ts';
import { hasCopy } from '../platform/http-etag.ts';
import { HttpProblem, type RequestContext, type Route } from '../platform/http.ts';
import type { Registry } from '../platform/metrics.ts';
import { askedBy } from '../platform/request-reach.ts';
import { isUuid } from '../platform/uuid.ts';
import { monitorImaging, seeOwnImages } from './image-request.policy.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { requestedRange, type ByteRange } from '../platform/http-range.ts';
import { mediaVariants, type MediaLinks, type MediaVariant } from './media-links.ts';

export interface MediaDeps {
  db: Db;
  sessions: Pick<LiveSessions, 'ofRequest'>;
  storage: ObjectStorage;
  links: MediaLinks;
  metrics: Registry;
}

/** Life of a link into the store itself, which opens for everybody who has it. */
const directLinkSeconds = 120;

/** GET and HEAD /media/:imageId/:variant. Whatever is wrong is the same 404, so that a link tells nothing about a picture. */
export function mediaRoute(deps: MediaDeps): Route {
  const served = new Counter({
    name: 'image_media_total',
    help: 'Pictures asked for, by variant and status of the answer',
    labelNames: ['variant', 'status'],
    registers: [deps.metrics],
  });
  return {
    name: 'media',
    methods: ['GET', 'HEAD'],
    path: new RegExp(`^/media/([^/]+)/(${mediaVariants.join('|')})$`),
    async handle(req, res, context, match) {
      const variant = mediaVariants.find((known) => known === match[2])!;
      res.once('close', () => served.inc({ variant, status: res.statusCode }));
      const view = await openLink(deps, req, context, match[1]!, variant);
      if (!view) throw notFound(res);
      await show(deps, view, req, res);
    },
  };
}

/** A picture that somebody may see now. */
interface View {
  imageId: string;
  variant: MediaVariant;
  key: string;
  mimeType: string;
  fileName: string | null;
  etag: string;
  secondsLeft: number;
  actor: Actor;
}

interface ImageRow {
  account_id: string;
  sha256: string;
  mime_type: string;
  derived: boolean;
}

async function openLink(
  { db, links, sessions }: MediaDeps,
  req: IncomingMessage,
  context: RequestContext,
  imageId: string,
  variant: MediaVariant,
): Promise<View | null> {
  const query = new URLSearchParams(req.url?.split('?', 2)[1]);
  const link = links.open(imageId, variant, query);
  if (!link || !isUuid(imageId)) return null;
  const viewer = (await sessions.ofRequest(req)).find(({ accountId }) => accountId === link.viewerId);
  if (!viewer) return null;
  context.accountId = viewer.accountId;
  askedBy(viewer);

  const { rows } = await db.pool.query<ImageRow>({
    name: 'image_media',
    text: `select account_id, sha256, mime_type, derived_at is not null as derived
           from image where id = $1 and deleted_at is null`,
    values: [imageId],
  });
  const image = rows[0];
  if (!image || !maySee(viewer, image) || (variant !== 'original' && !image.derived)) return null;
  const { name, mimeType } = representation(variant, image.mime_type, req.headers.accept);
  return {
    imageId,
    variant,
    key: name === null ? image.sha256 : `${image.sha256}/${name}`,
    mimeType,
    fileName: name === null ? `influencegen-${imageId.slice(0, 8)}.${image.mime_type.slice('image/'.length)}` : null,
    etag: `"${image.sha256}-${name ?? 'original'}"`,
    secondsLeft: link.secondsLeft,
    actor: { ...viewer, ip: context.ip, requestId: context.requestId, traceparent: context.traceparent },
  };
}

const maySee = ({ accountId, permissions }: Identity, image: ImageRow): boolean =>
  permissions.has(monitorImaging.name) || (permissions.has(seeOwnImages.name) && accountId === image.account_id);

function representation(
  variant: MediaVariant,
  original: string,
  accept: string | undefined,
): { name: string | null; mimeType: string } {
  if (variant === 'original') return { name: null, mimeType: original };
  const format = variant === 'thumbnail' && accept?.includes('image/avif') ? 'avif' : 'webp';
  return { name: `${variant}.${format}`, mimeType: `image/${format}` };
}

async function show(deps: MediaDeps, view: View, req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.setHeader('cache-control', `private, max-age=${view.secondsLeft}, immutable`);
  res.setHeader('etag', view.etag);
  if (view.variant === 'thumbnail') res.appendHeader('vary', 'accept');
  if (hasCopy(req.headers, view.etag)) {
    res.writeHead(304).end();
    return;
  }
  if (req.method === 'GET' && (await redirect(deps, view, res))) return;

  const byteSize = await deps.storage.size(view.key);
  if (byteSize === null) throw notFound(res);
  const range = req.method === 'GET' ? requestedRange(req.headers, view.etag, byteSize) : null;
  if (range === 'UNSATISFIABLE') {
    res.setHeader('content-range', `bytes */${byteSize}`);
    res.setHeader('cache-control', 'no-store');
    throw new HttpProblem(416, 'RANGE_NOT_SATISFIABLE', 'The range lies outside of the picture');
  }
  await send(deps, view, byteSize, range, req, res);
}

const notFound = (res: ServerResponse): HttpProblem => {
  res.setHeader('cache-control', 'no-store');
  res.removeHeader('etag');
  return new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address');
};

/** Where the store can serve by itself, the bytes need not pass through here. */
async function redirect({ db, storage }: MediaDeps, view: View, res: ServerResponse): Promise<boolean> {
  const { key, mimeType, fileName } = view;
  const location = await storage.link(key, { mimeType, fileName, expiresIn: directLinkSeconds });
  if (location === null) return false;
  await recordView(db, view);
  res.setHeader('cache-control', `private, max-age=${Math.min(view.secondsLeft, directLinkSeconds / 2)}`);
  res.writeHead(302, { location }).end();
  return true;
}

async function send(
  { db, storage }: MediaDeps,
  view: View,
  byteSize: number,
  range: ByteRange | null,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const headers = {
    'content-type': view.mimeType,
    'content-length': range ? range.end - range.start + 1 : byteSize,
    'accept-ranges': 'bytes',
    // Should a browser ever show it as a page of its own, nothing in it runs.
    'content-security-policy': "default-src 'none'; sandbox",
    ...(view.fileName !== null && { 'content-disposition': `attachment; filename="${view.fileName}"` }),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${byteSize}` }),
  };
  if (req.method === 'HEAD') {
    res.writeHead(200, headers).end();
    return;
  }
  await recordView(db, view);
  const stored = await storage.get(view.key, range ?? undefined);
  if (!stored) throw notFound(res);
  res.writeHead(range ? 206 : 200, headers);
  try {
    await pipeline(stored.stream, res);
  } catch (error) {
    // The viewer went away. Everything else is ours to know.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

/**
 * Before the first byte leaves: what cannot be recorded is not shown. Thumbnails are not recorded. They are what a list
 * looks like, dozens at a time, and would bury the views that somebody may have to account for.
 */
async function recordView(db: Db, { variant, actor, imageId }: View): Promise<void> {
  if (variant === 'thumbnail') return;
  const action = variant === 'original' ? 'imaging.download' : 'imaging.view';
  await transaction(db, (tx) => recordAudit(tx, actor, action, { type: 'image', id: imageId }));
}
