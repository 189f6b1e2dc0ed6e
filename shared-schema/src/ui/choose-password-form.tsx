import { useTranslation } from 'react-i18next';
import type { PasswordOwner } from '../contract/password-rules.ts';
import type { PasswordProblem } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { FormAlert } from './form-alert.tsx';
import { NewPasswordField, usePasswordProblems, type ShownPasswordRules } from './new-password-field.tsx';
import classes from './sign-in-form.module.css';
import { textOf, useSubmit } from './use-submit.tsx';

interface ChoosePasswordFormProps {
  rules: ShownPasswordRules;
  owner?: PasswordOwner | null;
  submitLabel: string;
  /** Resolves with what is wrong with the password; moves on by itself when it was taken. */
  onSubmit: (password: string) => Promise<readonly PasswordProblem[]>;
}

/** Where somebody gets a password by a link: after an invitation, or instead of a forgotten one. */
export function ChoosePasswordForm({ rules, owner = null, submitLabel, onSubmit }: ChoosePasswordFormProps) {
  const { t } = useTranslation('ui');
  const explain = usePasswordProblems(rules);
  const { busy, errors, failure, submit } = useSubmit<'newPassword'>(
    (form) => (textOf(form, 'newPassword') ? {} : { newPassword: t('field.REQUIRED') }),
    async (form) => {
      const problems = await onSubmit(textOf(form, 'newPassword'));
      return problems.length > 0 ? { errors: { newPassword: explain(problems) } } : null;
    },
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <FormAlert>{failure}</FormAlert>
      {/* For the password manager: which account it is. */}
      {owner && <input type="text" hidden name="username" autoComplete="username" value={owner.email} readOnly />}
      <NewPasswordField
        label={t('password.new')}
        name="newPassword"
        rules={rules}
        owner={owner}
        error={errors.newPassword}
        autoFocus
      />
      <Button type="submit" variant="primary" loading={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
