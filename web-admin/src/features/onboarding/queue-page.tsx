import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { IconChartBar, IconMessageCog, IconPlayerPlay } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useProblemText } from '../../ui/use-problem-text';
import { useShortcuts } from '../../ui/use-shortcuts';
import { ReviewFacts } from './review-facts';
import { caseColumns, noFilter, readFilter, writeFilter } from './review-filter';
import { ReviewFilterBar } from './review-filter-bar';
import { ReviewTable } from './review-table';
import classes from './review.module.css';
import { SavedViews } from './saved-views';
import { useClaimNext } from './use-claim-next';

interface QueuePageProps {
  /** The viewer gives cases to reviewers. */
  assigns: boolean;
  /** The viewer edits the texts of reasons. */
  edits: boolean;
}

export function QueuePage({ assigns, edits }: QueuePageProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const { next, busy, problem } = useClaimNext();
  const { state } = useLocation() as { state: { nothingLeft?: boolean } | null };
  const search = useRef<HTMLInputElement>(null);
  const clear = (): void => choose({ ...noFilter, order: chosen.order, columns: chosen.columns });
  useShortcuts({ '/': () => search.current?.focus(), n: () => void next() });
  const nothing = problem === 'NOTHING' || (problem === null && state?.nothingLeft === true);

  return (
    <div className={classes.page}>
      <PageHeader title={t('reviews.title')}>
        {assigns && (
          <Button component={Link} to="/reviews/numbers" leftSection={<IconChartBar size={16} aria-hidden />}>
            {t('reviews.numbers.title')}
          </Button>
        )}
        {edits && (
          <Button component={Link} to="/reviews/reasons" leftSection={<IconMessageCog size={16} aria-hidden />}>
            {t('reviews.reasons.title')}
          </Button>
        )}
        <Button
          variant="primary"
          loading={busy}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => void next()}
        >
          {t('reviews.next')}
        </Button>
      </PageHeader>
      <p role="status" className={classes.news}>
        {nothing ? t('reviews.nothingLeft') : problem !== null ? problemText(problem) : ''}
      </p>
      <ReviewFacts onChoose={(wanted) => choose({ ...wanted, columns: chosen.columns })} />
      <SavedViews filter={chosen} onChoose={choose} />
      <ReviewFilterBar filter={chosen} onChange={choose} onClear={clear} searchRef={search} />
      <PageBoundary skeleton={<TableSkeleton />}>
        <ReviewTable
          // Another choice of columns shows the same rows.
          key={writeFilter({ ...filter, columns: caseColumns }).toString()}
          filter={filter}
          assigns={assigns}
          onClearFilter={clear}
        />
      </PageBoundary>
    </div>
  );
}
