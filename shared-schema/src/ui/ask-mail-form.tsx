import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emailAddress } from '../contract/email-address.ts';
import { Button } from './button.tsx';
import { TextField } from './fields.tsx';
import { FormAlert, FormNote } from './form-alert.tsx';
import classes from './sign-in-form.module.css';
import { textOf, useSubmit } from './use-submit.tsx';

interface AskMailFormProps {
  /** Of another address than the one they sign in with. */
  label?: string;
  submitLabel: string;
  /** What is said once the mail is promised, whether it comes or not. */
  promise: (email: string) => string;
  onSubmit: (email: string) => Promise<void>;
}

/** One field: where the mail with the link goes. */
export function AskMailForm({ label, submitLabel, promise, onSubmit }: AskMailFormProps) {
  const { t } = useTranslation('ui');
  const [promised, setPromised] = useState<string>();
  const { busy, errors, failure, submit } = useSubmit<'email'>(
    (form) => (emailAddress(textOf(form, 'email')) === null ? { email: t('field.email') } : {}),
    async (form) => {
      setPromised(undefined);
      const email = textOf(form, 'email').trim();
      await onSubmit(email);
      setPromised(email);
      return null;
    },
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <FormAlert>{failure}</FormAlert>
      <FormNote>{promised !== undefined && promise(promised)}</FormNote>
      <TextField
        label={label ?? t('signIn.email')}
        error={errors.email}
        type="email"
        name="email"
        autoComplete={label === undefined ? 'username' : 'email'}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Button type="submit" variant="primary" loading={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
