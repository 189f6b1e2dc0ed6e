import { createHash, randomUUID } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { JobHandler } from '../platform/jobs.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { sealedValues } from '../platform/personal-data.ts';
import type { Settings } from '../platform/setting.ts';
import { Staging } from '../platform/staging.ts';
import { readFiles, SealedFileWriter, storageKey, type DocumentFile } from './document-files.ts';
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

/**
 * Looks through a document that has arrived and makes what is shown of it. Safe to run twice: pages of an earlier try are
 * removed first. While the store or the virus scanner is away, the document waits and is tried again.
 */
export const handleCheck =
  (parts: CheckParts): JobHandler<{ documentId: string }> =>
  async ({ documentId }, { actor, log, signal }) => {
    const { rows: found } = await parts.db.pool.query<{ key: Buffer; byteSize: number }>(
      `select key_sealed as key, byte_size::float8 as "byteSize" from document where id = $1 and status = 'CHECKING'`,
      [documentId],
    );
    const [document] = found;
    if (!document) return;
    await removeLeftovers(parts, documentId);
    const dataKey = parts.db.keyring.open(documentKey.at(documentId), document.key);
    try {
      const findings = await lookThrough(parts, { id: documentId, dataKey, ...document }, signal);
      await accept(parts, actor, documentId, findings);
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error;
      log.info({ documentId, reason: error.reason, err: error }, 'a document is refused');
      await transaction(parts.db, async (tx) => {
        const locked = await lockDocument(tx, documentId);
        if (locked?.status === DocumentStatus.CHECKING)
          await applyMove(parts, tx, actor, locked, { verb: 'refuse', reason: error.reason });
      });
    }
  };

async function lookThrough(
  { db, storage, settings, scanner }: CheckParts,
  { id, dataKey, byteSize }: { id: string; dataKey: Buffer; byteSize: number },
  signal: AbortSignal,
): Promise<Findings> {
  const bytes = await whole(db, storage, { id, dataKey, byteSize });
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  if (scanner && !(await scanner.isClean(bytes, signal))) throw new DocumentRefused('INFECTED');
  let position = 0;
  const findings = await examine(bytes, limitsOf(settings), signal, async (webp) => {
    signal.throwIfAborted();
    position += 1;
    await storePage({ db, storage }, { id, dataKey, position, webp });
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

async function storePage(
  { db, storage }: Pick<CheckParts, 'db' | 'storage'>,
  { id, dataKey, position, webp }: { id: string; dataKey: Buffer; position: number; webp: Buffer },
): Promise<void> {
  const file = { id: randomUUID(), part: 'PAGE', position } as const;
  await db.pool.query('insert into document_file (id, document_id, part, position) values ($1, $2, $3, $4)', [
    file.id,
    id,
    file.part,
    position,
  ]);
  const staging = new Staging(storage.stagingFolder, Number.POSITIVE_INFINITY);
  try {
    const writer = new SealedFileWriter(staging, dataKey, id, file);
    writer.write(webp);
    await writer.store(storage);
  } finally {
    await staging.discard();
  }
  await db.pool.query('update document_file set byte_size = $2 where id = $1', [file.id, webp.length]);
}

/** Of tries that were cut off: pages, and pieces of the original that never became whole. */
async function removeLeftovers({ db, storage }: CheckParts, documentId: string): Promise<void> {
  const { rows: left } = await db.pool.query<{ id: string }>(
    `select id from document_file where document_id = $1 and (part = 'PAGE' or byte_size is null)`,
    [documentId],
  );
  for (const { id } of left) await storage.remove(storageKey(id));
  await db.pool.query('delete from document_file where id = any($1)', [left.map(({ id }) => id)]);
}

async function accept(parts: CheckParts, actor: Actor, documentId: string, findings: Findings): Promise<void> {
  await transaction(parts.db, async (tx) => {
    const document = await lockDocument(tx, documentId);
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
       where account_id = $1 and purpose = $2 and id <> $3 and status in ('READY', 'REFUSED') order by id for update`,
      [document.accountId, document.purpose, documentId, document.createdAt],
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
      if (other) await applyMove(parts, tx, actor, other, { verb: 'remove', reason: 'REPLACED' });
    }
  });
}

async function isOpen({ hooks }: CheckParts, tx: Transaction, document: LockedDocument): Promise<boolean> {
  try {
    await hooks.demandOpen(tx, document.accountId, document.purpose);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return false;
    throw error;
  }
}
