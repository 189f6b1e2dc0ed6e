import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useAddressFilter } from '@influencegen/shared-schema/ui/use-address-filter';
import { IconUserPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TableSkeleton } from '../../ui/table-skeleton';
import { useShortcuts } from '../../ui/use-shortcuts';
import classes from './people-page.module.css';
import { noFilter, readFilter, writeFilter } from './people-filter';
import { PeopleFilterBar } from './people-filter-bar';
import { PeopleTable } from './people-table';
import { useMay } from './use-may';

export function PeoplePage() {
  const { t } = useTranslation();
  const may = useMay();
  const { filter, chosen, choose } = useAddressFilter(readFilter, writeFilter);
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  const clear = (): void => choose(noFilter);

  return (
    <div className={classes.page}>
      <PageHeader title={t('people.title')}>
        {may('accounts.invite') && (
          <Button
            component={Link}
            to="/people/invite"
            variant="primary"
            leftSection={<IconUserPlus size={16} aria-hidden />}
          >
            {t('people.invite')}
          </Button>
        )}
      </PageHeader>
      <PeopleFilterBar filter={chosen} onChange={choose} onClear={clear} searchRef={search} />
      <PageBoundary skeleton={<TableSkeleton />}>
        <PeopleTable key={writeFilter(filter).toString()} filter={filter} onClearFilter={clear} />
      </PageBoundary>
    </div>
  );
}
