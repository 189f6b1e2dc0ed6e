import type { Audience } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '../../ui/use-role-name';
import { ChangeRefusalNote } from './change-refusal';
import type { RoleShown } from './role-matrix';
import { CreateRoleDocument } from './roles-page.generated';
import classes from './roles-page.module.css';
import { useChange } from './use-change';

const audiences: Audience[] = ['STAFF', 'BRAND', 'CREATOR'];

interface NewRolePanelProps {
  roles: readonly RoleShown[];
  onClose: () => void;
  onMade: () => void;
}

export function NewRolePanel({ roles, onClose, onMade }: NewRolePanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const roleName = useRoleName();
  const { busy, refusal, change } = useChange();
  const [name, setName] = useState('');
  const [audience, setAudience] = useState<Audience>('STAFF');
  const [copyOf, setCopyOf] = useState('');
  const [missing, setMissing] = useState(false);
  const taken = refusal?.kind === 'problem' && refusal.fields.some(({ path }) => path === 'name');

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setMissing(true);
    if (name.trim() === '') return;
    const input = { name, audience, ...(copyOf !== '' && { copyOf }) };
    if (!(await change('create', CreateRoleDocument, { input }))) return;
    onMade();
    onClose();
  };

  return (
    <Panel title={t('roles.new')} onClose={onClose}>
      <form className={`${classes.panel} ${classes.form}`} noValidate onSubmit={(event) => void create(event)}>
        <TextField
          autoFocus
          label={t('roles.name')}
          value={name}
          maxLength={80}
          error={taken ? t('roles.nameTaken') : missing && name.trim() === '' ? t('ui:field.REQUIRED') : undefined}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <SelectField
          label={t('roles.audience')}
          value={audience}
          onChange={({ currentTarget }) =>
            setAudience(audiences.find((each) => each === currentTarget.value) ?? 'STAFF')
          }
          data={audiences.map((value) => ({ value, label: t(`people.audience.${value}`) }))}
        />
        <SelectField
          label={t('roles.copyOf')}
          value={copyOf}
          onChange={({ currentTarget }) => setCopyOf(currentTarget.value)}
          data={[
            { value: '', label: t('roles.empty') },
            ...roles.map((role) => ({ value: role.key, label: roleName(role.name) })),
          ]}
        />
        <div className={classes.save}>
          <Button type="submit" variant="primary" loading={busy === 'create'}>
            {t('roles.create')}
          </Button>
        </div>
        {!taken && <ChangeRefusalNote refusal={refusal} />}
      </form>
    </Panel>
  );
}
