import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeRefusalNote } from './change-refusal';
import { CreateOrganisationDocument } from './organisation-field.generated';
import classes from './person-page.module.css';
import { useChange } from './use-change';
import { useMay } from './use-may';
import { useOrganisations } from './use-organisations';

interface OrganisationFieldProps {
  /** Where it is about something else than a person. */
  label?: string;
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
}

/** For whom somebody works, or which brand something is for; a new brand is added in passing. */
export function OrganisationField({ label, value, onChange, error }: OrganisationFieldProps) {
  const { t } = useTranslation(['app', 'ui']);
  const may = useMay();
  const { organisations, readAgain } = useOrganisations();
  const { busy, refusal, change } = useChange();
  const [name, setName] = useState<string | null>(null);

  const add = async (): Promise<void> => {
    if (!name?.trim() || !(await change('add', CreateOrganisationDocument, { name, kind: 'BRAND' }))) return;
    const made = (await readAgain()).find((each) => each.name === name.trim());
    if (made) onChange(made.id);
    setName(null);
  };

  return (
    <>
      <SelectField
        label={label ?? t('people.organisation')}
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        data={[
          { value: '', label: t('invite.chooseOrganisation') },
          ...organisations.map((each) => ({ value: each.id, label: each.name })),
        ]}
      />
      {may('organisations.manage') &&
        (name === null ? (
          <div>
            <Button size="compact-sm" onClick={() => setName('')}>
              {t('invite.newBrand')}
            </Button>
          </div>
        ) : (
          <div className={classes.add}>
            <TextField
              autoFocus
              aria-label={t('invite.brandName')}
              placeholder={t('invite.brandName')}
              value={name}
              maxLength={120}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                void add();
              }}
            />
            <Button loading={busy !== null} onClick={() => void add()}>
              {t('invite.addBrand')}
            </Button>
          </div>
        ))}
      <ChangeRefusalNote refusal={refusal} />
    </>
  );
}
