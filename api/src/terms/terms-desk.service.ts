import { personJson, personOf, type PersonRow } from '../accounts/person.ts';
import { proofMinutes } from '../accounts/second-factor.settings.ts';
import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { Batch } from '../platform/batch.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Jobs } from '../platform/jobs.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import { demand, demandVerified } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import type { TermsDocument, TermsText, TermsVersion } from './terms.entity.ts';
import type { TermsDraftInput } from './terms.inputs.ts';
import { tellTermsJob } from './terms.jobs.ts';
import { manageTerms, readTerms, termsMovesOpenTo } from './terms.policy.ts';
import { demandKey, demandPublishable, demandPublishTime, readDraft, textDigest } from './terms.rules.ts';
import { statusAt, termsMoves, TermsMove } from './terms-version.lifecycle.ts';

export interface TermsDeskServiceParts {
  db: Db;
  jobs: Jobs;
  settings: Settings;
  now: () => Date;
}

interface VersionRow extends Omit<TermsVersion, 'status' | 'changedBy' | 'viewerMoves'> {
  changedBy: PersonRow | null;
  nextPublishAt: Date | null;
  now: Date;
}

/** Versions of one document that one looks back through. */
const mostVersions = 100;
const mostDocuments = 50;

const versionColumns = `v.id, v.document_key as key, v.number, v.publish_at as "publishAt", v.required, v.blocks,
  v.grace_days as "graceDays", v.revision, v.changed_at as "changedAt",
  (select coalesce(json_object_agg(t.language, t.title), '{}') from terms_text t where t.version_id = v.id) as titles,
  case when a.id is not null then ${personJson('a')} end as "changedBy",
  (select min(n.publish_at) from terms_version n where n.document_key = v.document_key and n.publish_at > v.publish_at) as "nextPublishAt",
  clock_timestamp() as now`;
const versionSource = 'terms_version v left join account a on a.id = v.changed_by';

/** How staff write and publish what people agree to. Nothing that was in force ever changes. */
export class TermsDeskService {
  constructor(private readonly parts: TermsDeskServiceParts) {}

  async documents(actor: Actor): Promise<TermsDocument[]> {
    demand(actor, readTerms);
    const { rows: found } = await this.parts.db.pool.query<VersionRow>(
      `select ${versionColumns} from (select key, created_at from terms_document order by created_at, key limit ${mostDocuments}) d
         join lateral (
           (select * from terms_version where document_key = d.key and publish_at <= clock_timestamp() order by publish_at desc limit 1)
           union all
           (select * from terms_version where document_key = d.key and (publish_at is null or publish_at > clock_timestamp()))
         ) v on true left join account a on a.id = v.changed_by order by d.created_at, d.key, v.number desc`,
    );
    const keys = [...new Set(found.map(({ key }) => key))];
    return keys.map((key) => this.#document(actor, key, found));
  }

  async document(actor: Actor, key: string): Promise<TermsDocument> {
    demand(actor, readTerms);
    const { rows: found } = await this.parts.db.pool.query<VersionRow>(
      `select ${versionColumns} from ${versionSource} where v.document_key = $1 order by v.number desc limit ${mostVersions}`,
      [key],
    );
    if (found.length === 0) throw new AppError('NOT_FOUND', 'No such document');
    return this.#document(actor, key, found);
  }

  async version(actor: Actor, id: string): Promise<TermsVersion> {
    demand(actor, readTerms);
    const { rows: found } = isUuid(id)
      ? await this.parts.db.pool.query<VersionRow>(`select ${versionColumns} from ${versionSource} where v.id = $1`, [
          id,
        ])
      : { rows: [] };
    if (!found[0]) throw noSuchVersion();
    return this.#shown(actor, found[0]);
  }

  /** Of versions that the viewer sees. */
  readonly texts = new Batch<TermsText[]>(async (ids) => {
    const { rows: found } = await this.parts.db.pool.query<TermsText & { versionId: string }>(
      `select version_id as "versionId", version_id || ' ' || language as id, language, title, body from terms_text
       where version_id = any($1::uuid[]) order by language = '${fallbackLanguage}' desc, language`,
      [ids],
    );
    return new Map(ids.map((id) => [id, found.filter(({ versionId }) => versionId === id)]));
  });

  /** How many people hold a consent to each version. */
  readonly consentCounts = new Batch<number>(async (ids) => {
    const { rows: found } = await this.parts.db.pool.query<{ id: string; count: number }>(
      `select version_id as id, (count(*) filter (where given) - count(*) filter (where not given))::int as count
       from consent where version_id = any($1::uuid[]) group by version_id`,
      [ids],
    );
    return new Map(found.map(({ id, count }) => [id, count]));
  });

  /** A new document, with an empty draft. */
  async create(actor: Actor, key: string): Promise<TermsDocument> {
    const staff = demand(actor, manageTerms);
    demandKey(key);
    await transaction(this.parts.db, async (tx) => {
      const made = await rows(
        tx,
        'insert into terms_document (key, created_by) values ($1, $2) on conflict do nothing returning key',
        [key, staff.accountId],
      );
      if (made.length === 0)
        throw new AppError('BAD_USER_INPUT', 'There is such a document', [
          { path: 'key', code: 'NOT_ALLOWED', message: 'Another document is called like that' },
        ]);
      const id = await this.#insertDraft(tx, staff, key);
      await recordAudit(tx, staff, 'terms.create', { type: 'termsDocument', id: key }, { version: id });
    });
    return this.document(actor, key);
  }

  /** A draft that begins with the words in force. While something waits already, it is that. */
  async draft(actor: Actor, key: string): Promise<TermsVersion> {
    const staff = demand(actor, manageTerms);
    const id = await transaction(this.parts.db, async (tx) => {
      await this.#lockDocument(tx, key);
      const [pending] = await rows<{ id: string }>(
        tx,
        'select id from terms_version where document_key = $1 and (publish_at is null or publish_at > clock_timestamp())',
        [key],
      );
      if (pending) return pending.id;
      const made = await this.#insertDraft(tx, staff, key);
      await recordAudit(tx, staff, 'terms.draft', { type: 'termsVersion', id: made }, { key });
      return made;
    });
    return this.version(actor, id);
  }

  /** `revision`: the one that was changed; another one in between is a conflict. */
  async save(actor: Actor, id: string, input: TermsDraftInput, revision: number): Promise<TermsVersion> {
    const staff = demand(actor, manageTerms);
    const draft = readDraft(input);
    await this.#change(actor, id, TermsMove.EDIT, revision, async (tx, version) => {
      await tx.query(
        `update terms_version set required = $2, blocks = $3, grace_days = $4, revision = revision + 1,
           changed_at = clock_timestamp(), changed_by = $5 where id = $1`,
        [id, draft.required, draft.blocks, draft.graceDays, staff.accountId],
      );
      await tx.query('delete from terms_text where version_id = $1', [id]);
      await insertTexts(tx, id, draft.texts);
      await recordAudit(
        tx,
        staff,
        'terms.save',
        { type: 'termsVersion', id },
        { key: version.key, number: version.number, revision: version.revision + 1 },
      );
    });
    return this.version(actor, id);
  }

  async discard(actor: Actor, id: string, revision: number): Promise<TermsDocument> {
    const staff = demand(actor, manageTerms);
    const { key } = await this.#change(actor, id, TermsMove.DISCARD, revision, async (tx, version) => {
      await tx.query('delete from terms_text where version_id = $1', [id]);
      await tx.query('delete from terms_version where id = $1', [id]);
      // A document that never said anything goes with its only draft.
      await tx.query(
        `delete from terms_document where key = $1 and not exists (select from terms_version where document_key = $1)`,
        [version.key],
      );
      await recordAudit(
        tx,
        staff,
        'terms.discard',
        { type: 'termsVersion', id },
        { key: version.key, number: version.number },
      );
    });
    return (await this.documents(actor)).find((one) => one.key === key) ?? nothingLeftOf(key);
  }

  /** At a time, or (null) now. Whoever has accepted an earlier version is asked again. */
  async publish(actor: Actor, id: string, at: Date | null, revision: number): Promise<TermsVersion> {
    const staff = this.#demandProof(actor);
    await this.#change(actor, id, TermsMove.PUBLISH, revision, async (tx, version) => {
      if (at !== null) demandPublishTime(at, version.now);
      demandPublishable(
        await rows<TermsText>(tx, 'select language, title, body from terms_text where version_id = $1', [id]),
      );
      await tx.query(
        `update terms_version set revision = revision + 1, changed_at = clock_timestamp(), changed_by = $3,
           publish_at = coalesce($2::timestamptz, date_trunc('milliseconds', clock_timestamp())) where id = $1`,
        [id, at, staff.accountId],
      );
      await recordAudit(
        tx,
        staff,
        'terms.publish',
        { type: 'termsVersion', id },
        { key: version.key, number: version.number, ...(at !== null && { at: at.toISOString() }) },
      );
      if (at === null) await this.parts.jobs.enqueue(tx, tellTermsJob, {}, { singletonKey: id, cause: staff });
    });
    return this.version(actor, id);
  }

  /** What waits for its time is a draft again. */
  async unschedule(actor: Actor, id: string, revision: number): Promise<TermsVersion> {
    const staff = this.#demandProof(actor);
    await this.#change(actor, id, TermsMove.UNSCHEDULE, revision, async (tx, version) => {
      await tx.query(
        `update terms_version set publish_at = null, revision = revision + 1, changed_at = clock_timestamp(), changed_by = $2
         where id = $1`,
        [id, staff.accountId],
      );
      await recordAudit(
        tx,
        staff,
        'terms.unschedule',
        { type: 'termsVersion', id },
        { key: version.key, number: version.number },
      );
    });
    return this.version(actor, id);
  }

  /** What everybody has to accept must not be put in force from a desk that somebody left open. */
  #demandProof(actor: Actor): SignedInActor {
    const { settings, now } = this.parts;
    return demandVerified(actor, manageTerms, settings.read(proofMinutes), now());
  }

  /** The document is locked, so that nobody accepts what is being replaced, and two members of staff come one after the other. */
  async #change(
    actor: Actor,
    id: string,
    move: TermsMove,
    revision: number,
    work: (tx: Transaction, version: VersionRow) => Promise<void>,
  ): Promise<TermsVersion> {
    if (!isUuid(id)) throw noSuchVersion();
    return transaction(this.parts.db, async (tx) => {
      await tx.query(
        'select from terms_document where key = (select document_key from terms_version where id = $1) for update',
        [id],
      );
      const [version] = await rows<VersionRow>(tx, `select ${versionColumns} from ${versionSource} where v.id = $1`, [
        id,
      ]);
      if (!version) throw noSuchVersion();
      nextStatus(statusOf(version), termsMoves[move], move.toLowerCase());
      if (version.revision !== revision)
        throw new AppError('CONFLICT', 'Somebody else has changed this version in the meantime');
      await work(tx, version);
      return this.#shown(actor, version);
    });
  }

  async #lockDocument(tx: Transaction, key: string): Promise<void> {
    const found = await rows(tx, 'select from terms_document where key = $1 for update', [key]);
    if (found.length === 0) throw new AppError('NOT_FOUND', 'No such document');
  }

  /** With everything that the version in force says. */
  async #insertDraft(tx: Transaction, staff: SignedInActor, key: string): Promise<string> {
    const [made] = await rows<{ id: string }>(
      tx,
      `insert into terms_version (document_key, number, required, blocks, grace_days, changed_by)
       select $1, coalesce(max(number), 0) + 1,
         coalesce((array_agg(required order by number desc))[1], true),
         coalesce((select blocks from terms_version where document_key = $1 order by number desc limit 1), '{}'),
         coalesce((array_agg(grace_days order by number desc))[1], 30), $2
       from terms_version where document_key = $1 returning id`,
      [key, staff.accountId],
    );
    await tx.query(
      `insert into terms_text (version_id, language, title, body, sha256)
       select $1, language, title, body, sha256 from terms_text
       where version_id = (select id from terms_version where document_key = $2 and id <> $1 order by number desc limit 1)`,
      [made!.id, key],
    );
    return made!.id;
  }

  #document(actor: Actor, key: string, found: readonly VersionRow[]): TermsDocument {
    const versions = found.filter((row) => row.key === key).map((row) => this.#shown(actor, row));
    return {
      key,
      versions,
      inForce: versions.find(({ status }) => status === 'IN_FORCE') ?? null,
      pending: versions.find(({ status }) => status === 'DRAFT' || status === 'SCHEDULED') ?? null,
    };
  }

  #shown(actor: Actor, row: VersionRow): TermsVersion {
    const { nextPublishAt: _, now: __, changedBy, ...version } = row;
    const status = statusOf(row);
    return {
      ...version,
      status,
      changedBy: changedBy && personOf(this.parts.db.keyring, changedBy),
      viewerMoves: termsMovesOpenTo(actor, status),
    };
  }
}

export async function insertTexts(
  tx: Transaction,
  versionId: string,
  texts: readonly Pick<TermsText, 'language' | 'title' | 'body'>[],
): Promise<void> {
  for (const text of texts)
    await tx.query('insert into terms_text (version_id, language, title, body, sha256) values ($1, $2, $3, $4, $5)', [
      versionId,
      text.language,
      text.title,
      text.body,
      textDigest(text),
    ]);
}

const statusOf = ({ now, publishAt, nextPublishAt }: VersionRow) => statusAt(now, publishAt, nextPublishAt);

const nothingLeftOf = (key: string): TermsDocument => ({ key, inForce: null, pending: null, versions: [] });

const noSuchVersion = (): AppError => new AppError('NOT_FOUND', 'No such version');
