import type { MailMessageFilter, MailStatus } from '@influencegen/shared-schema/contract/schema.generated';

/** In the order of a mail's life. */
export const mailStatuses = [
  'QUEUED',
  'SENDING',
  'RETRYING',
  'SENT',
  'BOUNCED',
  'SUPPRESSED',
  'KEPT',
] as const satisfies MailStatus[];

export interface OutboxFilter {
  statuses: MailStatus[];
  notice: string | null;
  personId: string | null;
}

const statusOfWord = new Map<string, MailStatus>(mailStatuses.map((status) => [status.toLowerCase(), status]));

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readOutboxFilter(params: URLSearchParams): OutboxFilter {
  const asked = new Set((params.get('status') ?? '').split(',').map((word) => statusOfWord.get(word)));
  return {
    statuses: mailStatuses.filter((status) => asked.has(status)),
    notice: params.get('notice') || null,
    personId: params.get('person') || null,
  };
}

export function writeOutboxFilter({ statuses, notice, personId }: OutboxFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (statuses.length > 0) params.set('status', statuses.join(',').toLowerCase());
  if (notice) params.set('notice', notice);
  if (personId) params.set('person', personId);
  return params;
}

export const noOutboxFilter: OutboxFilter = { statuses: [], notice: null, personId: null };

export const isOutboxNarrowed = ({ statuses, notice, personId }: OutboxFilter): boolean =>
  statuses.length > 0 || notice !== null || personId !== null;

export const toMailFilter = ({ statuses, notice, personId }: OutboxFilter): MailMessageFilter => ({
  ...(statuses.length > 0 && { status: statuses }),
  ...(notice !== null && { notice }),
  ...(personId !== null && { personId }),
});
