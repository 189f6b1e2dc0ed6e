import { useQuery } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { noFilter, type ReviewFilter } from './review-filter';
import { ReviewFactsDocument } from './review-queue.generated';
import classes from './review.module.css';

const figures = ['waiting', 'claimed', 'proposed', 'overdue', 'highRisk', 'mine'] as const;

const filterOf: Record<(typeof figures)[number], Partial<ReviewFilter>> = {
  waiting: { statuses: ['WAITING'] },
  claimed: { statuses: ['CLAIMED'] },
  proposed: { statuses: ['PROPOSED'] },
  overdue: { marks: ['late'] },
  highRisk: { marks: ['risk'] },
  mine: { assignee: 'ME' },
};

/** How many cases stand where; each figure leads to them. */
export function ReviewFacts({ onChoose }: { onChoose: (filter: ReviewFilter) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(ReviewFactsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <ul className={classes.facts} aria-label={t('reviews.facts.label')}>
      {figures.map((figure) => {
        const count = data?.reviewQueueFacts[figure];
        return (
          <li key={figure}>
            <button
              type="button"
              data-alarm={figure === 'overdue' && count !== undefined && count > 0}
              onClick={() => onChoose({ ...noFilter, ...filterOf[figure] })}
            >
              <strong>{count === undefined ? '–' : format.number(count)}</strong> {t(`reviews.facts.${figure}`)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
