import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useMemo, useRef, useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
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
  const problemText = useProblemText();
  const client = useApolloClient();
  const rows = useRef<HTMLDivElement>(null);
  const [askedAt] = useState(() => new Date());
  const variables = useMemo(() => ({ filter: toVariable(filter, askedAt), first: pageSize }), [filter, askedAt]);
  const { data } = useSuspenseQuery(AuditListDocument, {
    variables,
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.auditEvents;
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  useRowKeys(rows);

  // Past `refetch` and `fetchMore`, which would put a failure in the place of the rows that are still good to read.
  const read = async (after: string | null): Promise<void> => {
    setProblem(null);
    try {
      await client.query({
        query: AuditListDocument,
        variables: { ...variables, after },
        fetchPolicy: 'network-only',
      });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  useReconnected(() => void read(null));

  if (nodes.length === 0) return <NothingThere filter={filter} onClearFilter={onClearFilter} />;
  return (
    <div>
      <div role="table" aria-label={t('audit.table')} className={classes.table}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            {columns.map((column) => (
              <div key={column} role="columnheader" className={classes[column]}>
                {t(`audit.column.${column}`)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {nodes.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </div>
      </div>
      <footer className={classes.more}>
        {problem && <p role="alert">{problemText(problem)}</p>}
        {pageInfo.hasNextPage ? (
          <Button loading={loading} onClick={() => startLoading(() => read(pageInfo.endCursor))}>
            {t('audit.loadMore')}
          </Button>
        ) : (
          t('audit.end', { count: nodes.length })
        )}
      </footer>
    </div>
  );
}

function NothingThere({ filter, onClearFilter }: AuditTableProps) {
  const { t } = useTranslation();
  if (!isNarrowed(filter)) return <EmptyState title={t('audit.empty')}>{t('audit.emptyText')}</EmptyState>;
  return (
    <EmptyState title={t('audit.emptyFiltered')} action={<Button onClick={onClearFilter}>{t('audit.clear')}</Button>}>
      {t('audit.emptyFilteredText')}
    </EmptyState>
  );
}
