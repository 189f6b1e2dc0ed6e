import type { ImageRequestOrder, ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
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

export const agePresets = ['15m', '1h', '24h', '7d'] as const;
export type AgePreset = (typeof agePresets)[number];

const presetMinutes: Record<AgePreset, number> = { '15m': 15, '1h': 60, '24h': 1440, '7d': 10_080 };

/** What the reader narrowed the list to; kept in the URL so that it can be bookmarked, shared and stepped back from. */
export interface RequestFilter {
  statuses: ImageRequestStatus[];
  personId: string | null;
  /** A preset or a range of days, never both. */
  age: AgePreset | null;
  /** First and last day, `YYYY-MM-DD` in the reader's time zone. */
  from: string | null;
  to: string | null;
  order: ImageRequestOrder;
}

const toWord = (status: ImageRequestStatus): string => status.toLowerCase().replace('_', '-');
const statusOfWord = new Map<string, ImageRequestStatus>(requestStatuses.map((status) => [toWord(status), status]));
const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): RequestFilter {
  const asked = new Set((params.get('status') ?? '').split(',').map((word) => statusOfWord.get(word)));
  const age = agePresets.find((preset) => preset === params.get('age')) ?? null;
  const day = (name: string): string | null => {
    const text = params.get(name);
    return age === null && isDay(text) ? text : null;
  };
  return {
    statuses: requestStatuses.filter((status) => asked.has(status)),
    personId: params.get('person') || null,
    age,
    from: day('from'),
    to: day('to'),
    order: params.get('order') === 'oldest' ? 'OLDEST' : 'NEWEST',
  };
}

export function writeFilter(filter: RequestFilter): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value) params.set(name, value);
  };
  put('status', filter.statuses.map(toWord).join(','));
  put('person', filter.personId);
  put('age', filter.age);
  put('from', filter.age ? null : filter.from);
  put('to', filter.age ? null : filter.to);
  put('order', filter.order === 'OLDEST' ? 'oldest' : null);
  return params;
}

export const noFilter: Omit<RequestFilter, 'order'> = { statuses: [], personId: null, age: null, from: null, to: null };

export const isNarrowed = (filter: RequestFilter): boolean =>
  filter.statuses.length > 0 || [filter.personId, filter.age, filter.from, filter.to].some((value) => value !== null);

type Variables = Pick<RequestMonitorQueryVariables, 'filter' | 'order'>;

/** Age presets are counted from `now`: asked once for each filter, so that a ticking clock is not a new query. */
export function toVariables(filter: RequestFilter, now: Date): Variables {
  const narrowed: NonNullable<Variables['filter']> = {};
  if (filter.statuses.length > 0) narrowed.status = filter.statuses;
  if (filter.personId) narrowed.personId = filter.personId;
  if (filter.age) narrowed.createdAfter = new Date(now.getTime() - presetMinutes[filter.age] * 60_000).toISOString();
  if (filter.from) narrowed.createdAfter = startOfDay(filter.from).toISOString();
  if (filter.to) narrowed.createdBefore = dayAfter(filter.to).toISOString();
  return { filter: narrowed, order: filter.order };
}

/** Local midnight: a day of the reader, not of UTC. */
const startOfDay = (day: string): Date => new Date(`${day}T00:00:00`);

function dayAfter(day: string): Date {
  const midnight = startOfDay(day);
  midnight.setDate(midnight.getDate() + 1);
  return midnight;
}

interface Candidate {
  status: ImageRequestStatus;
  createdAt: string;
  person: { id: string };
}

/** Whether a request that just changed belongs to the list that the server would answer with. */
export function matches({ filter }: Variables, request: Candidate): boolean {
  if (!filter) return true;
  const { status, personId, createdAfter, createdBefore } = filter;
  return (
    (!status || status.includes(request.status)) &&
    (!personId || personId === request.person.id) &&
    (!createdAfter || Date.parse(request.createdAt) >= Date.parse(createdAfter)) &&
    (!createdBefore || Date.parse(request.createdAt) < Date.parse(createdBefore))
  );
}
