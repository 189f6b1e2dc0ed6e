import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/data-table';
import { MorePages } from '../../ui/more-pages';
import { NothingMatches } from '../../ui/nothing-matches';
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
  const rows = useRowKeys();
  const pages = useCursorPages(
    CampaignListDocument,
    { filter: toVariable(filter), order: filter.order, first: pageSize },
    ({ campaigns }) => campaigns,
    rows,
  );
  const { nodes } = pages;

  if (nodes.length === 0)
    return isNarrowed(filter) ? (
      <NothingMatches title={t('campaigns.emptyFiltered')} onClear={onClearFilter}>
        {filter.search !== null && t('campaigns.emptyFilteredText')}
      </NothingMatches>
    ) : (
      <EmptyState title={t('campaigns.empty')}>{t('campaigns.emptyText')}</EmptyState>
    );
  return (
    <div>
      <DataTable
        aria-label={t('campaigns.title')}
        className={classes.table}
        columns={columns}
        head={(column) => t(`campaigns.column.${column}`)}
        headClass={(column) => (column === 'interested' ? classes.count : undefined)}
        rows={rows}
        news={pages.news}
      >
        {nodes.map((campaign) => (
          <CampaignRow key={campaign.id} campaign={campaign} />
        ))}
      </DataTable>
      <MorePages of={pages}>{t('campaigns.end', { count: nodes.length })}</MorePages>
    </div>
  );
}
