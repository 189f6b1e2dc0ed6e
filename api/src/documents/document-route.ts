import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { LiveSessions } from '../accounts/live-sessions.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, transaction } from '../platform/db.ts';
import { StepUpNeeded } from '../platform/errors.ts';
import { requestedRange } from '../platform/http-range.ts';
import { HttpProblem, type RequestContext, type Route } from '../platform/http.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { askedBy, inNameOf } from '../platform/request-reach.ts';
import { isUuid } from '../platform/uuid.ts';
import { type DocumentFile, readFiles, totalOf } from './document-files.ts';
import { documentKey } from './document.entity.ts';
import { DocumentStatus } from './document.lifecycle.ts';
import { isOwner, type DocumentGate, type ViewedDocument } from './document.policy.ts';

export interface DocumentRouteDeps {
  db: Db;
  sessions: Pick<LiveSessions, 'ofRequest'>;
  storage: ObjectStorage;
  gate: DocumentGate;
}

interface StoredDocument extends ViewedDocument {
  status: DocumentStatus;
  key: Buffer;
  mimeType: string;
  files: DocumentFile[];
}

/**
 * GET and HEAD /documents/:id/pages/:n and /documents/:id/original. Whatever is wrong is the same 404, so that an address
 * tells nothing about a document; only who lacks nothing but a fresh proof of who they are is told so (403). Opened as it is sent: nothing readable touches a disk, here or in the browser.
 */
export const documentRoute = (deps: DocumentRouteDeps): Route => ({
  name: 'document',
  methods: ['GET', 'HEAD'],
  path: /^\/documents\/([^/]+)\/(?:original|pages\/([1-9]\d{0,3}))$/,
  async handle(req, res, context, [, id, number]) {
    const page = number === undefined ? null : Number(number);
    const viewer = isUuid(id!) ? await viewerOf(deps, req, context, id!, page) : null;
    if (!viewer) throw notFound();
    context.accountId = viewer.actor.accountId!;
    askedBy(viewer.actor);
    await show(deps, viewer.document, page, viewer, { req, res, context });
  },
});

const notFound = (): HttpProblem => new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address');

async function find({ pool }: Db, id: string, page: number | null): Promise<StoredDocument | null> {
  const { rows } = await pool.query<Omit<StoredDocument, 'files'> & { files: DocumentFile[] | null }>({
    name: 'document-files',
    text: `select d.id, status, account_id as "accountId", purpose, key_sealed as key, mime_type as "mimeType",
             (select json_agg(json_build_object('id', f.id, 'part', part, 'position', position, 'byteSize', f.byte_size)
                order by position) from document_file f
              where f.document_id = d.id and f.byte_size is not null and f.part = $2
                and ($3::int is null or position = $3)) as files
           from document d where d.id = $1 and (status = 'READY' or (status = 'SUPERSEDED' and forget_at is null))`,
    values: [id, page === null ? 'ORIGINAL' : 'PAGE', page],
  });
  const [found] = rows;
  return found?.files ? { ...found, files: found.files } : null;
}

interface Viewer {
  document: StoredDocument;
  actor: Actor;
  isOwner: boolean;
}

async function viewerOf(
  { db, sessions, gate }: DocumentRouteDeps,
  req: IncomingMessage,
  { ip, requestId, traceparent }: RequestContext,
  id: string,
  page: number | null,
): Promise<Viewer | null> {
  const identities = await sessions.ofRequest(req);
  let unproven = false;
  for (const identity of identities) {
    const actor = { ...identity, ip, requestId, traceparent };
    const document = await inNameOf(identity, () => find(db, id, page));
    if (!document) continue;
    if (isOwner(identity, document) && document.status === DocumentStatus.READY)
      return { document, actor, isOwner: true };
    // Staff look as themselves, or not at all.
    if (identity.impersonatorId !== null) continue;
    try {
      if (await inNameOf(identity, () => transaction(db, (tx) => gate.mayView(tx, actor, document))))
        return { document, actor, isOwner: false };
    } catch (error) {
      if (!(error instanceof StepUpNeeded)) throw error;
      unproven = true;
    }
  }
  // They would be shown it: that it exists is no secret to them.
  if (unproven) throw new HttpProblem(403, 'STEP_UP_NEEDED', 'Confirm that it is you, then try again');
  return null;
}

async function show(
  { db, storage }: DocumentRouteDeps,
  document: StoredDocument,
  page: number | null,
  viewer: Viewer,
  { req, res, context }: { req: IncomingMessage; res: ServerResponse; context: RequestContext },
): Promise<void> {
  const byteSize = totalOf(document.files);
  const range = req.method === 'GET' ? requestedRange(req.headers, '', byteSize) : null;
  if (range === 'UNSATISFIABLE') {
    res.setHeader('content-range', `bytes */${byteSize}`);
    throw new HttpProblem(416, 'RANGE_NOT_SATISFIABLE', 'The range lies outside of the document');
  }
  const extension = document.mimeType.split('/')[1]!.replace('jpeg', 'jpg');
  const headers = {
    'content-type': page === null ? document.mimeType : 'image/webp',
    'content-length': range ? range.end - range.start + 1 : byteSize,
    'accept-ranges': 'bytes',
    // Should a browser ever show it as a page of its own, nothing in it runs.
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition':
      page === null ? `attachment; filename="document-${document.id.slice(0, 8)}.${extension}"` : 'inline',
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${byteSize}` }),
  };
  if (req.method === 'HEAD') {
    res.writeHead(200, headers).end();
    return;
  }
  // Before the first byte leaves: what cannot be recorded is not shown.
  if (!viewer.isOwner)
    await transaction(db, (tx) =>
      recordAudit(
        tx,
        viewer.actor,
        page === null ? 'documents.download' : 'documents.view',
        { type: 'document', id: document.id },
        { accountId: document.accountId, purpose: document.purpose, ...(page !== null && { page }) },
      ),
    );
  const dataKey = db.keyring.open(documentKey.at(document.id), document.key);
  const opened = readFiles(storage, dataKey, document.id, document.files, range ?? undefined);
  const first = await opened.next().catch((error: unknown) => {
    context.log.error({ err: error, documentId: document.id }, 'a document cannot be opened');
    throw notFound();
  });
  res.writeHead(range ? 206 : 200, headers);
  try {
    await pipeline(async function* () {
      if (!first.done) yield first.value;
      yield* opened;
    }, res);
  } catch (error) {
    // The viewer went away. Everything else is ours to know.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}
