import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../client/errors.ts';
import { createPasskey, passkeyProblem } from '../client/passkeys.ts';
import { Button } from './button.tsx';
import classes from './factor-setup.module.css';
import { TextField } from './fields.tsx';

interface PasskeySetupProps {
  options: () => Promise<string>;
  register: (answer: string, name: string) => Promise<void>;
  onCancel: () => void;
}

export function PasskeySetup({ options, register, onCancel }: PasskeySetupProps) {
  const { t } = useTranslation('ui');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = field.current?.value.trim() ?? '';
    setError(name === '' ? t('field.REQUIRED') : undefined);
    if (busy || name === '') return;
    setBusy(true);
    try {
      await register(await createPasskey(await options()), name);
    } catch (caught) {
      const refused = passkeyProblem(caught);
      setError(refused ? t(`passkey.${refused}`) : t(`problem.${problemOf(caught)}`));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form noValidate className={classes.setup} onSubmit={(event) => void submit(event)}>
      <TextField
        ref={field}
        label={t('passkey.name')}
        description={t('passkey.nameHint')}
        error={error}
        defaultValue={t('passkey.defaultName')}
        name="passkey"
        maxLength={100}
        autoFocus
        required
      />
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy}>
          {t('passkey.create')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
