import { isIP } from 'node:net';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import { firstTimedUuid, isUuid } from '../platform/uuid.ts';

/** What a list or an export is narrowed to. As in `AuditEventFilter`, and as stored with an export. */
export interface AuditNarrowing {
  search?: string | null;
  actorId?: string | null;
  action?: string | null;
  recordType?: string | null;
  recordId?: string | null;
  requestId?: string | null;
  outcome?: string | null;
  ip?: string | null;
  from?: Date | string | null;
  before?: Date | string | null;
}

/** Conditions over `audit_event e`, with their values. */
export interface AuditConditions {
  where: string;
  values: unknown[];
}

/** Throws for what cannot be asked. */
export function conditionsOf(filter: AuditNarrowing): AuditConditions {
  demandReadable(filter);
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions: string[] = [];
  const equal = (column: string, given: string | null | undefined): void => {
    if (given) conditions.push(`e.${column} = ${value(given)}`);
  };
  equal('actor_id', filter.actorId);
  equal('record_type', filter.recordType);
  equal('record_id', filter.recordId);
  equal('request_id', filter.requestId);
  equal('ip', filter.ip);
  // Spelled out, because the index of refusals is for exactly these words.
  if (filter.outcome) conditions.push(`e.outcome = '${filter.outcome === 'REFUSED' ? 'REFUSED' : 'DONE'}'`);
  if (filter.action?.endsWith('.')) conditions.push(`e.action like ${value(beginningWith(filter.action))}`);
  else equal('action', filter.action);
  if (filter.from) conditions.push(`e.uid >= ${value(firstTimedUuid(new Date(filter.from)))}`);
  if (filter.before) conditions.push(`e.uid < ${value(firstTimedUuid(new Date(filter.before)))}`);
  const search = filter.search?.trim();
  if (search) conditions.push(searching(search, value));
  return { where: conditions.length === 0 ? 'true' : conditions.join(' and '), values };
}

function searching(text: string, value: (given: unknown) => string): string {
  const lowerCase = text.toLowerCase();
  if (isUuid(lowerCase)) {
    const id = value(lowerCase);
    return `(e.uid = ${id} or e.actor_id = ${id} or e.impersonator_id = ${id} or e.session_id = ${id}
      or e.api_key_id = ${id} or e.record_id = ${value(lowerCase)} or e.request_id = ${value(text)})`;
  }
  // One with a zone is none that Postgres knows, or that we record.
  if (isIP(text) !== 0 && !text.includes('%')) return `e.ip = ${value(text)}`;
  const exact = value(text);
  return `(e.action like ${value(beginningWith(text))} or e.record_id = ${exact} or e.request_id = ${exact})`;
}

const beginningWith = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

const longestText = 200;

function demandReadable(filter: AuditNarrowing): void {
  const problems: FieldProblem[] = [];
  const { actorId, ip, ...others } = filter;
  if (actorId && !isUuid(actorId))
    problems.push({ path: 'filter.actorId', code: 'MALFORMED', message: 'This is not the id of a person' });
  if (ip && (isIP(ip) === 0 || ip.includes('%')))
    problems.push({ path: 'filter.ip', code: 'MALFORMED', message: 'This is not an address' });
  for (const [name, text] of Object.entries(others))
    if (typeof text === 'string' && text.length > longestText)
      problems.push({
        path: `filter.${name}`,
        code: 'TOO_LONG',
        bound: longestText,
        message: `At most ${longestText}`,
      });
  if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'The audit trail cannot be narrowed to this', problems);
}
