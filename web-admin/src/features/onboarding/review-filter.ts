import type {
  CaseAssignee,
  CaseColumn,
  CaseFilter,
  CaseOrder,
  CaseStatus,
  SavedCaseFilterInput,
} from '@influencegen/shared-schema/contract/schema.generated';

export const caseStatuses = ['WAITING', 'CLAIMED', 'PROPOSED', 'DECIDED', 'WITHDRAWN'] as const satisfies CaseStatus[];
export const caseAssignees = ['ME', 'NONE', 'OTHER'] as const satisfies CaseAssignee[];
export const caseOrders = ['DUE', 'OLDEST', 'NEWEST', 'DECIDED'] as const satisfies CaseOrder[];
/** Beside the number and the creator, which always stand there. */
export const caseColumns = ['STATE', 'DUE', 'MARKS', 'ASSIGNEE', 'OPENED'] as const satisfies CaseColumn[];
/** Of risk, lateness and kind: each narrows by itself. */
export const caseMarks = ['risk', 'late', 'renewal', 'first'] as const;
export type CaseMark = (typeof caseMarks)[number];

/** What the reader narrowed the queue to; kept in the URL. No status: what is open. */
export interface ReviewFilter {
  search: string | null;
  statuses: CaseStatus[];
  assignee: CaseAssignee | null;
  marks: CaseMark[];
  order: CaseOrder;
  columns: readonly CaseColumn[];
}

export const noFilter: ReviewFilter = {
  search: null,
  statuses: [],
  assignee: null,
  marks: [],
  order: 'DUE',
  columns: caseColumns,
};

const words = (params: URLSearchParams, name: string): Set<string> => new Set((params.get(name) ?? '').split(','));
const lower = (word: string): string => word.toLowerCase();

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readFilter(params: URLSearchParams): ReviewFilter {
  const statuses = words(params, 'status');
  const marks = words(params, 'only');
  const columns = words(params, 'columns');
  return {
    search: params.get('search') || null,
    statuses: caseStatuses.filter((status) => statuses.has(lower(status))),
    assignee: caseAssignees.find((assignee) => lower(assignee) === params.get('assignee')) ?? null,
    marks: caseMarks.filter((mark) => marks.has(mark)),
    order: caseOrders.find((order) => lower(order) === params.get('order')) ?? 'DUE',
    columns: params.has('columns') ? caseColumns.filter((column) => columns.has(lower(column))) : caseColumns,
  };
}

export function writeFilter({ search, statuses, assignee, marks, order, columns }: ReviewFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (search) params.set('search', search);
  if (statuses.length > 0) params.set('status', statuses.map(lower).join(','));
  if (assignee) params.set('assignee', lower(assignee));
  if (marks.length > 0) params.set('only', marks.join(','));
  if (order !== 'DUE') params.set('order', lower(order));
  if (columns.length < caseColumns.length) params.set('columns', columns.map(lower).join(','));
  return params;
}

export const isNarrowed = ({ search, statuses, assignee, marks }: ReviewFilter): boolean =>
  search !== null || statuses.length > 0 || assignee !== null || marks.length > 0;

/** Both kinds are all kinds. */
function renewalOf(marks: readonly CaseMark[]): boolean | null {
  const renewal = marks.includes('renewal');
  return renewal === marks.includes('first') ? null : renewal;
}

export function toVariable({ search, statuses, assignee, marks }: ReviewFilter): CaseFilter {
  const renewal = renewalOf(marks);
  return {
    ...(search && { search }),
    ...(statuses.length > 0 && { status: statuses }),
    ...(assignee && { assignee }),
    ...(marks.includes('risk') && { highRisk: true }),
    ...(marks.includes('late') && { overdue: true }),
    ...(renewal !== null && { renewal }),
  };
}

/** Without what was searched for: that is a name. */
export function toSaved(filter: ReviewFilter): SavedCaseFilterInput {
  const { search: _, ...kept } = toVariable(filter);
  const { order, columns } = filter;
  return { ...kept, order, ...(columns.length < caseColumns.length && { columns: [...columns] }) };
}

type Saved = {
  status?: readonly CaseStatus[] | null;
  assignee?: CaseAssignee | null;
  highRisk?: boolean | null;
  overdue?: boolean | null;
  renewal?: boolean | null;
  order?: CaseOrder | null;
  columns?: readonly CaseColumn[] | null;
};

export const fromSaved = ({ status, assignee, highRisk, overdue, renewal, order, columns }: Saved): ReviewFilter => ({
  search: null,
  statuses: [...(status ?? [])],
  assignee: assignee ?? null,
  marks: [
    ...(highRisk ? (['risk'] as const) : []),
    ...(overdue ? (['late'] as const) : []),
    ...(renewal === true ? (['renewal'] as const) : renewal === false ? (['first'] as const) : []),
  ],
  order: order ?? 'DUE',
  columns: columns ? caseColumns.filter((column) => columns.includes(column)) : caseColumns,
});
