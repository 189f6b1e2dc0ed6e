import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { QuotaLine_quotaFragmentDoc, type QuotaLine_quotaFragment } from './quota-line.generated';
import classes from './quota-refusal.module.css';

interface QuotaRefusalProps {
  quota: FragmentType<QuotaLine_quotaFragment>;
  asking: number;
}

/** What happened, what is safe, and what is possible instead: until pictures are given back or granted. */
export function QuotaRefusal({ asking, ...props }: QuotaRefusalProps) {
  const { data: quota, complete } = useFragment({ fragment: QuotaLine_quotaFragmentDoc, from: props.quota });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete || quota.remaining >= asking) return null;
  const facts = { limit: format.number(quota.limit), date: format.dayAndMonth(quota.resetsAt) };
  const usedUp = quota.remaining === 0;
  return (
    <div role="alert" className={classes.refusal}>
      <p className={classes.title}>
        {usedUp
          ? t('studio.quota.usedUpTitle')
          : t('studio.quota.notEnoughTitle', { count: quota.remaining, ...facts })}
      </p>
      <p>{t(usedUp ? 'studio.quota.usedUp' : 'studio.quota.tooMany', facts)}</p>
    </div>
  );
}
