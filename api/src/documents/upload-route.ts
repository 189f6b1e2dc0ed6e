import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../platform/actor.ts';
import { AppError, RateLimited } from '../platform/errors.ts';
import { HttpProblem, type RequestContext, type Route } from '../platform/http.ts';
import { StorageError, type ObjectStorage } from '../platform/object-storage.ts';
import type { Settings } from '../platform/setting.ts';
import { DocumentIntake } from './document-intake.ts';
import type { DocumentUploadService, UploadClaim, UploadState } from './document-upload.service.ts';
import { DocumentPurpose } from './document.entity.ts';
import { documentMaxBytes } from './document.settings.ts';

export interface UploadRouteDeps {
  /** Who asks, by bearer token alone: a cookie would let other sites ask. Throws for a token that is no good. */
  actorOf: (req: IncomingMessage, res: ServerResponse, context: RequestContext) => Promise<Actor>;
  uploads: DocumentUploadService;
  storage: ObjectStorage;
  settings: Settings;
  /** Replaced by tests. */
  silenceMs?: number;
}

const version = '1.0.0';
const extensions = 'creation,termination,expiration';
const path = '/documents/uploads';

/** A sender that says nothing for so long has lost its line. */
const silenceMs = 30_000;
/** The resumable upload protocol tus 1.0.0 (https://tus.io) with the extensions above. */
export function uploadRoutes(deps: UploadRouteDeps): Route[] {
  const speaking =
    (handle: Route['handle']): Route['handle'] =>
    async (req, res, context, match) => {
      res.setHeader('tus-resumable', version);
      if (req.method !== 'OPTIONS' && req.headers['tus-resumable'] !== version) {
        res.setHeader('tus-version', version);
        throw new HttpProblem(412, 'PROTOCOL_VERSION', `Uploads speak tus ${version}`);
      }
      try {
        await handle(req, res, context, match);
      } catch (error) {
        throw problemOf(error, res);
      }
    };
  return [
    {
      name: 'document-uploads',
      methods: ['OPTIONS', 'POST'],
      path: new RegExp(`^${path}/?$`),
      handle: speaking((req, res, context) =>
        req.method === 'POST' ? create(deps, req, res, context) : tell(deps, res),
      ),
    },
    {
      name: 'document-upload',
      methods: ['OPTIONS', 'HEAD', 'PATCH', 'DELETE'],
      path: new RegExp(`^${path}/([^/]+)$`),
      handle: speaking(async (req, res, context, [, id]) => {
        if (req.method === 'OPTIONS') return tell(deps, res);
        const actor = await deps.actorOf(req, res, context);
        if (req.method === 'PATCH') return append(deps, req, res, actor, id!);
        if (req.method === 'HEAD')
          showState(res, await deps.uploads.state(actor, id!))
            .writeHead(200)
            .end();
        else {
          await deps.uploads.cancel(actor, id!);
          res.writeHead(204).end();
        }
      }),
    },
  ];
}

async function tell({ settings }: UploadRouteDeps, res: ServerResponse): Promise<void> {
  res
    .writeHead(204, {
      'tus-version': version,
      'tus-extension': extensions,
      'tus-max-size': settings.read(documentMaxBytes),
    })
    .end();
}

async function create(
  { actorOf, uploads }: UploadRouteDeps,
  req: IncomingMessage,
  res: ServerResponse,
  context: RequestContext,
): Promise<void> {
  const actor = await actorOf(req, res, context);
  const byteSize = numberOf(req, 'upload-length');
  const metadata = metadataOf(headerOf(req, 'upload-metadata') ?? '');
  const purpose = Object.values(DocumentPurpose).find((known) => known === metadata.get('purpose'));
  if (!purpose) throw new HttpProblem(400, 'PURPOSE_UNKNOWN', 'Upload-Metadata must name the purpose of the document');
  const state = await uploads.begin(actor, {
    purpose,
    requestId: metadata.get('request') ?? null,
    byteSize,
    fileName: metadata.get('filename') ?? null,
  });
  showState(res, state)
    .writeHead(201, { location: `${path}/${state.id}` })
    .end();
}

const showState = (res: ServerResponse, { offset, byteSize, expiresAt }: UploadState): ServerResponse =>
  res
    .setHeader('upload-offset', offset)
    .setHeader('upload-length', byteSize)
    .setHeader('upload-expires', expiresAt.toUTCString());

async function append(
  deps: UploadRouteDeps,
  req: IncomingMessage,
  res: ServerResponse,
  actor: Actor,
  id: string,
): Promise<void> {
  if (req.headers['content-type'] !== 'application/offset+octet-stream')
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Bytes are sent as application/offset+octet-stream');
  const offset = numberOf(req, 'upload-offset');
  const claim = await deps.uploads.claim(actor, id, offset);
  if (Number(req.headers['content-length'] ?? 0) > claim.byteSize - offset) {
    await deps.uploads.leave(claim);
    throw tooManyBytes();
  }
  const arrived = await receive(deps, req, actor, claim);
  res.writeHead(204, { 'upload-offset': arrived }).end();
}

/** Gives the offset at which the upload goes on. What came before the line broke is kept. */
async function receive(
  { silenceMs: patience = silenceMs, ...parts }: UploadRouteDeps,
  req: IncomingMessage,
  actor: Actor,
  claim: UploadClaim,
): Promise<number> {
  const intake = new DocumentIntake(parts, actor, claim);
  const silent = setTimeout(() => req.destroy(new Error('nothing came for too long')), patience);
  try {
    let broken: unknown;
    try {
      for await (const chunk of req as AsyncIterable<Buffer>) {
        silent.refresh();
        if (chunk.length > intake.room) throw tooManyBytes();
        await intake.write(chunk);
      }
    } catch (error) {
      if (error instanceof HttpProblem || error instanceof AppError || error instanceof StorageError) throw error;
      broken = error;
    }
    const { offset, room } = intake;
    await intake.end(room === 0 ? 'END' : 'PAUSE');
    if (broken !== undefined && room > 0)
      throw new HttpProblem(400, 'BODY_CUT_OFF', 'The bytes ended too early; what came is kept');
    return offset;
  } catch (error) {
    await intake.drop();
    throw error;
  } finally {
    clearTimeout(silent);
    await intake.discard();
  }
}

const tooManyBytes = (): HttpProblem =>
  new HttpProblem(413, 'TOO_LARGE', 'More bytes came than the upload was said to have');

const headerOf = (req: IncomingMessage, name: string): string | undefined => {
  const value = req.headers[name];
  return typeof value === 'string' ? value : undefined;
};

function numberOf(req: IncomingMessage, name: string): number {
  const text = headerOf(req, name);
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new HttpProblem(400, 'MALFORMED_REQUEST', `${name} must be a number of bytes`);
  return Number(text);
}

/** `name base64,name base64`, as tus writes it. */
const metadataOf = (header: string): Map<string, string> =>
  new Map(
    header.split(',').flatMap((pair): [string, string][] => {
      const [name, value = ''] = pair.trim().split(' ', 2);
      return name ? [[name, Buffer.from(value, 'base64').toString('utf8')]] : [];
    }),
  );

const statuses: Record<AppError['code'], number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
};

/** What a service refuses and what the store cannot do, as answers over HTTP. */
function problemOf(error: unknown, res: ServerResponse): unknown {
  if (error instanceof RateLimited) res.setHeader('retry-after', error.retryAfter);
  if (error instanceof AppError)
    return error.fields?.some(({ code }) => code === 'TOO_LARGE')
      ? new HttpProblem(413, 'TOO_LARGE', error.message)
      : new HttpProblem(statuses[error.code], error.code, error.message);
  if (error instanceof StorageError) {
    res.setHeader('retry-after', 15);
    return new HttpProblem(503, 'STORAGE_UNAVAILABLE', error.message);
  }
  return error;
}
