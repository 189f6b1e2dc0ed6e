import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, together, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { DocumentPlace, RetentionClass } from './document.entity.ts';
import { documentMoves, DocumentStatus, type RemovalReason } from './document.lifecycle.ts';
import type { RefusalReason } from './document-refused.ts';
import { forgetJob } from './document.job-types.ts';

/** The channel on which every process hears that somebody's documents are others now. */
export const documentsChanged = 'documents-changed';

export interface DocumentsChanged {
  accountId: string;
  documentId: string;
}

/** What the room that knows what documents are for says about changes. */
export interface DocumentHooks {
  /** What is asked there now: how long it is kept, and which of several kinds it is. Throws where nothing like that is asked. */
  asked(tx: Transaction, accountId: string, place: DocumentPlace): Promise<AskedDocument>;
  /** Throws a CONFLICT while somebody relies on the documents as they are. */
  demandOpen(tx: Transaction, accountId: string, place: DocumentPlace): Promise<void>;
  /** Refuses with `DocumentRelied` where something was verified by it: it is replaced, not taken away. */
  demandRemovable(tx: Transaction, accountId: string, place: DocumentPlace): Promise<void>;
  /** Whether something was verified by one that was handed in at this moment. */
  isRelied(tx: Transaction, accountId: string, place: DocumentPlace, createdAt: Date): Promise<boolean>;
  onChanged(tx: Transaction, accountId: string, place: DocumentPlace): Promise<void>;
}

export interface AskedDocument {
  retention: RetentionClass;
  form: string | null;
}

export interface ChangeParts {
  events: EventBus;
  jobs: Jobs;
  hooks: DocumentHooks;
}

export interface LockedDocument extends DocumentPlace {
  id: string;
  accountId: string;
  status: DocumentStatus;
  writer: string | null;
  byteSize: number;
  createdAt: Date;
  key: Buffer | null;
}

/** Null: there is none. */
export async function lockDocument(tx: Transaction, id: string): Promise<LockedDocument | null> {
  const [found] = await rows<LockedDocument>(
    tx,
    `select id, account_id as "accountId", purpose, request_id as "requestId", status, writer, byte_size::float8 as "byteSize",
       created_at as "createdAt", key_sealed as key
     from document where id = $1 for no key update`,
    [id],
  );
  return found ?? null;
}

type Move =
  | { verb: 'finish' }
  | { verb: 'accept'; mimeType: string; pageCount: number; content: Record<string, unknown> }
  | { verb: 'refuse'; reason: RefusalReason }
  | { verb: 'supersede' }
  | { verb: 'remove'; reason: RemovalReason };

/** The only place that changes a status. The row is locked. */
export async function applyMove(
  parts: ChangeParts,
  tx: Transaction,
  actor: Actor,
  document: LockedDocument,
  move: Move,
): Promise<void> {
  const { id, accountId, purpose } = document;
  const from = document.status;
  document.status = nextStatus(from, documentMoves[move.verb], move.verb);
  const columns: Record<string, unknown> = {
    status: document.status,
    ...((move.verb === 'refuse' || move.verb === 'remove') && { reason: move.reason }),
    ...(move.verb === 'finish' && { writer: null, finished_at: new Date() }),
    ...(move.verb === 'remove' && { removed_at: new Date() }),
    ...(move.verb === 'accept' && { mime_type: move.mimeType, page_count: move.pageCount, ...move.content }),
  };
  const names = Object.keys(columns);
  await together(
    tx.query(`update document set ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} where id = $1`, [
      id,
      ...Object.values(columns),
    ]),
    // What was never whole was never there.
    (from !== DocumentStatus.UPLOADING || move.verb === 'finish') &&
      recordAudit(
        tx,
        actor,
        `documents.${move.verb}`,
        { type: 'document', id },
        { purpose, byteSize: document.byteSize, ...('reason' in move && { reason: move.reason }) },
      ),
    (move.verb === 'refuse' || move.verb === 'remove') &&
      parts.jobs.enqueue(tx, forgetJob, { documentId: id }, { cause: actor }),
    parts.events.publish(tx, documentsChanged, { accountId, documentId: id } satisfies DocumentsChanged),
  );
  if (move.verb === 'accept' || from === DocumentStatus.READY) await parts.hooks.onChanged(tx, accountId, document);
}
