import { useMutation } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { textOf, useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ImpersonateDocument } from './impersonate-panel.generated';
import classes from './person-page.module.css';
import { useMay } from './use-may';

interface ImpersonatePanelProps {
  account: { id: string; displayName: string };
  onClose: () => void;
}

/** Asks why, and gives the way into the account: it works once, and for a minute. */
export function ImpersonatePanel({ account, onClose }: ImpersonatePanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const may = useMay();
  const [impersonate] = useMutation(ImpersonateDocument);
  const [address, setAddress] = useState<string | null>(null);
  const { busy, errors, failure, submit } = useSubmit<'reason'>(
    (form) => (textOf(form, 'reason').trim() === '' ? { reason: t('ui:field.REQUIRED') } : {}),
    async (form) => {
      const { data } = await impersonate({
        variables: { accountId: account.id, reason: textOf(form, 'reason'), readOnly: form.get('change') === null },
      });
      const outcome = data!.impersonate;
      if (outcome.__typename === 'SupportAccessNotAllowed')
        return { failure: t('impersonate.notAllowed', { name: account.displayName }) };
      setAddress(outcome.address);
      return null;
    },
  );

  return (
    <Panel title={t('impersonate.title', { name: account.displayName })} onClose={onClose}>
      {address === null ? (
        <form className={`${classes.form} ${classes.inPanel}`} noValidate onSubmit={submit}>
          <p className={classes.muted}>{t('impersonate.text')}</p>
          <FormAlert>{failure}</FormAlert>
          <TextAreaField
            autoFocus
            name="reason"
            label={t('impersonate.reason')}
            description={t('impersonate.kept')}
            error={errors.reason}
            maxLength={500}
            minRows={2}
          />
          {may('accounts.impersonateToChange') && (
            <label className={classes.add}>
              <input type="checkbox" name="change" />
              {t('impersonate.change')}
            </label>
          )}
          <div className={classes.actions}>
            <Button type="submit" variant="primary" loading={busy}>
              {t('impersonate.ask')}
            </Button>
          </div>
        </form>
      ) : (
        <div className={`${classes.form} ${classes.inPanel}`}>
          <p>{t('impersonate.ready')}</p>
          <div className={classes.actions}>
            <Button
              autoFocus
              component="a"
              href={address}
              target="_blank"
              rel="noopener"
              variant="primary"
              rightSection={<IconExternalLink size={16} aria-hidden />}
              onClick={onClose}
            >
              {t('impersonate.open')}
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}
