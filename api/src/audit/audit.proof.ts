import type { Pool } from 'pg';
import type { AuditContent } from '../platform/audit.ts';
import { isUuid } from '../platform/uuid.ts';
import { merklePath } from './audit-chain.ts';
import { headColumns, type HeadRow, headOf, type SignedHead } from './audit-head.ts';
import { auditColumns, type AuditRow, contentOf } from './audit-rows.ts';

/** What one event needs to be proven anywhere, with nothing but the public key. Read by scripts/audit-check.mjs. */
export interface AuditProof {
  format: 'influencegen audit proof 1';
  event: AuditContent;
  mark: string | null;
  position: number;
  path: { side: 'LEFT' | 'RIGHT'; hash: string }[];
  head: SignedHead;
}

/** `NOT_YET`: no head has been signed over it so far. Null: there is no such event. */
export async function proveEvent(pool: Pool, id: string): Promise<AuditProof | 'NOT_YET' | null> {
  if (!isUuid(id)) return null;
  const { rows: events } = await pool.query<AuditRow & { position: string | null }>(
    `select ${auditColumns}, l.position from audit_event e left join audit_link l on l.event_id = e.id where e.uid = $1`,
    [id],
  );
  const [event] = events;
  if (!event) return null;
  if (event.position === null) return 'NOT_YET';
  const { rows: heads } = await pool.query<HeadRow>(
    `select ${headColumns} from audit_head where last_position >= $1 order by last_position limit 1`,
    [event.position],
  );
  if (!heads[0]) return 'NOT_YET';
  const head = headOf(heads[0]);
  const { rows: links } = await pool.query<{ leaf: Buffer }>(
    'select leaf from audit_link where position between $1 and $2 order by position',
    [head.firstPosition, head.lastPosition],
  );
  const position = Number(event.position);
  const path = merklePath(
    links.map(({ leaf }) => leaf),
    position - head.firstPosition,
  );
  return {
    format: 'influencegen audit proof 1',
    event: contentOf(event),
    mark: event.mark?.toString('hex') ?? null,
    position,
    path: path.map(({ side, hash }) => ({ side, hash: hash.toString('hex') })),
    head,
  };
}
