import { useMutation } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { textOf, useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarkDepositsSentDocument } from './deposits.generated';
import classes from './deposits.module.css';

interface MarkSentProps {
  ids: readonly string[];
  onDone: () => void;
}

/** By the clock of this device. */
const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** When the bank took the order, and what stands on it. The creators are told then. */
export function MarkSent({ ids, onDone }: MarkSentProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="primary" disabled={ids.length === 0} onClick={() => setAsking(true)}>
        {t('deposits.markSent', { count: ids.length })}
      </Button>
      {asking && (
        <Panel title={t('deposits.markSent', { count: ids.length })} onClose={() => setAsking(false)}>
          <SentForm
            ids={ids}
            onDone={() => {
              setAsking(false);
              onDone();
            }}
          />
        </Panel>
      )}
    </>
  );
}

function SentForm({ ids, onDone }: MarkSentProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [mark] = useMutation(MarkDepositsSentDocument);
  const { busy, errors, failure, submit } = useSubmit<'sentAt' | 'reference'>(
    (form) => {
      const day = textOf(form, 'sentAt');
      if (day === '') return { sentAt: t('ui:field.REQUIRED') };
      return day > today() ? { sentAt: t('deposits.sentLater') } : {};
    },
    async (form) => {
      const sentAt = `${textOf(form, 'sentAt')}T12:00:00.000Z`;
      await mark({ variables: { input: { ids: [...ids], sentAt, reference: textOf(form, 'reference') } } });
      onDone();
      return null;
    },
  );
  return (
    <form className={classes.panel} noValidate onSubmit={submit}>
      <TextField
        type="date"
        name="sentAt"
        label={t('deposits.sentOn')}
        description={t('deposits.sentOnHint')}
        defaultValue={today()}
        max={today()}
        error={errors.sentAt}
      />
      <TextField
        name="reference"
        label={t('deposits.reference')}
        description={t('deposits.referenceHint')}
        maxLength={140}
        autoComplete="off"
        error={errors.reference}
      />
      <FormAlert>{failure}</FormAlert>
      <Button type="submit" variant="primary" loading={busy}>
        {t('deposits.confirmSent')}
      </Button>
    </form>
  );
}
