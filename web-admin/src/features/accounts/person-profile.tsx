import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { languageChoices } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeRefusalNote } from './change-refusal';
import classes from './person-page.module.css';
import {
  PersonProfile_accountFragmentDoc,
  UpdateAccountDocument,
  type PersonProfile_accountFragment,
} from './person-profile.generated';
import { useChange } from './use-change';

export function PersonProfile({ account: from }: { account: FragmentType<PersonProfile_accountFragment> }) {
  const { data: account, complete } = useFragment({ fragment: PersonProfile_accountFragmentDoc, from });
  if (!complete || !account.viewerMoves.includes('EDIT')) return null;
  return <ProfileForm key={`${account.displayName} ${account.language} ${account.timeZone}`} {...account} />;
}

function ProfileForm({ id, ...saved }: { id: string; displayName: string; language: string; timeZone: string }) {
  const { t } = useTranslation(['app', 'ui']);
  const { busy, refusal, change } = useChange();
  const [displayName, setDisplayName] = useState(saved.displayName);
  const [language, setLanguage] = useState(saved.language);
  const [timeZone, setTimeZone] = useState(saved.timeZone);
  const changed =
    displayName.trim() !== saved.displayName || language !== saved.language || timeZone !== saved.timeZone;
  const zones = [...new Set([saved.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (displayName.trim() !== '' && changed)
      void change('save', UpdateAccountDocument, { id, input: { displayName, language, timeZone } });
  };

  return (
    <section className={classes.section} aria-labelledby="profile">
      <h2 id="profile">{t('people.profile')}</h2>
      <form className={classes.form} noValidate onSubmit={submit}>
        <TextField
          label={t('people.column.name')}
          value={displayName}
          maxLength={200}
          error={displayName.trim() === '' ? t('ui:field.REQUIRED') : undefined}
          onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
        />
        <SelectField
          label={t('ui:language')}
          value={language}
          onChange={({ currentTarget }) => setLanguage(currentTarget.value)}
          data={languageChoices}
        />
        <SelectField
          label={t('people.timeZone')}
          value={timeZone}
          onChange={({ currentTarget }) => setTimeZone(currentTarget.value)}
          data={zones}
        />
        <div>
          <Button type="submit" loading={busy === 'save'} disabled={!changed || displayName.trim() === ''}>
            {t('people.save')}
          </Button>
        </div>
        <ChangeRefusalNote refusal={refusal} />
      </form>
    </section>
  );
}
