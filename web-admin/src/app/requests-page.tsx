import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PersonPicker } from '../features/accounts/person-picker';
import { useColumns } from '../features/imaging/columns';
import { ColumnPicker } from '../features/imaging/column-picker';
import { ImagingOverview } from '../features/imaging/imaging-overview';
import { noFilter, readFilter, writeFilter, type RequestFilter } from '../features/imaging/request-filter';
import { RequestFilterBar } from '../features/imaging/request-filter-bar';
import { RequestTable } from '../features/imaging/request-table';
import { RequestTableSkeleton } from '../features/imaging/request-table-skeleton';
import { useShortcuts } from '../ui/use-shortcuts';
import classes from './requests-page.module.css';

export function RequestsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);
  const { shown, toggle } = useColumns();
  const person = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => person.current?.focus() });

  const change = (part: Partial<RequestFilter>): void => setParams(writeFilter({ ...filter, ...part }));
  const clear = (): void => change(noFilter);

  return (
    <div className={classes.page}>
      <PageHeader title={t('requests.title')} />
      <ImagingOverview />
      <div className={classes.tools}>
        <RequestFilterBar
          filter={filter}
          onChange={change}
          onClear={clear}
          personPicker={
            <PersonPicker personId={filter.personId} onChange={(personId) => change({ personId })} inputRef={person} />
          }
        />
        <div className={classes.columns}>
          <ColumnPicker shown={shown} onToggle={toggle} />
        </div>
      </div>
      <PageBoundary skeleton={<RequestTableSkeleton />}>
        <RequestTable key={writeFilter(filter).toString()} filter={filter} columns={shown} onClearFilter={clear} />
      </PageBoundary>
    </div>
  );
}
