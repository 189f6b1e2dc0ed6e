import type { AuditEventFilter, AuditEventOutcome } from '@influencegen/shared-schema/contract/schema.generated';
import { anyTime, boundsOf, type Period, periodWords, readPeriod } from '../../ui/period';

export const outcomes = ['DONE', 'REFUSED'] as const satisfies AuditEventOutcome[];

/** What the reader narrowed the trail to; kept in the URL so that it can be bookmarked, shared and stepped back from. */
export interface AuditFilter extends Period {
  search: string | null;
  personId: string | null;
  /** An action, or an area such as `imaging.` */
  action: string | null;
  outcome: AuditEventOutcome | null;
  recordType: string | null;
  recordId: string | null;
  requestId: string | null;
  ip: string | null;
}

export const noFilter: AuditFilter = {
  ...anyTime,
  search: null,
  personId: null,
  action: null,
  outcome: null,
  recordType: null,
  recordId: null,
  requestId: null,
  ip: null,
};

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): AuditFilter {
  const word = (name: string): string | null => params.get(name) || null;
  return {
    ...readPeriod(params),
    search: word('search'),
    personId: word('person'),
    action: word('action'),
    outcome: outcomes.find((outcome) => outcome.toLowerCase() === params.get('outcome')) ?? null,
    recordType: word('type'),
    recordId: word('record'),
    requestId: word('request'),
    ip: word('ip'),
  };
}

export function writeFilter(filter: AuditFilter): URLSearchParams {
  const words = {
    search: filter.search,
    person: filter.personId,
    action: filter.action,
    outcome: filter.outcome?.toLowerCase() ?? null,
    type: filter.recordType,
    record: filter.recordId,
    request: filter.requestId,
    ip: filter.ip,
    ...periodWords(filter),
  };
  return new URLSearchParams(Object.entries(words).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

export const isNarrowed = (filter: AuditFilter): boolean => Object.values(filter).some((value) => value !== null);

/** What links to the list lead to. */
export const addressOf = (part: Partial<AuditFilter>): string =>
  `/audit?${writeFilter({ ...noFilter, ...part }).toString()}`;

export function toVariable(filter: AuditFilter, now: Date): AuditEventFilter {
  const { age: _age, from: _from, to: _to, personId, ...others } = filter;
  const { after, before } = boundsOf(filter, now);
  const narrowed: AuditEventFilter = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null));
  if (personId) narrowed.actorId = personId;
  if (after) narrowed.from = after;
  if (before) narrowed.before = before;
  return narrowed;
}
