import type { Actor } from '../platform/actor.ts';
import { type Db, transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { applyMove, lockDocument, type ChangeParts } from './document.change.ts';
import { Document, documentName, type DocumentRules } from './document.entity.ts';
import { DocumentStatus } from './document.lifecycle.ts';
import { documentOwner, documentOwnerInPerson, noSuchDocument } from './document.policy.ts';
import { documentMaxBytes, documentMaxPages, documentTypes } from './document.settings.ts';

export interface DocumentServiceParts extends ChangeParts {
  db: Db;
  settings: Settings;
  /** Before the path of a link; empty where apps and API share an origin. */
  linkBase: string;
}

interface DocumentRow extends Omit<Document, 'pageUrls' | 'originalUrl' | 'fileName'> {
  name: Buffer | null;
}

const columns = `id, purpose, request_id as "requestId", form, status, case when status = 'REFUSED' then reason end as refusal, name_sealed as name,
  byte_size::float8 as "byteSize", mime_type as "mimeType", page_count as "pageCount", created_at as "createdAt"`;
/** Of one person: what is ready for each purpose, and what is on its way. */
const mostListed = 100;

/** Documents as people see them. */
export class DocumentService {
  constructor(private readonly parts: DocumentServiceParts) {}

  /** The newest first. */
  async own(actor: Actor): Promise<Document[]> {
    const all = await this.ofAccount(documentOwner(actor).accountId);
    return all.filter(({ status }) => status !== DocumentStatus.SUPERSEDED);
  }

  /**
   * For rooms that have asked whether somebody may see this person's documents: also what was superseded, until what replaced it is
   * decided.
   */
  async ofAccount(accountId: string): Promise<Document[]> {
    const { rows: found } = await this.parts.db.pool.query<DocumentRow>({
      name: 'documents-of-account',
      text: `select ${columns} from document where account_id = $1 and status <> 'REMOVED' and forget_at is null
             order by created_at desc, id desc limit ${mostListed}`,
      values: [accountId],
    });
    return found.map((row) => this.#shown(row));
  }

  /** As its owner sees it, also one that was removed; null when nothing is left of it. */
  async find(id: string): Promise<Document | null> {
    const { rows: found } = await this.parts.db.pool.query<DocumentRow>({
      name: 'document-by-id',
      text: `select ${columns} from document where id = $1`,
      values: [id],
    });
    const [row] = found;
    if (row?.status === DocumentStatus.SUPERSEDED) row.status = DocumentStatus.REMOVED;
    return row ? this.#shown(row) : null;
  }

  rules(actor: Actor): DocumentRules {
    documentOwner(actor);
    const { settings } = this.parts;
    return {
      types: settings.read(documentTypes),
      maxBytes: settings.read(documentMaxBytes),
      maxPages: settings.read(documentMaxPages),
    };
  }

  /** Safe to repeat. */
  async remove(actor: Actor, id: string): Promise<Document> {
    const owner = documentOwnerInPerson(actor);
    if (!isUuid(id)) throw noSuchDocument();
    await transaction(this.parts.db, async (tx) => {
      const document = await lockDocument(tx, id);
      if (document?.accountId !== owner.accountId) throw noSuchDocument();
      if (gone.includes(document.status)) return;
      await this.parts.hooks.demandOpen(tx, owner.accountId, document);
      if (document.status === DocumentStatus.READY)
        await this.parts.hooks.demandRemovable(tx, owner.accountId, document);
      await applyMove(this.parts, tx, owner, document, { verb: 'remove', reason: 'WITHDRAWN' });
    });
    const removed = await this.find(id);
    if (!removed) throw noSuchDocument();
    // Unions know their members by class.
    return Object.assign(new Document(), removed);
  }

  #shown({ name, ...row }: DocumentRow): Document {
    const { keyring } = this.parts.db;
    const ready = row.status === DocumentStatus.READY || row.status === DocumentStatus.SUPERSEDED;
    const address = `${this.parts.linkBase}/documents/${row.id}`;
    return {
      ...row,
      fileName: name && nameOf(keyring, row.id, name),
      pageUrls: ready ? Array.from({ length: row.pageCount ?? 0 }, (_, i) => `${address}/pages/${i + 1}`) : [],
      originalUrl: ready ? `${address}/original` : null,
    };
  }
}

/** For its owner. */
const gone: readonly DocumentStatus[] = [DocumentStatus.REMOVED, DocumentStatus.SUPERSEDED];

const nameOf = (keyring: Keyring, id: string, sealed: Buffer): string => keyring.openText(documentName.at(id), sealed);
