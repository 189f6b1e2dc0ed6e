import { useApolloClient } from '@apollo/client/react';
import { AskMailForm } from '@influencegen/shared-schema/ui/ask-mail-form';
import { Button } from '@influencegen/shared-schema/ui/button';
import { DoorHeading, DoorLinks } from '@influencegen/shared-schema/ui/door';
import { useLinkToken } from '@influencegen/shared-schema/ui/use-link-token';
import { PasswordField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { textOf, useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioRequestConfirmationDocument } from '../features/accounts/register.generated';
import { StudioVerifyEmailDocument } from '../features/accounts/verify-email.generated';
import { Door, DoorForm } from './door.tsx';
import { useEnter } from './use-enter.ts';

/** Where the link in the first mail leads: the password shows that it was their own registration. */
export function VerifyPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const enter = useEnter();
  const token = useLinkToken();
  const [usedUp, setUsedUp] = useState(token === '');
  const { busy, errors, failure, submit } = useSubmit<'password'>(
    (form) => (textOf(form, 'password') ? {} : { password: t('ui:field.REQUIRED') }),
    async (form) => {
      const { data } = await client.mutate({
        mutation: StudioVerifyEmailDocument,
        variables: { token, password: textOf(form, 'password') },
      });
      const outcome = data!.verifyEmail;
      if (outcome.__typename === 'WrongPassword') return { errors: { password: t('verify.wrong') } };
      if (outcome.__typename === 'SignIn') await enter(outcome.viewer, '/');
      else setUsedUp(true);
      return null;
    },
  );
  const askAgain = async (email: string): Promise<void> => {
    await client.mutate({ mutation: StudioRequestConfirmationDocument, variables: { email } });
  };

  return (
    <Door>
      <DoorHeading title={t('verify.title')}>{t(usedUp ? 'verify.usedUp' : 'verify.text')}</DoorHeading>
      {usedUp ? (
        <AskMailForm
          submitLabel={t('verify.again')}
          promise={(email) => t('verify.promise', { email })}
          onSubmit={askAgain}
        />
      ) : (
        <DoorForm onSubmit={submit}>
          <FormAlert>{failure}</FormAlert>
          <PasswordField
            label={t('ui:signIn.password')}
            name="password"
            autoComplete="current-password"
            error={errors.password}
            autoFocus
            required
          />
          <Button type="submit" variant="primary" loading={busy}>
            {t('verify.submit')}
          </Button>
        </DoorForm>
      )}
      <DoorLinks>
        <Link to="/sign-in">{t('ui:door.forgot.back')}</Link>
        <Link to="/forgot">{t('ui:door.forgot.link')}</Link>
      </DoorLinks>
    </Door>
  );
}
