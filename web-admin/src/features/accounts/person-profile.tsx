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
  return <ProfileForm key={account.id} {...account} />;
}

type Edits = Partial<Record<'displayName' | 'language' | 'timeZone', string>>;

function ProfileForm({ id, ...saved }: { id: string; displayName: string; language: string; timeZone: string }) {
  const { t } = useTranslation(['app', 'ui']);
  const { busy, refusal, change } = useChange();
  // What nobody touched here stays as it is, also when the person changes it meanwhile.
  const [edits, setEdits] = useState<Edits>({});
  const { displayName, language, timeZone } = { ...saved, ...edits };
  const changed: Edits = {
    ...(displayName.trim() !== saved.displayName && { displayName }),
    ...(language !== saved.language && { language }),
    ...(timeZone !== saved.timeZone && { timeZone }),
  };
  const isChanged = Object.keys(changed).length > 0;
  const zones = [...new Set([saved.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const edit = (part: Edits): void => setEdits({ ...edits, ...part });

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (displayName.trim() === '' || !isChanged || busy !== null) return;
    if (!(await change('save', UpdateAccountDocument, { id, input: changed }))) return;
    // What was typed meanwhile is not saved yet.
    setEdits((typed) =>
      Object.fromEntries(Object.entries(typed).filter(([field, text]) => text !== edits[field as keyof Edits])),
    );
  };

  return (
    <section className={classes.section} aria-labelledby="profile">
      <h2 id="profile">{t('people.profile')}</h2>
      <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('people.column.name')}
          value={displayName}
          maxLength={200}
          error={displayName.trim() === '' ? t('ui:field.REQUIRED') : undefined}
          onChange={({ currentTarget }) => edit({ displayName: currentTarget.value })}
        />
        <SelectField
          label={t('ui:language')}
          value={language}
          onChange={({ currentTarget }) => edit({ language: currentTarget.value })}
          data={languageChoices}
        />
        <SelectField
          label={t('people.timeZone')}
          value={timeZone}
          onChange={({ currentTarget }) => edit({ timeZone: currentTarget.value })}
          data={zones}
        />
        <div>
          <Button type="submit" loading={busy === 'save'} disabled={!isChanged || displayName.trim() === ''}>
            {t('people.save')}
          </Button>
        </div>
        <ChangeRefusalNote refusal={refusal} />
      </form>
    </section>
  );
}
