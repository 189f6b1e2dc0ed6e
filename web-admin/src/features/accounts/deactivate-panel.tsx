import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { textOf, useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useTranslation } from 'react-i18next';
import { DeactivateAccountDocument } from './account-change.generated';
import { ChangeRefusalNote } from './change-refusal';
import classes from './person-page.module.css';
import { AccountSessionsDocument } from './person-sessions.generated';
import { useChange } from './use-change';

interface DeactivatePanelProps {
  account: { id: string; displayName: string };
  onClose: () => void;
}

/** Asks why: whoever wonders later reads it on the person's page. */
export function DeactivatePanel({ account: { id, displayName }, onClose }: DeactivatePanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const { refusal, change } = useChange();
  const { busy, errors, submit } = useSubmit<'reason'>(
    (form) => (textOf(form, 'reason').trim() === '' ? { reason: t('ui:field.REQUIRED') } : {}),
    async (form) => {
      const reason = textOf(form, 'reason');
      if (await change('deactivate', DeactivateAccountDocument, { id, reason }, [AccountSessionsDocument])) onClose();
      return null;
    },
  );

  return (
    <Panel title={t('people.deactivate.title', { name: displayName })} onClose={onClose}>
      <form className={`${classes.form} ${classes.inPanel}`} noValidate onSubmit={submit}>
        <p className={classes.muted}>{t('people.deactivate.text')}</p>
        <TextAreaField
          autoFocus
          name="reason"
          label={t('people.deactivate.reason')}
          description={t('people.deactivate.hint')}
          error={errors.reason}
          maxLength={500}
          minRows={2}
        />
        <div className={classes.actions}>
          <Button type="submit" variant="danger" loading={busy}>
            {t('people.deactivate.confirm')}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t('people.keep')}
          </Button>
        </div>
        <ChangeRefusalNote refusal={refusal} />
      </form>
    </Panel>
  );
}
