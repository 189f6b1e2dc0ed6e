import type { AccountService } from '../accounts/account.service.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { Jobs } from '../platform/jobs.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import {
  AuditProofFile,
  AuditProofNotReady,
  type AuditChain,
  type AuditEvent,
  type AuditVerification,
} from './audit-event.ts';
import { type AuditNarrowing, conditionsOf } from './audit-filter.ts';
import { lastHead } from './audit.heads.ts';
import { verifyJob } from './audit.jobs.ts';
import { readAudit } from './audit.policy.ts';
import { proveEvent } from './audit.proof.ts';

export interface AuditServiceParts {
  db: Db;
  jobs: Jobs;
  accounts: Pick<AccountService, 'named'>;
}

type StoredEvent = Omit<AuditEvent, 'actor' | 'impersonator'> & { impersonatorId: string | null };

const eventColumns = `e.uid as id, e.at, e.action, e.outcome, e.actor_id as "actorId", e.impersonator_id as "impersonatorId",
  e.session_id as "sessionId", e.api_key_id as "apiKeyId", e.record_type as "recordType", e.record_id as "recordId",
  host(e.ip) as ip, e.request_id as "requestId", e.details::text as details, l.position::float8 as position`;
const fromEvents = 'from audit_event e left join audit_link l on l.event_id = e.id';

/** A run that nobody finished for this long is taken for dead, and another one may begin. */
const verificationHours = 2;

const verificationColumns = `id, started_at as "startedAt", finished_at as "finishedAt", events::float8 as events,
  problems as findings`;
const newestVerification = `select ${verificationColumns} from audit_verification order by started_at desc limit 1`;

/** What staff see of the audit trail. */
export class AuditService {
  constructor(private readonly parts: AuditServiceParts) {}

  async events(actor: Actor, filter: AuditNarrowing, page: PageRequest): Promise<Page<AuditEvent>> {
    demand(actor, readAudit);
    const { first, after } = readPageRequest(page);
    const { where, values } = conditionsOf(filter);
    const { rows: found } = await this.parts.db.pool.query<StoredEvent>(
      `select ${eventColumns} ${fromEvents} where ${where} and ($${values.length + 1}::uuid is null or e.uid < $${values.length + 1})
        order by e.uid desc limit $${values.length + 2}`,
      [...values, after?.id ?? null, first + 1],
    );
    const { nodes, pageInfo } = pageOf(found, first, ({ at, id }) => ({ at: at.toISOString(), id }));
    return { nodes: await this.#withPeople(nodes), pageInfo };
  }

  async event(actor: Actor, id: string): Promise<AuditEvent> {
    demand(actor, readAudit);
    const { rows: found } = isUuid(id)
      ? await this.parts.db.pool.query<StoredEvent>(`select ${eventColumns} ${fromEvents} where e.uid = $1`, [id])
      : { rows: [] };
    const [event] = await this.#withPeople(found);
    if (!event) throw new AppError('NOT_FOUND', 'No such audit event');
    return event;
  }

  /** Every action that was ever recorded. One look at the index for each, however many events there are. */
  async actions(actor: Actor): Promise<string[]> {
    demand(actor, readAudit);
    const { rows: found } = await this.parts.db.pool.query<{ action: string }>(
      `with recursive known as (
         (select action from audit_event order by action using ~<~ limit 1)
         union all
         select (select e.action from audit_event e where e.action ~>~ k.action order by e.action using ~<~ limit 1)
           from known k where k.action is not null)
       select action from known where action is not null order by action`,
    );
    return found.map(({ action }) => action);
  }

  async chain(actor: Actor): Promise<AuditChain> {
    demand(actor, readAudit);
    const { pool } = this.parts.db;
    const [{ rows: counted }, head, lastVerification] = await Promise.all([
      pool.query<{ sealed: number; waiting: number; delivered: string | null }>(
        `select coalesce((select max(position) from audit_link), 0)::float8 as sealed,
           (select count(*) from audit_pending)::float8 as waiting,
           (select max(number) from audit_head_delivery) as delivered`,
      ),
      lastHead(this.parts.db),
      this.#lastVerification(),
    ]);
    const { sealed, waiting, delivered } = counted[0]!;
    return {
      sealed,
      waiting,
      lastHead: head && { ...head, at: new Date(head.at), keptOutside: Number(delivered) >= head.number },
      lastVerification,
    };
  }

  async proof(actor: Actor, id: string): Promise<AuditProofFile | AuditProofNotReady> {
    demand(actor, readAudit);
    const proof = await proveEvent(this.parts.db.pool, id);
    if (!proof) throw new AppError('NOT_FOUND', 'No such audit event');
    if (proof === 'NOT_YET') return new AuditProofNotReady();
    return Object.assign(new AuditProofFile(), {
      fileName: `audit-proof-${proof.event.id}.json`,
      content: `${JSON.stringify(proof, null, 2)}\n`,
    });
  }

  /** One at a time: whoever asks while one runs is shown that one. */
  async verify(actor: Actor): Promise<AuditVerification> {
    const reader = demand(actor, readAudit);
    return transaction(this.parts.db, async (tx) => {
      // Two who ask at once come one after the other.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['audit verification']);
      const [last] = await rows<AuditVerification>(tx, newestVerification);
      if (last && !last.finishedAt && Date.now() - last.startedAt.getTime() < verificationHours * 3_600_000)
        return last;
      const [begun] = await rows<AuditVerification>(
        tx,
        `insert into audit_verification (requested_by) values ($1) returning ${verificationColumns}`,
        [reader.accountId],
      );
      await recordAudit(tx, actor, 'audit.verify', { type: 'auditVerification', id: begun!.id });
      await this.parts.jobs.enqueue(tx, verifyJob, { verificationId: begun!.id }, { cause: actor });
      return begun!;
    });
  }

  async #lastVerification(): Promise<AuditVerification | null> {
    const { rows: found } = await this.parts.db.pool.query<AuditVerification>(newestVerification);
    return found[0] ?? null;
  }

  async #withPeople(events: StoredEvent[]): Promise<AuditEvent[]> {
    const ids = events.flatMap(({ actorId, impersonatorId }) => [actorId, impersonatorId]);
    const people = await this.parts.accounts.named(ids.filter((id) => id !== null));
    return events.map(({ impersonatorId, ...event }) => ({
      ...event,
      actor: people.get(event.actorId ?? '') ?? null,
      impersonator: people.get(impersonatorId ?? '') ?? null,
    }));
  }
}
