import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../features/accounts/person-picker';
import {
  noFilter,
  readDepositFilter,
  writeDepositFilter,
} from '../features/onboarding/payout-instructions/deposit-filter.ts';
import { DepositFilterBar } from '../features/onboarding/payout-instructions/deposit-filter-bar.tsx';
import { DepositTable } from '../features/onboarding/payout-instructions/deposit-table.tsx';
import { ExportDeposits } from '../features/onboarding/payout-instructions/export-deposits.tsx';
import { TableSkeleton } from '../ui/table-skeleton';
import classes from './requests-page.module.css';

/** What finance sends so that creators can show that an account is theirs. */
export function DepositsPage() {
  const { t } = useTranslation();
  const { filter, chosen, choose } = useAddressFilter(readDepositFilter, writeDepositFilter);
  const clear = (): void => choose(noFilter);
  return (
    <div className={classes.page}>
      <PageHeader title={t('deposits.title')}>
        <ExportDeposits />
      </PageHeader>
      <p>{t('deposits.about')}</p>
      <DepositFilterBar
        filter={chosen}
        onChange={choose}
        onClear={clear}
        personPicker={<PersonPicker personId={chosen.personId} onChange={(personId) => choose({ personId })} />}
      />
      <PageBoundary skeleton={<TableSkeleton />}>
        <DepositTable key={writeDepositFilter(filter).toString()} filter={filter} onClearFilter={clear} />
      </PageBoundary>
    </div>
  );
}
