import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RequestPasswordResetDocument } from '../client/forgot-password.generated.ts';
import { AskMailForm } from './ask-mail-form.tsx';
import { DoorHeading, DoorLinks } from './door.tsx';

/** Where somebody asks for the link to another password. */
export function ForgotPassword() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const ask = async (email: string): Promise<void> => {
    await client.mutate({ mutation: RequestPasswordResetDocument, variables: { email } });
  };
  return (
    <>
      <DoorHeading title={t('door.forgot.title')}>{t('door.forgot.text')}</DoorHeading>
      <AskMailForm
        submitLabel={t('door.forgot.submit')}
        promise={(email) => t('door.forgot.promise', { email })}
        onSubmit={ask}
      />
      <DoorLinks>
        <Link to="/sign-in">{t('door.forgot.back')}</Link>
      </DoorLinks>
    </>
  );
}
