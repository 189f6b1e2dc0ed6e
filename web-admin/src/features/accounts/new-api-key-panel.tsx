import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { textOf, useSubmit, type FieldErrors } from '@influencegen/shared-schema/ui/use-submit';
import { useTranslation } from 'react-i18next';
import classes from './api-keys-page.module.css';
import { CreateApiKeyDocument } from './new-api-key.generated';
import person from './person-page.module.css';
import { usePermissionText } from './use-permission-text';
import { ViewerMayDocument } from './viewer-may.generated';

const offeredDays = [30, 90, 180, 365];
const day = 86_400_000;

type Field = 'name' | 'permissions' | 'addresses' | 'expiresAt';

interface NewApiKeyPanelProps {
  onClose: () => void;
  onMade: (secret: string) => void;
}

export function NewApiKeyPanel({ onClose, onMade }: NewApiKeyPanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const permissionText = usePermissionText();
  const { data } = useQuery(ViewerMayDocument, { fetchPolicy: 'cache-first' });
  const [create] = useMutation(CreateApiKeyDocument, {
    update: (cache) => void cache.evict({ fieldName: 'apiKeys' }),
  });
  const { busy, errors, failure, submit } = useSubmit<Field>(
    (form) => {
      const missing: FieldErrors<Field> = {};
      if (textOf(form, 'name').trim() === '') missing.name = t('ui:field.REQUIRED');
      if (form.getAll('permissions').length === 0) missing.permissions = t('apiKeys.onePermission');
      return missing;
    },
    async (form) => {
      const { data: made } = await create({
        variables: {
          input: {
            name: textOf(form, 'name'),
            permissions: form.getAll('permissions').map(String),
            addresses: textOf(form, 'addresses')
              .split(/[\s,]+/)
              .filter((address) => address !== ''),
            expiresAt: new Date(Date.now() + Number(textOf(form, 'expiresAt')) * day).toISOString(),
          },
        },
      });
      onMade(made!.createApiKey.secret);
      return null;
    },
  );

  return (
    <Panel title={t('apiKeys.new')} onClose={onClose}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <FormAlert>{failure}</FormAlert>
        <TextField
          autoFocus
          name="name"
          label={t('apiKeys.name')}
          description={t('apiKeys.nameText')}
          maxLength={100}
          autoComplete="off"
          error={errors.name}
        />
        <SelectField
          name="expiresAt"
          label={t('apiKeys.expires')}
          defaultValue="90"
          error={errors.expiresAt}
          data={offeredDays.map((count) => ({ value: String(count), label: t('apiKeys.days', { count }) }))}
        />
        <TextAreaField
          name="addresses"
          label={t('apiKeys.addresses')}
          description={t('apiKeys.addressesText')}
          error={errors.addresses}
          minRows={1}
        />
        <fieldset className={person.choices} aria-describedby={errors.permissions && 'api-key-permissions-error'}>
          <legend>{t('apiKeys.permissions')}</legend>
          {(data?.viewer?.permissions ?? []).map((permission) => (
            <label key={permission}>
              <input type="checkbox" name="permissions" value={permission} />
              {permissionText(permission)}
            </label>
          ))}
          {errors.permissions && (
            <p id="api-key-permissions-error" className={person.error}>
              {errors.permissions}
            </p>
          )}
        </fieldset>
        <div>
          <Button type="submit" variant="primary" loading={busy}>
            {t('apiKeys.create')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
