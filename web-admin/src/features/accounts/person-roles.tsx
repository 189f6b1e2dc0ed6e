import type { FragmentType } from '@apollo/client';
import { useFragment, useQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '../../ui/use-role-name';
import { ChangeRefusalNote } from './change-refusal';
import classes from './person-page.module.css';
import {
  AssignRoleDocument,
  PersonRoles_accountFragmentDoc,
  RemoveRoleDocument,
  type PersonRoles_accountFragment,
} from './person-roles.generated';
import { RoleChoicesDocument } from './role-choices.generated';
import { useChange } from './use-change';

export function PersonRoles({ account: from }: { account: FragmentType<PersonRoles_accountFragment> }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { data: account, complete } = useFragment({ fragment: PersonRoles_accountFragmentDoc, from });
  const { data } = useQuery(RoleChoicesDocument);
  const { busy, refusal, change } = useChange();
  const [chosen, setChosen] = useState('');
  if (!complete) return null;
  const { id, roles } = account;
  const mayAssign = account.viewerMoves.includes('ASSIGN');
  const others = (data?.roleChoices ?? []).filter(
    ({ key, viewerMayGive }) => viewerMayGive && !roles.some((role) => role.key === key),
  );

  return (
    <section className={classes.section} aria-labelledby="roles">
      <h2 id="roles">{t('people.column.roles')}</h2>
      {roles.length === 0 ? (
        <p className={classes.muted}>{t('people.noRoles')}</p>
      ) : (
        <ul className={classes.list}>
          {roles.map(({ key, name, audience }) => (
            <li key={key}>
              <span>
                {roleName(name)} <span className={classes.muted}>{t(`people.audience.${audience}`)}</span>
              </span>
              {mayAssign && (
                <Button
                  size="compact-sm"
                  variant="quiet"
                  loading={busy === key}
                  aria-label={t('people.removeRole', { role: roleName(name) })}
                  onClick={() => void change(key, RemoveRoleDocument, { id, role: key })}
                >
                  {t('people.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAssign && others.length > 0 && (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen) void change('add', AssignRoleDocument, { id, role: chosen }).then(() => setChosen(''));
          }}
        >
          <SelectField
            aria-label={t('people.anotherRole')}
            value={chosen}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data={[
              { value: '', label: t('people.chooseRole') },
              ...others.map(({ key, name }) => ({ value: key, label: roleName(name) })),
            ]}
          />
          <Button type="submit" disabled={chosen === ''} loading={busy === 'add'}>
            {t('people.assign')}
          </Button>
        </form>
      )}
      <ChangeRefusalNote refusal={refusal} />
    </section>
  );
}
