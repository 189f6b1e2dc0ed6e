import { type AuditContent, auditText, type AuditOutcome, oneSpelling } from '../platform/audit.ts';
import type { Json } from '../platform/canonical-json.ts';
import { leafOf } from './audit-chain.ts';

/** An event as it lies in the table. */
export interface AuditRow {
  event_id: string;
  uid: string;
  /** Milliseconds since 1970, which reading a million events does not have to parse. */
  at: number;
  action: string;
  outcome: AuditOutcome;
  actor_id: string | null;
  session_id: string | null;
  impersonator_id: string | null;
  api_key_id: string | null;
  record_type: string | null;
  record_id: string | null;
  ip: string | null;
  request_id: string | null;
  details: Json;
  mark: Buffer | null;
}

export const auditColumns = `e.id as event_id, e.uid, (extract(epoch from e.at) * 1000)::float8 as at, e.action, e.outcome,
  e.actor_id, e.session_id, e.impersonator_id, e.api_key_id, e.record_type, e.record_id, host(e.ip) as ip, e.request_id,
  e.details, e.mark`;

export const contentOf = (row: AuditRow): AuditContent => ({
  id: row.uid,
  at: new Date(row.at).toISOString(),
  action: row.action,
  outcome: row.outcome,
  actorId: row.actor_id,
  sessionId: row.session_id,
  impersonatorId: row.impersonator_id,
  apiKeyId: row.api_key_id,
  recordType: row.record_type,
  recordId: row.record_id,
  ip: oneSpelling(row.ip),
  requestId: row.request_id,
  details: row.details,
});

/** The event as text, and its leaf in the chain. */
export function readRow(row: AuditRow): { text: string; leaf: Buffer } {
  const text = auditText(contentOf(row));
  return { text, leaf: leafOf(text, row.mark) };
}
