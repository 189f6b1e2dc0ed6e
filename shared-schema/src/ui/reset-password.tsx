import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PasswordRulesDocument } from '../client/password-rules.generated.ts';
import { ResetPasswordDocument } from '../client/reset-password.generated.ts';
import type { PasswordProblem } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { ChoosePasswordForm } from './choose-password-form.tsx';
import { DoorHeading, DoorLinks } from './door.tsx';
import { FormAlert, FormNote } from './form-alert.tsx';
import { useLinkToken } from './use-link-token.tsx';

/** Where the link to another password leads. */
export function ResetPassword() {
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
