import { useSuspenseQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useRowKeys } from '../../ui/use-row-keys';
import { toVariable, type PeopleFilter } from './people-filter';
import { PeopleListDocument } from './people-list.generated';
import classes from './people-table.module.css';
import { PersonRow } from './person-row';

const pageSize = 50;
const columns = ['name', 'email', 'state', 'roles', 'factor', 'lastSignIn', 'created'] as const;

export function PeopleTable({ filter, onClearFilter }: { filter: PeopleFilter; onClearFilter: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const rows = useRef<HTMLDivElement>(null);
  const { data, fetchMore, refetch } = useSuspenseQuery(PeopleListDocument, {
    variables: { filter: toVariable(filter), order: filter.order, first: pageSize },
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.accounts;
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  useRowKeys(rows);
  useReconnected(() => void refetch().catch(() => undefined));

  const loadMore = (): void =>
    startLoading(async () => {
      setProblem(null);
      try {
        await fetchMore({ variables: { after: pageInfo.endCursor } });
      } catch (error) {
        setProblem(problemOf(error));
      }
    });

  // Somebody is always there: whoever reads this.
  if (nodes.length === 0)
    return (
      <EmptyState title={t('people.empty')} action={<Button onClick={onClearFilter}>{t('requests.clear')}</Button>}>
        {t('people.emptyText')}
      </EmptyState>
    );
  return (
    <div>
      <div role="table" aria-label={t('people.table')} className={classes.table}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            {columns.map((column) => (
              <div key={column} role="columnheader">
                {t(`people.column.${column}`)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {nodes.map((account) => (
            <PersonRow key={account.id} account={account} />
          ))}
        </div>
      </div>
      <footer className={classes.more}>
        {problem && <p role="alert">{problemText(problem)}</p>}
        {pageInfo.hasNextPage ? (
          <Button loading={loading} onClick={loadMore}>
            {t('requests.loadMore')}
          </Button>
        ) : (
          t('people.end', { count: nodes.length, all: format.number(nodes.length) })
        )}
      </footer>
    </div>
  );
}
