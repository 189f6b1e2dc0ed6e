import type { ImageRequestOrder, ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { anyTime, boundsOf, type Period, periodWords, readPeriod } from '../../ui/period';
import type { RequestMonitorQueryVariables } from './request-monitor.generated';

/** In the order of a request's life. */
export const requestStatuses = [
  'PENDING',
  'QUEUED',
  'PROCESSING',
  'COMPLETED',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
] as const satisfies ImageRequestStatus[];

/** Not final: what shows of them may still change. */
export const isOpen = (status: ImageRequestStatus): boolean =>
  status === 'PENDING' || status === 'QUEUED' || status === 'PROCESSING';

/** What the reader narrowed the list to; kept in the URL so that it can be bookmarked, shared and stepped back from. */
export interface RequestFilter extends Period {
  statuses: ImageRequestStatus[];
  /** Codes of failures, also such as have no words here. */
  failureCodes: string[];
  personId: string | null;
  order: ImageRequestOrder;
}

const isFailureCode = (text: string): boolean => /^[A-Z][A-Z0-9_]{0,63}$/.test(text);

const toWord = (status: string): string => status.toLowerCase().replaceAll('_', '-');
const toCode = (word: string): string => word.toUpperCase().replaceAll('-', '_');
const statusOfWord = new Map<string, ImageRequestStatus>(requestStatuses.map((status) => [toWord(status), status]));

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): RequestFilter {
  const asked = new Set((params.get('status') ?? '').split(',').map((word) => statusOfWord.get(word)));
  return {
    statuses: requestStatuses.filter((status) => asked.has(status)),
    failureCodes: [...new Set((params.get('failure') ?? '').split(',').map(toCode))].filter(isFailureCode).slice(0, 50),
    personId: params.get('person') || null,
    ...readPeriod(params),
    order: params.get('order') === 'oldest' ? 'OLDEST' : 'NEWEST',
  };
}

export function writeFilter(filter: RequestFilter): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value) params.set(name, value);
  };
  put('status', filter.statuses.map(toWord).join(','));
  put('failure', filter.failureCodes.map(toWord).join(','));
  put('person', filter.personId);
  for (const [name, word] of Object.entries(periodWords(filter))) put(name, word);
  put('order', filter.order === 'OLDEST' ? 'oldest' : null);
  return params;
}

export const noFilter: Omit<RequestFilter, 'order'> = { statuses: [], failureCodes: [], personId: null, ...anyTime };

export const isNarrowed = (filter: RequestFilter): boolean =>
  filter.statuses.length > 0 ||
  filter.failureCodes.length > 0 ||
  [filter.personId, filter.age, filter.from, filter.to].some((value) => value !== null);

type Variables = Pick<RequestMonitorQueryVariables, 'filter' | 'order'>;

export function toVariables(filter: RequestFilter, now: Date): Variables {
  const narrowed: NonNullable<Variables['filter']> = {};
  if (filter.statuses.length > 0) narrowed.status = filter.statuses;
  if (filter.failureCodes.length > 0) narrowed.failureCodes = filter.failureCodes;
  if (filter.personId) narrowed.personId = filter.personId;
  const { after, before } = boundsOf(filter, now);
  if (after) narrowed.createdAfter = after;
  if (before) narrowed.createdBefore = before;
  return { filter: narrowed, order: filter.order };
}

interface Candidate {
  status: ImageRequestStatus;
  createdAt: string;
  person: { id: string };
  failure: { code: string } | null;
}

/** Whether a request that just changed belongs to the list that the server would answer with. */
export function matches({ filter }: Variables, request: Candidate): boolean {
  if (!filter) return true;
  const { status, failureCodes, personId, createdAfter, createdBefore } = filter;
  return (
    (!status || status.includes(request.status)) &&
    (!failureCodes || (request.failure !== null && failureCodes.includes(request.failure.code))) &&
    (!personId || personId === request.person.id) &&
    (!createdAfter || Date.parse(request.createdAt) >= Date.parse(createdAfter)) &&
    (!createdBefore || Date.parse(request.createdAt) < Date.parse(createdBefore))
  );
}
