import { Button } from '@influencegen/shared-schema/ui/button';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../../ui/use-escape';
import classes from './operations.module.css';
import type { Verb } from './use-settle';

interface SettleButtonsProps {
  count: number;
  busy: Verb | null;
  onRetry: () => void;
  onDiscard: () => void;
  /** Names the job for people who do not see where the buttons stand. */
  describedBy?: string;
}

/** Discarding cannot be undone, so it asks once more, in the same place. */
export function SettleButtons({ count, busy, onRetry, onDiscard, describedBy }: SettleButtonsProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const discard = useRef<HTMLButtonElement>(null);

  const keep = (): void => {
    setAsking(false);
    queueMicrotask(() => discard.current?.focus());
  };

  useEscape(asking, keep);

  if (asking) {
    return (
      <span role="group" aria-label={t('dead.sure', { count })} className={classes.settle}>
        <span>{t('dead.sure', { count })}</span>
        <Button
          autoFocus
          variant="danger"
          size="compact-sm"
          loading={busy === 'discarded'}
          aria-describedby={describedBy}
          onClick={onDiscard}
        >
          {t('dead.confirm')}
        </Button>
        <Button size="compact-sm" variant="quiet" onClick={keep}>
          {t('dead.keep')}
        </Button>
      </span>
    );
  }
  return (
    <span className={classes.settle}>
      <Button
        size="compact-sm"
        loading={busy === 'retried'}
        disabled={busy === 'discarded'}
        aria-describedby={describedBy}
        onClick={onRetry}
      >
        {t('dead.retry')}
      </Button>
      <Button
        ref={discard}
        size="compact-sm"
        variant="quiet"
        disabled={busy !== null}
        aria-describedby={describedBy}
        onClick={() => setAsking(true)}
      >
        {t('dead.discard')}
      </Button>
    </span>
  );
}
