import { useSuspenseQuery } from '@apollo/client/react';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { SecuritySettings } from '@influencegen/shared-schema/ui/security-settings';
import { useTranslation } from 'react-i18next';
import { StudioSecondFactorsDocument } from './second-factors.generated';
import classes from './security-page.module.css';
import { useSecurityApi } from './use-security-api.ts';

export function SecurityPage() {
  const { t } = useTranslation('ui');
  const { data } = useSuspenseQuery(StudioSecondFactorsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <div className={classes.page}>
      <PageHeader title={t('security.title')} />
      <SecuritySettings factors={data.secondFactors} api={useSecurityApi()} />
    </div>
  );
}
