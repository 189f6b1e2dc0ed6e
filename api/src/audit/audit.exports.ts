import { proofMinutes } from '../accounts/second-factor.settings.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Actor } from '../platform/actor.ts';
import { type Db, rows, transaction } from '../platform/db.ts';
import type { Jobs } from '../platform/jobs.ts';
import { demand, demandVerified } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import type { AuditExport, AuditExportFormat } from './audit-export.ts';
import { type AuditNarrowing, conditionsOf } from './audit-filter.ts';
import { exportJob } from './audit-export.jobs.ts';
import { exportAudit } from './audit.policy.ts';

export interface AuditExportsParts {
  db: Db;
  jobs: Jobs;
  settings: Settings;
  now: () => Date;
}

const exportColumns = `id, format, status, events_total as "eventsTotal", events_done as "eventsDone",
  created_at as "createdAt", expires_at as "expiresAt",
  case when status = 'READY' then '/audit-exports/' || id end as "downloadUrl"`;

const mostListed = 10;

/** One's own exports: asked for here, made by the worker. */
export class AuditExports {
  constructor(private readonly parts: AuditExportsParts) {}

  async request(actor: Actor, filter: AuditNarrowing, format: AuditExportFormat): Promise<AuditExport> {
    const { settings, now } = this.parts;
    const person = demandVerified(actor, exportAudit, settings.read(proofMinutes), now());
    conditionsOf(filter);
    const narrowed = Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null && value !== ''));
    return transaction(this.parts.db, async (tx) => {
      const [made] = await rows<AuditExport>(
        tx,
        `insert into audit_export (account_id, format, filter) values ($1, $2, $3) returning ${exportColumns}`,
        [person.accountId, format, JSON.stringify(narrowed)],
      );
      await recordAudit(
        tx,
        actor,
        'audit.export',
        { type: 'auditExport', id: made!.id },
        { format, narrowedBy: Object.keys(narrowed) },
      );
      await this.parts.jobs.enqueue(tx, exportJob, { exportId: made!.id }, { cause: actor });
      return made!;
    });
  }

  async list(actor: Actor): Promise<AuditExport[]> {
    const person = demand(actor, exportAudit);
    const { rows: found } = await this.parts.db.pool.query<AuditExport>(
      `select ${exportColumns} from audit_export where account_id = $1 order by created_at desc limit ${mostListed}`,
      [person.accountId],
    );
    return found;
  }
}
