import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import type { PasswordProblem } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { ChoosePasswordForm } from '@influencegen/shared-schema/ui/choose-password-form';
import { FormAlert, FormNote } from '@influencegen/shared-schema/ui/form-alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PasswordRulesDocument } from '@influencegen/shared-schema/client/password-rules.generated';
import { ResetPasswordDocument } from '../features/accounts/reset-password.generated';
import { Door, DoorHeading, DoorLinks } from './door';
import { useLinkToken } from './link-token';

export function ResetPasswordPage() {
  return (
    <Door>
      <Reset />
    </Door>
  );
}

function Reset() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const token = useLinkToken();
  const { data } = useSuspenseQuery(PasswordRulesDocument);
  const [state, setState] = useState<'open' | 'done' | 'usedUp'>(token === '' ? 'usedUp' : 'open');

  const reset = async (newPassword: string): Promise<readonly PasswordProblem[]> => {
    const { data: answer } = await client.mutate({
      mutation: ResetPasswordDocument,
      variables: { token, newPassword },
    });
    const outcome = answer!.resetPassword;
    if (outcome.__typename === 'PasswordRefused') return outcome.problems;
    setState(outcome.__typename === 'LinkUsedUp' ? 'usedUp' : 'done');
    return [];
  };

  return (
    <>
      <DoorHeading title={t('door.reset.title')}>{state === 'open' ? t('door.reset.text') : undefined}</DoorHeading>
      <FormAlert>{state === 'usedUp' && t('door.reset.usedUp')}</FormAlert>
      {state === 'open' && (
        <ChoosePasswordForm rules={data.passwordRules} submitLabel={t('door.reset.submit')} onSubmit={reset} />
      )}
      {state === 'done' && <FormNote>{t('door.reset.done')}</FormNote>}
      {state === 'done' && (
        <Button component={Link} to="/sign-in" variant="primary">
          {t('signIn.submit')}
        </Button>
      )}
      {state === 'usedUp' && (
        <Button component={Link} to="/forgot" variant="primary">
          {t('door.reset.again')}
        </Button>
      )}
      {state !== 'done' && (
        <DoorLinks>
          <Link to="/sign-in">{t('door.forgot.back')}</Link>
        </DoorLinks>
      )}
    </>
  );
}
