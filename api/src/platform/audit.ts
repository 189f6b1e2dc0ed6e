import type { Actor } from './actor.ts';
import type { Transaction } from './db.ts';

export interface AuditRecord {
  type: string;
  id: string;
}

/**
 * Part of the command's transaction: what cannot be recorded does not happen.
 * `details` holds ids and numbers, never personal data or prompt text.
 */
export async function recordAudit(
  tx: Transaction,
  actor: Actor,
  action: string,
  record: AuditRecord | null,
  details: Record<string, unknown> = {},
  outcome: 'DONE' | 'REFUSED' = 'DONE',
): Promise<void> {
  await tx.query(
    `insert into audit_event (actor_id, action, record_type, record_id, outcome, ip, request_id, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      actor.accountId,
      action,
      record?.type ?? null,
      record?.id ?? null,
      outcome,
      actor.ip,
      actor.requestId,
      JSON.stringify(details),
    ],
  );
}
