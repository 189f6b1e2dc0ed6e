import { useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useRowKeys } from '../../ui/use-row-keys';
import { isNarrowed, toVariable, type CampaignFilter } from './campaign-filter';
import { CampaignListDocument } from './campaign-list.generated';
import { CampaignRow } from './campaign-row';
import classes from './campaign-table.module.css';

const pageSize = 50;
const columns = ['name', 'brand', 'state', 'pay', 'interestUntil', 'runs', 'interested'] as const;

interface CampaignTableProps {
  filter: CampaignFilter;
  onClearFilter: () => void;
}

export function CampaignTable({ filter, onClearFilter }: CampaignTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const rows = useRef<HTMLDivElement>(null);
  const { data, fetchMore, refetch } = useSuspenseQuery(CampaignListDocument, {
    variables: { filter: toVariable(filter), order: filter.order, first: pageSize },
    fetchPolicy: 'cache-and-network',
  });
  const { nodes, pageInfo } = data.campaigns;
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

  if (nodes.length === 0)
    return isNarrowed(filter) ? (
      <EmptyState
        title={t('campaigns.emptyFiltered')}
        action={<Button onClick={onClearFilter}>{t('requests.clear')}</Button>}
      >
        {t('campaigns.emptyFilteredText')}
      </EmptyState>
    ) : (
      <EmptyState title={t('campaigns.empty')}>{t('campaigns.emptyText')}</EmptyState>
    );
  return (
    <div>
      <div role="table" aria-label={t('campaigns.title')} className={classes.table}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.heads}>
            {columns.map((column) => (
              <div key={column} role="columnheader" className={column === 'interested' ? classes.count : undefined}>
                {t(`campaigns.column.${column}`)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={rows} className={classes.body}>
          {nodes.map((campaign) => (
            <CampaignRow key={campaign.id} campaign={campaign} />
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
          t('campaigns.end', { count: nodes.length, all: format.number(nodes.length) })
        )}
      </footer>
    </div>
  );
}
