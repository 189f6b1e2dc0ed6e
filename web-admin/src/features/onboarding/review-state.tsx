import type { CaseDecision, CaseStatus, SectionStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/use-now';
import classes from './review.module.css';

const caseTones: Record<CaseStatus, Tone> = {
  WAITING: 'info',
  CLAIMED: 'active',
  PROPOSED: 'warning',
  DECIDED: 'neutral',
  WITHDRAWN: 'neutral',
};
const decisionTones: Record<CaseDecision, Tone> = { APPROVED: 'positive', RETURNED: 'warning', REJECTED: 'negative' };

export function CaseBadge({ status, decision }: { status: CaseStatus; decision: CaseDecision | null }) {
  const { t } = useTranslation();
  return decision === null ? (
    <StatusBadge tone={caseTones[status]}>{t(`reviews.status.${status}`)}</StatusBadge>
  ) : (
    <StatusBadge tone={decisionTones[decision]}>{t(`reviews.decision.${decision}`)}</StatusBadge>
  );
}

/** Handed in, and rejected together with the whole: the section itself knows nothing of it. */
type ShownStatus = SectionStatus | 'REJECTED';

const sectionTones: Record<ShownStatus, Tone> = {
  EMPTY: 'neutral',
  DRAFT: 'neutral',
  SUBMITTED: 'info',
  IN_REVIEW: 'active',
  ACCEPTED: 'positive',
  RETURNED: 'warning',
  EXPIRED: 'negative',
  REJECTED: 'negative',
};

export function SectionBadge({ status, rejected }: { status: SectionStatus; rejected: boolean }) {
  const { t } = useTranslation();
  const shown: ShownStatus = rejected && status === 'SUBMITTED' ? 'REJECTED' : status;
  return <StatusBadge tone={sectionTones[shown]}>{t(`reviews.sectionStatus.${shown}`)}</StatusBadge>;
}

/** The creator is in, and by then had to hand in what is looked at. */
export function HandInBadge({ handInBy }: { handInBy: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (handInBy === null) return null;
  return <StatusBadge tone="info">{t('reviews.handInBy', { day: format.date(handInBy) })}</StatusBadge>;
}

/** Something in it was not asked when the creator handed it in before. */
export function NewlyAskedBadge({ newlyAsked }: { newlyAsked: boolean }) {
  const { t } = useTranslation();
  return newlyAsked ? <StatusBadge tone="info">{t('reviews.newlyAsked')}</StatusBadge> : null;
}

const soonMs = 2 * 3_600_000;

/** Ticks: how long there is still time, or since when there is none. */
export function DueClock({ dueAt, decidedAt }: { dueAt: string; decidedAt: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (decidedAt !== null)
    return (
      <span className={classes.due} data-state={decidedAt > dueAt ? 'late' : 'done'}>
        {t(decidedAt > dueAt ? 'reviews.wasLate' : 'reviews.inTime')}
      </span>
    );
  const left = Date.parse(dueAt) - now;
  return (
    <time
      dateTime={dueAt}
      title={format.dateTime(dueAt)}
      className={classes.due}
      data-state={left < 0 ? 'late' : left < soonMs ? 'soon' : 'early'}
    >
      {t(left < 0 ? 'reviews.late' : 'reviews.due', { when: format.relativeTime(dueAt, new Date(now), 'narrow') })}
    </time>
  );
}
