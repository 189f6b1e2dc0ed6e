import { createHash, randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { JobHandler } from '../platform/jobs.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { sealedValues } from '../platform/personal-data.ts';
import type { Settings } from '../platform/setting.ts';
import { Staging } from '../platform/staging.ts';
import { readFiles, removeFile, SealedFileWriter, type DocumentFile } from './document-files.ts';
import { DocumentRefused } from './document-refused.ts';
import { applyMove, lockDocument, type ChangeParts, type LockedDocument } from './document.change.ts';
import { documentContent, documentKey } from './document.entity.ts';
import { forgetJob } from './document.job-types.ts';
import { DocumentStatus } from './document.lifecycle.ts';
import {
  documentCheckSeconds,
  documentMaxPages,
  documentMaxPixels,
  documentMinSide,
  documentTypes,
  type AcceptedType,
} from './document.settings.ts';
import { examine, type ExaminationLimits } from './examination.ts';
import type { VirusScanner } from './virus-scanner.ts';

export interface CheckParts extends ChangeParts {
  db: Db;
  storage: ObjectStorage;
  settings: Settings;
  /** Null: none is configured. */
  scanner: VirusScanner | null;
}

interface Findings {
  mimeType: AcceptedType;
  pageCount: number;
  contentHash: string;
}

/** One look through a document. Whoever begins another one takes over: what this one still does has no effect. */
interface Look {
  id: string;
  writer: string;
  dataKey: Buffer;
  byteSize: number;
}

/** Another look has begun, or there is nothing to look at any more. */
class Overtaken extends Error {}

/**
 * Looks through a document that has arrived and makes what is shown of it. Safe to run twice, one after the other or at once: pages of
 * earlier looks are removed first, and only the latest look comes to an outcome. While the store or the virus scanner is away,
 * the document waits and is tried again.
 */
export const handleCheck =
  (parts: CheckParts): JobHandler<{ documentId: string }> =>
  async ({ documentId }, { actor, log, signal }) => {
    const look = await begin(parts, documentId);
    if (!look) return;
    try {
      const findings = await lookThrough(parts, look, signal);
      await accept(parts, actor, look, findings);
    } catch (error) {
      if (error instanceof Overtaken) return log.info({ documentId }, 'somebody else looks through this document');
      if (!(error instanceof DocumentRefused)) throw error;
      log.info({ documentId, reason: error.reason, err: error }, 'a document is refused');
      await transaction(parts.db, async (tx) => {
        const locked = await lockDocument(tx, documentId);
        if (locked?.status === DocumentStatus.CHECKING && locked.writer === look.writer)
          await applyMove(parts, tx, actor, locked, { verb: 'refuse', reason: error.reason });
      });
    }
  };

/** Null: it is not waiting to be looked through. */
async function begin(parts: CheckParts, id: string): Promise<Look | null> {
  const { db, storage } = parts;
  const begun = await transaction(db, async (tx) => {
    const document = await lockDocument(tx, id);
    if (document?.status !== DocumentStatus.CHECKING) return null;
    const writer = randomUUID();
    await tx.query('update document set writer = $2 where id = $1', [id, writer]);
    // Of looks that were cut off or overtaken: pages, and pieces of the original that never became whole.
    const left = await rows<{ id: string }>(
      tx,
      `select id from document_file where document_id = $1 and (part = 'PAGE' or byte_size is null)`,
      [id],
    );
    const dataKey = db.keyring.open(documentKey.at(id), document.key!);
    return { look: { id, writer, dataKey, byteSize: document.byteSize }, left: left.map((file) => file.id) };
  });
  if (!begun) return null;
  for (const fileId of begun.left) await removeFile(storage, fileId);
  await db.pool.query('delete from document_file where id = any($1)', [begun.left]);
  return begun.look;
}

async function lookThrough(
  { db, storage, settings, scanner }: CheckParts,
  look: Look,
  signal: AbortSignal,
): Promise<Findings> {
  const bytes = await whole(db, storage, look);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  if (scanner && !(await scanner.isClean(bytes, signal))) throw new DocumentRefused('INFECTED');
  let position = 0;
  const findings = await examine(bytes, limitsOf(settings), signal, async (webp) => {
    signal.throwIfAborted();
    position += 1;
    await storePage({ db, storage }, look, { position, webp });
  });
  return { ...findings, contentHash };
}

const limitsOf = (settings: Settings): ExaminationLimits => ({
  types: settings.read(documentTypes),
  maxPixels: settings.read(documentMaxPixels),
  minSide: settings.read(documentMinSide),
  maxPages: settings.read(documentMaxPages),
  seconds: settings.read(documentCheckSeconds),
});

/** In memory alone, and only while it is looked through. */
async function whole(
  db: Db,
  storage: ObjectStorage,
  { id, dataKey, byteSize }: { id: string; dataKey: Buffer; byteSize: number },
): Promise<Buffer<ArrayBuffer>> {
  const { rows: files } = await db.pool.query<DocumentFile>(
    `select id, part, position, byte_size::float8 as "byteSize" from document_file
     where document_id = $1 and part = 'ORIGINAL' and byte_size is not null order by position`,
    [id],
  );
  const bytes = Buffer.allocUnsafeSlow(byteSize);
  let filled = 0;
  for await (const part of readFiles(storage, dataKey, id, files)) filled += part.copy(bytes, filled);
  if (filled !== byteSize) throw new Error(`document ${id} has ${filled} bytes instead of ${byteSize}`);
  return bytes;
}

/** As long as the look has not been overtaken. Waits for whoever takes over at this moment. */
const held = `with held as (
  select id from document where id = $1 and writer = $2 and status = 'CHECKING' for share)`;

async function storePage(
  { db, storage }: Pick<CheckParts, 'db' | 'storage'>,
  { id, writer, dataKey }: Look,
  { position, webp }: { position: number; webp: Buffer },
): Promise<void> {
  const file = { id: randomUUID(), part: 'PAGE', position } as const;
  const noted = await db.pool.query(
    `${held} insert into document_file (id, document_id, part, position) select $3, id, $4, $5 from held`,
    [id, writer, file.id, file.part, position],
  );
  if (noted.rowCount === 0) throw new Overtaken();
  const [outcome] = await Promise.allSettled([storeSealed(storage, { documentId: id, dataKey, file, webp })]);
  const byteSize = outcome.status === 'fulfilled' ? webp.length : null;
  const stored = await db.pool.query(
    `${held} update document_file f set byte_size = $4 from held where f.id = $3 and f.document_id = held.id`,
    [id, writer, file.id, byteSize],
  );
  // Whoever takes over removes what lies there, also while it is being stored: that is no failure.
  if (stored.rowCount === 1) {
    if (outcome.status === 'rejected') throw outcome.reason;
    return;
  }
  await removeFile(storage, file.id);
  await db.pool.query('delete from document_file where id = $1', [file.id]);
  throw new Overtaken();
}

async function storeSealed(
  storage: ObjectStorage,
  page: { documentId: string; dataKey: Buffer; file: Omit<DocumentFile, 'byteSize'>; webp: Buffer },
): Promise<void> {
  const staging = new Staging(storage.stagingFolder, Number.POSITIVE_INFINITY);
  try {
    const writer = new SealedFileWriter(staging, page.dataKey, page.documentId, page.file);
    writer.write(page.webp);
    await writer.store(storage);
  } finally {
    await staging.discard();
  }
}

async function accept(
  parts: CheckParts,
  actor: Actor,
  { id: documentId, writer }: Look,
  findings: Findings,
): Promise<void> {
  await transaction(parts.db, async (tx) => {
    const document = await lockDocument(tx, documentId);
    if (document && document.writer !== writer) throw new Overtaken();
    // Taken back meanwhile: the pages that were just stored go the same way.
    if (document?.status !== DocumentStatus.CHECKING) {
      await parts.jobs.enqueue(tx, forgetJob, { documentId }, { cause: actor });
      return;
    }
    // Two that were handed in for one purpose are accepted one after the other.
    await tx.query('select from account where id = $1 for no key update', [document.accountId]);
    const others = await rows<{ id: string; status: DocumentStatus; isNewer: boolean }>(
      tx,
      `select id, status, created_at > $4 as "isNewer" from document
       where account_id = $1 and purpose = $2 and id <> $3 and status in ('READY', 'REFUSED')
         and request_id is not distinct from $5 order by id for no key update`,
      [document.accountId, document.purpose, documentId, document.createdAt, document.requestId],
    );
    if (!(await isOpen(parts, tx, document)))
      return applyMove(parts, tx, actor, document, { verb: 'refuse', reason: 'NOT_NOW' });
    // The last one that was handed in counts, in whatever order they were looked through.
    if (others.some(({ status, isNewer }) => isNewer && status === DocumentStatus.READY))
      return applyMove(parts, tx, actor, document, { verb: 'remove', reason: 'REPLACED' });
    const { mimeType, pageCount, contentHash } = findings;
    const content = sealedValues(parts.db.keyring, documentContent, documentId, contentHash);
    await applyMove(parts, tx, actor, document, { verb: 'accept', mimeType, pageCount, content });
    for (const { id } of others.filter(({ isNewer }) => !isNewer)) {
      const other = await lockDocument(tx, id);
      if (!other) continue;
      const kept =
        other.status === DocumentStatus.READY &&
        (await parts.hooks.isRelied(tx, other.accountId, other, other.createdAt));
      await applyMove(parts, tx, actor, other, kept ? { verb: 'supersede' } : { verb: 'remove', reason: 'REPLACED' });
    }
  });
}

async function isOpen({ hooks }: CheckParts, tx: Transaction, document: LockedDocument): Promise<boolean> {
  try {
    await hooks.demandOpen(tx, document.accountId, document);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return false;
    throw error;
  }
}
