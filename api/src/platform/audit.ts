import { isIPv4, SocketAddress } from 'node:net';
import type { Actor } from './actor.ts';
import { canonicalJson, type Json, storableJson, storableText } from './canonical-json.ts';
import { afterCommit, auditPartsOf, type Transaction } from './db.ts';
import { withoutPersonalData } from './redaction.ts';
import { newTimedUuid } from './uuid.ts';

export interface AuditRecord {
  type: string;
  id: string;
}

export type AuditOutcome = 'DONE' | 'REFUSED';

/** What an event says: the words that its mark and the chain protect. */
export interface AuditContent {
  id: string;
  at: string;
  action: string;
  outcome: AuditOutcome;
  actorId: string | null;
  sessionId: string | null;
  /** The member of staff who acted in the actor's name. */
  impersonatorId: string | null;
  apiKeyId: string | null;
  recordType: string | null;
  recordId: string | null;
  ip: string | null;
  requestId: string | null;
  details: Json;
}

const { stringify } = JSON;

/** As `canonicalJson` would write it; by hand, because looking through the trail writes every event anew. */
export const auditText = (content: AuditContent): string =>
  `{"action":${stringify(content.action)},"actorId":${stringify(content.actorId)},"apiKeyId":${stringify(content.apiKeyId)},` +
  `"at":${stringify(content.at)},"details":${canonicalJson(content.details)},"id":${stringify(content.id)},` +
  `"impersonatorId":${stringify(content.impersonatorId)},"ip":${stringify(content.ip)},"outcome":${stringify(content.outcome)},` +
  `"recordId":${stringify(content.recordId)},"recordType":${stringify(content.recordType)},` +
  `"requestId":${stringify(content.requestId)},"sessionId":${stringify(content.sessionId)}}`;

/** One spelling for one address, whoever wrote it: what Postgres hands back may be spelled otherwise than what it was given. */
export function oneSpelling(ip: string | null): string | null {
  if (ip === null || isIPv4(ip)) return ip;
  const [address = ''] = ip.split('%');
  return new SocketAddress({ address, family: 'ipv6' }).address;
}

const recordedIn = new WeakMap<Transaction, string[]>();

/** Noted outside of the database once it is committed, all events of a transaction at once. */
function noteOutside(tx: Transaction, id: string): void {
  const before = recordedIn.get(tx);
  if (before) {
    before.push(id);
    return;
  }
  const ids = [id];
  recordedIn.set(tx, ids);
  afterCommit(tx, () => auditPartsOf(tx).journal.note(ids));
}

/**
 * Part of the command's transaction: what cannot be recorded does not happen. One statement and no lock: the event, and its
 * place in the queue of what the sealer still has to put into the chain.
 * `details` holds ids and numbers; what is declared as personal is taken out. A change of a record as `{ before, after }`.
 */
export async function recordAudit(
  tx: Transaction,
  actor: Actor,
  action: string,
  record: AuditRecord | null,
  details: Record<string, unknown> = {},
  outcome: AuditOutcome = 'DONE',
): Promise<void> {
  const now = new Date();
  const content: AuditContent = {
    id: newTimedUuid(now),
    at: now.toISOString(),
    action,
    outcome,
    actorId: actor.accountId,
    sessionId: actor.sessionId,
    impersonatorId: actor.impersonatorId,
    apiKeyId: actor.apiKeyId,
    recordType: record?.type ?? null,
    recordId: record ? storableText(record.id) : null,
    ip: oneSpelling(actor.ip),
    requestId: storableText(actor.requestId),
    details: storableJson(withoutPersonalData(details)),
  };
  await tx.query(
    `with event as (
       insert into audit_event (uid, at, action, outcome, actor_id, session_id, impersonator_id, api_key_id, record_type,
         record_id, ip, request_id, details, mark)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id)
     insert into audit_pending (event_id) select id from event`,
    [
      content.id,
      content.at,
      content.action,
      content.outcome,
      content.actorId,
      content.sessionId,
      content.impersonatorId,
      content.apiKeyId,
      content.recordType,
      content.recordId,
      content.ip,
      content.requestId,
      JSON.stringify(content.details),
      auditPartsOf(tx).keys.mark(auditText(content)),
    ],
  );
  noteOutside(tx, content.id);
}
