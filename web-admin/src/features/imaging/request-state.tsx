import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './request-state.module.css';

interface RequestStateProps {
  status: ImageRequestStatus;
  /** Percent; fills the sign while an engine works. */
  progress: number;
}

/** The word says it, the shape repeats it, the colour only helps. */
export function RequestState({ status, progress }: RequestStateProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-status={status}>
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden className={classes.sign}>
        {status === 'PROCESSING' ? <Pie progress={progress} /> : signs[status]}
      </svg>
      {t(`status.${status}`)}
    </span>
  );
}

/** Length of the thick stroke of radius 1.75 that fills the disc once round. */
const round = 2 * Math.PI * 1.75;

function Pie({ progress }: { progress: number }) {
  const filled = (round * Math.max(8, progress)) / 100;
  return (
    <>
      <circle cx="7" cy="7" r="5.5" className={classes.line} />
      <circle cx="7" cy="7" r="1.75" className={classes.pie} strokeDasharray={`${filled} ${round}`} />
    </>
  );
}

const signs: Record<Exclude<ImageRequestStatus, 'PROCESSING'>, ReactNode> = {
  PENDING: <circle cx="7" cy="7" r="5.5" className={classes.line} strokeDasharray="2 1.45" />,
  QUEUED: <circle cx="7" cy="7" r="5.5" className={classes.line} />,
  COMPLETED: (
    <>
      <circle cx="7" cy="7" r="6.25" className={classes.disc} />
      <path d="M4.3 7.2 6.2 9l3.5-3.8" className={classes.cut} />
    </>
  ),
  FAILED: (
    <>
      <circle cx="7" cy="7" r="6.25" className={classes.disc} />
      <path d="m4.9 4.9 4.2 4.2m0-4.2L4.9 9.1" className={classes.cut} />
    </>
  ),
  TIMED_OUT: (
    <>
      <circle cx="7" cy="7" r="5.5" className={classes.line} />
      <path d="M7 4v3.2l2 1.3" className={classes.line} />
    </>
  ),
  CANCELLED: (
    <>
      <circle cx="7" cy="7" r="5.5" className={classes.line} />
      <path d="m3.2 10.8 7.6-7.6" className={classes.line} />
    </>
  ),
};
