import { Button } from '@influencegen/shared-schema/ui/button';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { useTranslation } from 'react-i18next';
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

/** Discarding cannot be undone, so it asks once more. */
export function SettleButtons({ count, busy, onRetry, onDiscard, describedBy }: SettleButtonsProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.settle}>
      <ConfirmButton
        label={t('dead.discard')}
        variant="quiet"
        size="compact-sm"
        aria-describedby={describedBy}
        question={t('dead.sure', { count })}
        confirm={t('dead.confirm')}
        keep={t('dead.keep')}
        danger
        busy={busy === 'discarded'}
        disabled={busy === 'retried'}
        onConfirm={onDiscard}
      >
        <Button
          size="compact-sm"
          loading={busy === 'retried'}
          disabled={busy === 'discarded'}
          aria-describedby={describedBy}
          onClick={onRetry}
        >
          {t('dead.retry')}
        </Button>
      </ConfirmButton>
    </span>
  );
}
