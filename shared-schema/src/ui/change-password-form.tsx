import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PasswordOwner } from '../contract/password-rules.ts';
import type { PasswordProblem } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { PasswordField } from './fields.tsx';
import { FormAlert, FormNote } from './form-alert.tsx';
import { NewPasswordField, usePasswordProblems, type ShownPasswordRules } from './new-password-field.tsx';
import classes from './sign-in-form.module.css';
import { textOf, useSubmit } from './use-submit.tsx';

export type ChangePasswordOutcome =
  | { kind: 'changed' }
  | { kind: 'wrong' }
  | { kind: 'refused'; problems: readonly PasswordProblem[] };

interface ChangePasswordFormProps {
  rules: ShownPasswordRules;
  owner: PasswordOwner;
  onSubmit: (passwords: { current: string; next: string }) => Promise<ChangePasswordOutcome>;
}

/** For somebody who is signed in and knows their password. */
export function ChangePasswordForm({ rules, owner, onSubmit }: ChangePasswordFormProps) {
  const { t } = useTranslation('ui');
  const explain = usePasswordProblems(rules);
  const form = useRef<HTMLFormElement>(null);
  const [changes, setChanges] = useState(0);
  const { busy, errors, failure, submit } = useSubmit<'currentPassword' | 'newPassword'>(
    (data) => ({
      ...(!textOf(data, 'currentPassword') && { currentPassword: t('field.REQUIRED') }),
      ...(!textOf(data, 'newPassword') && { newPassword: t('field.REQUIRED') }),
    }),
    async (data) => {
      const outcome = await onSubmit({ current: textOf(data, 'currentPassword'), next: textOf(data, 'newPassword') });
      if (outcome.kind === 'wrong') return { errors: { currentPassword: t('password.wrong') } };
      if (outcome.kind === 'refused') return { errors: { newPassword: explain(outcome.problems) } };
      form.current?.reset();
      setChanges((count) => count + 1);
      return null;
    },
  );
  return (
    <form ref={form} className={classes.form} noValidate onSubmit={submit}>
      <FormAlert>{failure}</FormAlert>
      <input type="text" hidden name="username" autoComplete="username" value={owner.email} readOnly />
      <PasswordField
        label={t('password.current')}
        name="currentPassword"
        autoComplete="current-password"
        error={errors.currentPassword}
        required
      />
      {/* Anew after each change: what was typed is gone, and so is what was said about it. */}
      <NewPasswordField
        key={changes}
        label={t('password.new')}
        name="newPassword"
        rules={rules}
        owner={owner}
        error={errors.newPassword}
      />
      <FormNote>
        {changes > 0 && !busy && !errors.newPassword && !errors.currentPassword && !failure && t('password.changed')}
      </FormNote>
      <div>
        <Button type="submit" variant="primary" loading={busy}>
          {t('password.change')}
        </Button>
      </div>
    </form>
  );
}
