import type { FragmentType } from '@apollo/client';
import { useFragment, useSuspenseQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { PersonContact } from './person-contact';
import { PersonGrants } from './person-grants';
import {
  PersonPage_accountFragmentDoc,
  PersonPageDocument,
  type PersonPage_accountFragment,
} from './person-page.generated';
import classes from './person-page.module.css';
import { PersonPermissions } from './person-permissions';
import { PersonProfile } from './person-profile';
import { PersonRoles } from './person-roles';
import { PersonSessions } from './person-sessions';
import { PersonSummary } from './person-summary';
import { useMay } from './use-may';

export function PersonPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <PageBoundary key={id} skeleton={<PersonPageSkeleton />} list={{ to: '/people', name: t('nav.people') }}>
      <Person id={id} />
    </PageBoundary>
  );
}

function Person({ id }: { id: string }) {
  const { data } = useSuspenseQuery(PersonPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  useReadAgain(PersonPageDocument, { id });
  return (
    <article className={classes.page}>
      <Parts account={data.account} />
    </article>
  );
}

function Parts({ account: from }: { account: FragmentType<PersonPage_accountFragment> }) {
  const may = useMay();
  const { data: account, complete } = useFragment({
    fragment: PersonPage_accountFragmentDoc,
    fragmentName: 'PersonPage_account',
    from,
  });
  if (!complete) return null;
  return (
    <>
      <PersonSummary account={account} />
      <div className={classes.columns}>
        <PersonRoles account={account} />
        <PersonGrants account={account} />
        <PersonProfile account={account} />
        <PersonContact account={account} />
        {may('accounts.help') && <PersonSessions id={account.id} />}
        <PersonPermissions account={account} />
      </div>
    </>
  );
}

function PersonPageSkeleton() {
  return (
    <Skeleton className={classes.page}>
      <Block style={{ height: '1.75rem', width: '30%', marginTop: '2.25rem' }} />
      <Block style={{ height: '4rem' }} />
      <div className={classes.columns}>
        <Lines count={6} />
        <Lines count={6} />
      </div>
    </Skeleton>
  );
}
