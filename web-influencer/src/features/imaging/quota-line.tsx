import { useFragment, useQuery } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { QuotaLine_quotaFragmentDoc, StudioQuotaDocument } from './quota-line.generated';
import classes from './quota-line.module.css';

/** What this month still holds, before anything is asked for. `refused`: that it is not enough is told already. */
export function QuotaLine({ asking, refused = false }: { asking: number; refused?: boolean }) {
  const { data } = useQuery(StudioQuotaDocument);
  const { data: quota, complete } = useFragment({
    fragment: QuotaLine_quotaFragmentDoc,
    from: data?.imageQuota ?? null,
  });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete || !quota) return <p className={classes.line} aria-hidden />;

  const facts = { remaining: format.number(quota.remaining), limit: format.number(quota.limit) };
  const enough = quota.remaining >= asking;
  if (!enough && refused) return null;
  return (
    <p className={classes.line} data-enough={enough} title={format.dateTime(quota.resetsAt)}>
      {enough ? t('studio.quota.left', facts) : t('studio.quota.notEnough', { count: asking, ...facts })}
    </p>
  );
}
