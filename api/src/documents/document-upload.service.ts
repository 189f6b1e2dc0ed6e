import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { type Db, rows, together, transaction, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { takeOrRefuse, type RateLimiter } from '../platform/rate-limit.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { documentKey, documentName, DocumentPurpose, type DocumentPlace } from './document.entity.ts';
import { applyMove, lockDocument, type ChangeParts, type LockedDocument } from './document.change.ts';
import { checkJob, unfinishedJob } from './document.job-types.ts';
import { documentMoves, DocumentStatus } from './document.lifecycle.ts';
import { documentOwner, documentOwnerInPerson, noSuchDocument } from './document.policy.ts';
import {
  documentMaxBytes,
  documentOpenUploads,
  documentSilenceSeconds,
  documentUploadsPerHour,
} from './document.settings.ts';

export interface UploadParts extends ChangeParts {
  db: Db;
  settings: Settings;
  limiter: RateLimiter;
  now: () => Date;
}

export interface NewUpload extends DocumentPlace {
  /** Null: nobody knows before the last byte. Until then the largest that is taken stands in its place. */
  byteSize: number | null;
  fileName: string | null;
}

export interface UploadState {
  id: string;
  purpose: DocumentPurpose;
  byteSize: number;
  offset: number;
  /** When it is removed, unless another byte comes. */
  expiresAt: Date;
}

/** The right to append, until somebody else claims it. */
export interface UploadClaim {
  documentId: string;
  writer: string;
  /** More than that is not taken. */
  byteSize: number;
  offset: number;
  /** Of the file that comes next. */
  position: number;
  fileId: string;
  dataKey: Buffer;
}

/** What comes after a file that was stored: the next one, nothing for now, or nothing any more. */
export type Sequel = 'MORE' | 'PAUSE' | 'END';

const longestName = 200;
/** Pieces of one upload. Fewer than ten are honest; a sender of single bytes is not. */
const mostFiles = 2_000;

/** Documents on their way in. What a request has to do with files is in `upload-route.ts`. */
export class DocumentUploadService {
  constructor(private readonly parts: UploadParts) {}

  async begin(actor: Actor, { purpose, requestId, fileName, ...upload }: NewUpload): Promise<UploadState> {
    const owner = documentOwnerInPerson(actor);
    const place = { purpose, requestId };
    demandPlace(place);
    const { db, settings, limiter, jobs, hooks } = this.parts;
    const maxBytes = settings.read(documentMaxBytes);
    const byteSize = upload.byteSize ?? maxBytes;
    if (!Number.isSafeInteger(byteSize) || byteSize < 1) throw emptyFile();
    if (byteSize > maxBytes) throw tooLargeFile(maxBytes);
    const perHour = settings.read(documentUploadsPerHour);
    await takeOrRefuse(
      limiter,
      { name: 'document uploads', burst: perHour, perSecond: perHour / 3600 },
      owner.accountId,
    );

    return transaction(db, async (tx) => {
      // In a row: how many are open is counted and added to in one go.
      await tx.query('select from account where id = $1 for no key update', [owner.accountId]);
      const [open] = await rows<{ count: number }>(
        tx,
        `select count(*)::int as count from document where account_id = $1 and status = 'UPLOADING'`,
        [owner.accountId],
      );
      if (open!.count >= settings.read(documentOpenUploads))
        throw new AppError('CONFLICT', 'Too many uploads are open: finish or cancel one');
      const refused = await rows<{ id: string }>(
        tx,
        `select id from document where account_id = $1 and purpose = $2 and request_id is not distinct from $3
           and status = 'REFUSED' order by id`,
        [owner.accountId, purpose, requestId],
      );
      const former = await Promise.all(refused.map(({ id }) => lockDocument(tx, id)));
      const { retention, form } = await hooks.asked(tx, owner.accountId, place);
      await hooks.demandOpen(tx, owner.accountId, place);
      for (const document of former)
        if (document?.status === DocumentStatus.REFUSED)
          await applyMove(this.parts, tx, owner, document, { verb: 'remove', reason: 'REPLACED' });
      const id = randomUUID();
      const name = fileName === null ? null : nameOf(fileName);
      await tx.query(
        `insert into document (id, account_id, purpose, retention, byte_size, name_sealed, key_sealed, request_id, form)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          owner.accountId,
          purpose,
          retention,
          byteSize,
          name === null ? null : db.keyring.seal(documentName.at(id), name),
          db.keyring.seal(documentKey.at(id), randomBytes(32)),
          requestId,
          form,
        ],
      );
      const silence = settings.read(documentSilenceSeconds);
      await jobs.enqueue(tx, unfinishedJob, { documentId: id }, { startAfter: silence, cause: actor });
      return { id, purpose, byteSize, offset: 0, expiresAt: new Date(this.parts.now().getTime() + silence * 1000) };
    });
  }

  /** Not found: it is not theirs, was removed, or has never been. What is whole has all its bytes. */
  async state(actor: Actor, id: string): Promise<UploadState> {
    const owner = documentOwner(actor);
    if (!isUuid(id)) throw noSuchDocument();
    const { rows: found } = await this.parts.db.pool.query<UploadState & { heardAt: Date }>(
      `select id, purpose, byte_size::float8 as "byteSize", heard_at as "heardAt",
         (select coalesce(sum(f.byte_size), 0)::float8 from document_file f
           where f.document_id = d.id and f.part = 'ORIGINAL' and f.byte_size is not null) as offset
       from document d where id = $1 and account_id = $2 and status in ('UPLOADING', 'CHECKING', 'READY')`,
      [id, owner.accountId],
    );
    const [state] = found;
    if (!state) throw noSuchDocument();
    const { heardAt, ...rest } = state;
    const silence = this.parts.settings.read(documentSilenceSeconds);
    return { ...rest, expiresAt: new Date(heardAt.getTime() + silence * 1000) };
  }

  /** Takes over from whoever appended until now: a phone that lost its line comes back before we know that it was gone. */
  async claim(actor: Actor, id: string, offset: number): Promise<UploadClaim> {
    const owner = documentOwnerInPerson(actor);
    return transaction(this.parts.db, async (tx) => {
      const document = await this.#lockOwn(tx, owner, id);
      if (!documentMoves.finish.from.includes(document.status)) throw noSuchDocument();
      const [there] = await rows<{ offset: number; position: number }>(
        tx,
        `select coalesce(sum(byte_size), 0)::float8 as offset, count(*)::int as position from document_file
         where document_id = $1 and part = 'ORIGINAL' and byte_size is not null`,
        [id],
      );
      if (there!.offset !== offset) throw new AppError('CONFLICT', `The upload goes on at byte ${there!.offset}`);
      if (there!.position >= mostFiles) throw new AppError('BAD_USER_INPUT', 'The upload came in too many pieces');
      const claim = {
        documentId: id,
        writer: randomUUID(),
        byteSize: document.byteSize,
        ...there!,
        fileId: randomUUID(),
        dataKey: this.parts.db.keyring.open(documentKey.at(id), document.key!),
      };
      await together(
        tx.query('update document set writer = $2, heard_at = now() where id = $1', [id, claim.writer]),
        noteFile(tx, claim),
      );
      return claim;
    });
  }

  /**
   * The file of the claim is stored and has so many bytes. The claim for the next one; null when nothing more is to come, or
   * (`lost`) when somebody else appends now or the upload is over, and so the file is nobody's.
   */
  async store(
    actor: Actor,
    claim: UploadClaim,
    byteSize: number,
    sequel: Sequel,
  ): Promise<{ lost: boolean; next: UploadClaim | null }> {
    return transaction(this.parts.db, async (tx) => {
      const document = await lockDocument(tx, claim.documentId);
      if (document?.writer !== claim.writer || document.status !== DocumentStatus.UPLOADING)
        return { lost: true, next: null };
      const noteSize =
        byteSize === 0
          ? tx.query('delete from document_file where id = $1', [claim.fileId])
          : tx.query('update document_file set byte_size = $2 where id = $1', [claim.fileId, byteSize]);
      const offset = claim.offset + byteSize;
      if (sequel === 'END') {
        document.byteSize = offset;
        await together(
          noteSize,
          tx.query('update document set byte_size = $2 where id = $1', [document.id, offset]),
          applyMove(this.parts, tx, actor, document, { verb: 'finish' }),
          this.parts.jobs.enqueue(tx, checkJob, { documentId: document.id }, { cause: actor }),
        );
        return { lost: false, next: null };
      }
      const next = { ...claim, offset, position: claim.position + 1, fileId: randomUUID() };
      await together(
        noteSize,
        tx.query('update document set heard_at = now() where id = $1', [claim.documentId]),
        sequel === 'MORE' && noteFile(tx, next),
      );
      return { lost: false, next: sequel === 'MORE' ? next : null };
    });
  }

  /** Nothing came for the file of the claim. */
  async leave({ fileId }: UploadClaim): Promise<void> {
    await this.parts.db.pool.query('delete from document_file where id = $1 and byte_size is null', [fileId]);
  }

  /** Of a sender that cannot go on later: what came is removed at once. Nothing happens if it is over, or somebody else appends. */
  async abandon(actor: Actor, { documentId, writer }: UploadClaim): Promise<void> {
    await transaction(this.parts.db, async (tx) => {
      const document = await lockDocument(tx, documentId);
      if (document?.status === DocumentStatus.UPLOADING && document.writer === writer)
        await applyMove(this.parts, tx, actor, document, { verb: 'remove', reason: 'UNFINISHED' });
    });
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    const owner = documentOwnerInPerson(actor);
    await transaction(this.parts.db, async (tx) => {
      const document = await this.#lockOwn(tx, owner, id);
      if (document.status !== DocumentStatus.UPLOADING) throw noSuchDocument();
      await applyMove(this.parts, tx, owner, document, { verb: 'remove', reason: 'WITHDRAWN' });
    });
  }

  async #lockOwn(tx: Transaction, owner: SignedInActor, id: string): Promise<LockedDocument> {
    const document = isUuid(id) ? await lockDocument(tx, id) : null;
    if (document?.accountId !== owner.accountId) throw noSuchDocument();
    return document;
  }
}

/** Which of those that were asked for one by one: that has to be said of them, and of no other. */
function demandPlace({ purpose, requestId }: DocumentPlace): void {
  if ((purpose === DocumentPurpose.REQUESTED) !== (requestId !== null))
    throw new AppError('BAD_USER_INPUT', 'Name the request of a REQUESTED document, and of no other', [
      { path: 'requestId', code: requestId === null ? 'REQUIRED' : 'NOT_ALLOWED', message: 'See the purpose' },
    ]);
  if (requestId !== null && !isUuid(requestId)) throw noSuchDocument();
}

const noteFile = (tx: Transaction, { documentId, fileId, position }: UploadClaim): Promise<unknown> =>
  tx.query(`insert into document_file (id, document_id, part, position) values ($1, $2, 'ORIGINAL', $3)`, [
    fileId,
    documentId,
    position,
  ]);

/** Shown to people only: the last part of a path, without what could turn a line of text around. */
const nameOf = (text: string): string =>
  text
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, longestName)
    .toWellFormed();

export const tooLargeFile = (most: number): AppError =>
  badInput('byteSize', 'TOO_LARGE', `A document may have ${most} bytes at most`, most);

export const emptyFile = (): AppError => badInput('byteSize', 'TOO_SMALL', 'An empty file is no document', 1);

const badInput = (path: string, code: 'TOO_SMALL' | 'TOO_LARGE', message: string, bound: number): AppError =>
  new AppError('BAD_USER_INPUT', message, [{ path, code, message, bound }]);
