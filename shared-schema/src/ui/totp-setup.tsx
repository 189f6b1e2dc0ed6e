import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, problemOf } from '../client/errors.ts';
import { Button } from './button.tsx';
import { TextField } from './fields.tsx';
import { QrCode } from './qr-code.tsx';
import classes from './factor-setup.module.css';

interface TotpSetupProps {
  /** Made for this person just now. */
  enrolment: { secret: string; address: string };
  confirm: (code: string) => Promise<void>;
  onCancel: () => void;
}

/** Scan or type the key, then prove with a first code that the app has it. */
export function TotpSetup({ enrolment, confirm, onCancel }: TotpSetupProps) {
  const { t } = useTranslation('ui');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await confirm(field.current?.value ?? '');
    } catch (caught) {
      setError(hasCode(caught, 'BAD_USER_INPUT') ? t('totp.wrong') : t(`problem.${problemOf(caught)}`));
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form noValidate className={classes.setup} onSubmit={(event) => void submit(event)}>
      <ol className={classes.steps}>
        <li>
          <p>{t('totp.scan')}</p>
          <QrCode content={enrolment.address} label={t('totp.code')} />
          <p className={classes.hint}>{t('totp.type')}</p>
          <code className={classes.secret}>{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code>
        </li>
        <li>
          <TextField
            ref={field}
            label={t('totp.first')}
            description={t('totp.firstHint')}
            error={error}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
          />
        </li>
      </ol>
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy}>
          {t('totp.confirm')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
