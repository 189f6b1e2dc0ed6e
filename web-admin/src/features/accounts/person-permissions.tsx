import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import classes from './person-page.module.css';
import {
  PersonPermissions_accountFragmentDoc,
  type PersonPermissions_accountFragment,
} from './person-permissions.generated';
import { usePermissionText } from './use-permission-text';

/** What all of it comes to. */
export function PersonPermissions({ account: from }: { account: FragmentType<PersonPermissions_accountFragment> }) {
  const { t } = useTranslation();
  const permissionText = usePermissionText();
  const { data: account, complete } = useFragment({ fragment: PersonPermissions_accountFragmentDoc, from });
  if (!complete) return null;
  return (
    <section className={classes.section} aria-labelledby="held">
      <h2 id="held">{t('people.held')}</h2>
      {account.permissions.length === 0 ? (
        <p className={classes.muted}>{t('people.holdsNothing')}</p>
      ) : (
        <ul className={classes.list}>
          {account.permissions.map(({ permission, scope }) => (
            <li key={permission}>
              <span>{permissionText(permission)}</span>
              <span className={classes.muted}>{t(`scope.${scope}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
