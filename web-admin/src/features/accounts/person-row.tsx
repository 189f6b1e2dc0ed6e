import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import table from '../../ui/data-table.module.css';
import { useRoleName } from '../../ui/use-role-name';
import { AccountStatusBadge } from './account-status';
import classes from './people-table.module.css';
import { PersonRow_accountFragmentDoc, type PersonRow_accountFragment } from './person-row.generated';

export const PersonRow = memo(function PersonRow({
  account: from,
}: {
  account: FragmentType<PersonRow_accountFragment>;
}) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { data: account, complete } = useFragment({ fragment: PersonRow_accountFragmentDoc, from });
  if (!complete) return null;
  const { id, displayName, email, status, roles, organisation, lastSignInAt, createdAt } = account;
  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.name}>
        <Link to={`/people/${id}`} className={table.open}>
          <bdi>{displayName}</bdi>
        </Link>
      </div>
      <div role="cell" className={classes.email}>
        {email}
      </div>
      <div role="cell" className={classes.state}>
        <AccountStatusBadge status={status} locked={account.lockedUntil !== null} />
      </div>
      <div role="cell" className={classes.roles}>
        {roles.map(({ name }) => roleName(name)).join(', ')}
        {organisation && <span className={classes.organisation}>{organisation.name}</span>}
      </div>
      <div role="cell" className={classes.factor} data-empty={!account.hasSecondFactor}>
        <span className={table.label}>{t('people.column.factor')} </span>
        {account.hasSecondFactor ? t('people.secondFactor') : <span aria-hidden>–</span>}
      </div>
      <div role="cell" className={classes.age} data-empty={lastSignInAt === null}>
        <span className={table.label}>{t('people.column.lastSignIn')} </span>
        {lastSignInAt === null ? t('people.never') : <Age at={lastSignInAt} />}
      </div>
      <div role="cell" className={classes.age}>
        <span className={table.label}>{t('people.column.created')} </span>
        <Age at={createdAt} />
      </div>
    </div>
  );
});
