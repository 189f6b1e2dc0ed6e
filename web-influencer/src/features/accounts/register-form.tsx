import { useApolloClient } from '@apollo/client/react';
import { emailAddress } from '@influencegen/shared-schema/contract/email-address';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import {
  NewPasswordField,
  usePasswordProblems,
  type ShownPasswordRules,
} from '@influencegen/shared-schema/ui/new-password-field';
import { textOf, useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './register-form.module.css';
import { StudioRegisterDocument } from './register.generated';

interface RegisterFormProps {
  rules: ShownPasswordRules;
  /** A mail is on its way to this address. */
  onPromised: (email: string) => void;
}

export function RegisterForm({ rules, onPromised }: RegisterFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const [language] = useLanguage();
  const explain = usePasswordProblems(rules);
  const [owner, setOwner] = useState({ email: '', displayName: '' });
  const { busy, errors, failure, submit } = useSubmit<'displayName' | 'email' | 'password'>(
    (form) => ({
      ...(!textOf(form, 'displayName').trim() && { displayName: t('ui:field.REQUIRED') }),
      ...(emailAddress(textOf(form, 'email')) === null && { email: t('ui:field.email') }),
      ...(!textOf(form, 'password') && { password: t('ui:field.REQUIRED') }),
    }),
    async (form) => {
      const email = textOf(form, 'email').trim();
      const { data } = await client.mutate({
        mutation: StudioRegisterDocument,
        variables: {
          input: {
            displayName: textOf(form, 'displayName'),
            email,
            password: textOf(form, 'password'),
            language,
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          },
        },
      });
      const outcome = data!.register;
      if (outcome.__typename === 'PasswordRefused') return { errors: { password: explain(outcome.problems) } };
      onPromised(email);
      return null;
    },
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <FormAlert>{failure}</FormAlert>
      <TextField
        label={t('register.name')}
        description={t('register.nameHint')}
        error={errors.displayName}
        name="displayName"
        autoComplete="name"
        maxLength={200}
        onBlur={({ currentTarget: { value } }) => setOwner((known) => ({ ...known, displayName: value }))}
        required
      />
      <TextField
        label={t('ui:signIn.email')}
        error={errors.email}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        onBlur={({ currentTarget: { value } }) => setOwner((known) => ({ ...known, email: value }))}
        required
      />
      <NewPasswordField
        label={t('ui:signIn.password')}
        name="password"
        rules={rules}
        owner={owner}
        error={errors.password}
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('register.submit')}
      </Button>
    </form>
  );
}
