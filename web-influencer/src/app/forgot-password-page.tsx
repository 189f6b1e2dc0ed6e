import { useApolloClient } from '@apollo/client/react';
import { AskMailForm } from '@influencegen/shared-schema/ui/ask-mail-form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioRequestPasswordResetDocument } from '../features/accounts/forgot-password.generated';
import { Door, DoorHeading, DoorLinks } from './door.tsx';

export function ForgotPasswordPage() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const ask = async (email: string): Promise<void> => {
    await client.mutate({ mutation: StudioRequestPasswordResetDocument, variables: { email } });
  };
  return (
    <Door>
      <DoorHeading title={t('door.forgot.title')}>{t('door.forgot.text')}</DoorHeading>
      <AskMailForm
        submitLabel={t('door.forgot.submit')}
        promise={(email) => t('door.forgot.promise', { email })}
        onSubmit={ask}
      />
      <DoorLinks>
        <Link to="/sign-in">{t('door.forgot.back')}</Link>
      </DoorLinks>
    </Door>
  );
}
