import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
import { useRowKeys } from '../../ui/use-row-keys';
import { isNarrowed, toVariable, type AuditFilter } from './audit-filter';
import { AuditListDocument } from './audit-list.generated';
import { AuditRow } from './audit-row';
import classes from './audit.module.css';

interface AuditTableProps {
  filter: AuditFilter;
  onClearFilter: () => void;
}

const pageSize = 50;
const columns = ['age', 'action', 'actor', 'record', 'ip'] as const;

export function AuditTable({ filter, onClearFilter }: AuditTableProps) {
  const { t } = useTranslation();
  const rows = useRowKeys();
  const [askedAt] = useState(() => new Date());
  const pages = useCursorPages(
    AuditListDocument,
    { filter: toVariable(filter, askedAt), first: pageSize },
    ({ auditEvents }) => auditEvents,
    rows,
  );
  const { nodes } = pages;

  if (nodes.length === 0) return <NothingThere filter={filter} onClearFilter={onClearFilter} />;
  return (
    <div>
      <DataTable
        aria-label={t('audit.table')}
        className={classes.table}
        columns={columns}
        head={(column) => t(`audit.column.${column}`)}
        rows={rows}
        news={pages.news}
      >
        {nodes.map((event) => (
          <AuditRow key={event.id} event={event} />
        ))}
      </DataTable>
      <MorePages of={pages}>{t('audit.end', { count: nodes.length })}</MorePages>
    </div>
  );
}

function NothingThere({ filter, onClearFilter }: AuditTableProps) {
  const { t } = useTranslation();
  if (!isNarrowed(filter)) return <EmptyState title={t('audit.empty')}>{t('audit.emptyText')}</EmptyState>;
  return <NothingMatches onClear={onClearFilter}>{t('audit.emptyFilteredText')}</NothingMatches>;
}
