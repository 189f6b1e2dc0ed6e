import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../features/accounts/person-picker';
import { noOutboxFilter, readOutboxFilter, writeOutboxFilter } from '../features/inbox/outbox-filter';
import { OutboxFilterBar } from '../features/inbox/outbox-filter-bar';
import { MailServer, OutboxNote } from '../features/inbox/outbox-note';
import { OutboxTable } from '../features/inbox/outbox-table';
import { TableSkeleton } from '../ui/table-skeleton';
import { useShortcuts } from '../ui/use-shortcuts';
import classes from './requests-page.module.css';

export function OutboxPage() {
  const { t } = useTranslation();
  const { filter, chosen, choose } = useAddressFilter(readOutboxFilter, writeOutboxFilter);
  const person = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => person.current?.focus() });
  const clear = (): void => choose(noOutboxFilter);

  return (
    <div className={classes.page}>
      <PageHeader title={t('outbox.title')}>
        <MailServer />
      </PageHeader>
      <OutboxNote />
      <OutboxFilterBar
        filter={chosen}
        onChange={choose}
        onClear={clear}
        personPicker={
          <PersonPicker personId={chosen.personId} onChange={(personId) => choose({ personId })} inputRef={person} />
        }
      />
      <PageBoundary skeleton={<TableSkeleton />}>
        <OutboxTable key={writeOutboxFilter(filter).toString()} filter={filter} onClearFilter={clear} />
      </PageBoundary>
    </div>
  );
}
