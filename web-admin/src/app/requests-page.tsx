import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../features/accounts/person-picker';
import { useColumns } from '../features/imaging/columns';
import { ColumnPicker } from '../features/imaging/column-picker';
import { ImagingOverview } from '../features/imaging/imaging-overview';
import { noFilter, readFilter, writeFilter } from '../features/imaging/request-filter';
import { RequestFilterBar } from '../features/imaging/request-filter-bar';
import { RequestTable } from '../features/imaging/request-table';
import { TableSkeleton } from '../ui/table-skeleton';
import { useShortcuts } from '../ui/use-shortcuts';
import classes from './requests-page.module.css';

export function RequestsPage() {
  const { t } = useTranslation();
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const { shown, toggle } = useColumns();
  const person = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => person.current?.focus() });

  const clear = (): void => choose(noFilter);

  return (
    <div className={classes.page}>
      <PageHeader title={t('requests.title')} />
      <ImagingOverview />
      <RequestFilterBar
        filter={chosen}
        onChange={choose}
        onClear={clear}
        personPicker={
          <PersonPicker personId={chosen.personId} onChange={(personId) => choose({ personId })} inputRef={person} />
        }
      />
      <PageBoundary skeleton={<TableSkeleton />}>
        <RequestTable
          key={writeFilter(filter).toString()}
          filter={filter}
          columns={shown}
          onClearFilter={clear}
          tools={<ColumnPicker shown={shown} onToggle={toggle} />}
        />
      </PageBoundary>
    </div>
  );
}
