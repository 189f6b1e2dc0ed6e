import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { IconDownload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../features/accounts/person-picker';
import { AuditChain } from '../features/audit/audit-chain';
import { AuditExports } from '../features/audit/audit-exports';
import { noFilter, readFilter, writeFilter } from '../features/audit/audit-filter';
import { AuditFilterBar } from '../features/audit/audit-filter-bar';
import { AuditTable } from '../features/audit/audit-table';
import classes from '../features/audit/audit.module.css';
import { TableSkeleton } from '../ui/table-skeleton';
import { useShortcuts } from '../ui/use-shortcuts';
import { SessionDocument } from './session.generated';

export function AuditPage() {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(SessionDocument);
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const [exporting, setExporting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });

  const clear = (): void => choose(noFilter);

  return (
    <div className={classes.page}>
      <PageHeader title={t('audit.title')}>
        {data.viewer?.permissions.includes('audit.export') && (
          <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => setExporting(true)}>
            {t('audit.export.open')}
          </Button>
        )}
      </PageHeader>
      <AuditChain />
      <AuditFilterBar
        filter={chosen}
        onChange={choose}
        onClear={clear}
        searchRef={search}
        personPicker={<PersonPicker personId={chosen.personId} onChange={(personId) => choose({ personId })} />}
      />
      <PageBoundary skeleton={<TableSkeleton />}>
        <AuditTable key={writeFilter(filter).toString()} filter={filter} onClearFilter={clear} />
      </PageBoundary>
      {exporting && <AuditExports filter={filter} onClose={() => setExporting(false)} />}
    </div>
  );
}
