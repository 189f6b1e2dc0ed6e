import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import type { CaseColumn } from '@influencegen/shared-schema/contract/schema.generated';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import table from '../../ui/data-table.module.css';
import { ReviewRow_caseFragmentDoc, type ReviewRow_caseFragment } from './review-row.generated';
import { CaseBadge, DueClock, HandInBadge, NewlyAskedBadge } from './review-state';
import classes from './review.module.css';

interface ReviewRowProps {
  case: FragmentType<ReviewRow_caseFragment>;
  columns: readonly CaseColumn[];
  /** Null: the viewer assigns nothing. */
  selected: boolean | null;
  onSelect: (id: string) => void;
  /** Kept, so that the next case comes from the same list. */
  search: string;
}

export const ReviewRow = memo(function ReviewRow({ case: from, columns, selected, onSelect, search }: ReviewRowProps) {
  const { t } = useTranslation();
  const { data, complete } = useFragment({ fragment: ReviewRow_caseFragmentDoc, from });
  if (!complete) return null;
  const { id, number, creator, status, decision, assignee } = data;
  const shows = (column: CaseColumn): boolean => columns.includes(column);
  return (
    <div role="row" className={classes.row}>
      {selected !== null && (
        <div role="cell" className={classes.select}>
          <input
            type="checkbox"
            data-action="select"
            aria-label={t('reviews.selectOne', { number })}
            checked={selected}
            onChange={() => onSelect(id)}
          />
        </div>
      )}
      <div role="cell" className={classes.number}>
        #{number}
      </div>
      <div role="cell" className={classes.name}>
        <Link to={`/reviews/${id}${search}`} className={table.open}>
          <bdi>{creator.displayName}</bdi>
        </Link>
      </div>
      {shows('STATE') && (
        <div role="cell" className={classes.state}>
          <CaseBadge status={status} decision={decision} />
        </div>
      )}
      {shows('DUE') && (
        <div role="cell" className={classes.clock}>
          <DueClock dueAt={data.dueAt} decidedAt={data.decidedAt} />
        </div>
      )}
      {shows('MARKS') && (
        <div
          role="cell"
          className={classes.marks}
          data-empty={!data.highRisk && !data.renewal && !data.newlyAsked && data.handInBy === null}
        >
          {data.highRisk && <StatusBadge tone="negative">{t('reviews.highRisk')}</StatusBadge>}
          {data.renewal && <StatusBadge tone="neutral">{t('reviews.renewal')}</StatusBadge>}
          <NewlyAskedBadge newlyAsked={data.newlyAsked} />
          <HandInBadge handInBy={data.handInBy} />
        </div>
      )}
      {shows('ASSIGNEE') && (
        <div role="cell" className={classes.assignee} data-empty={assignee === null}>
          <span className={table.label}>{t('reviews.column.ASSIGNEE')} </span>
          {assignee ? <bdi>{assignee.displayName}</bdi> : <span aria-hidden>–</span>}
        </div>
      )}
      {shows('OPENED') && (
        <div role="cell" className={classes.age}>
          <span className={table.label}>{t('reviews.column.OPENED')} </span>
          <Age at={data.openedAt} />
        </div>
      )}
    </div>
  );
});
