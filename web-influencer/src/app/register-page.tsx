import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { DoorHeading, DoorLinks } from '@influencegen/shared-schema/ui/door';
import { FormNote } from '@influencegen/shared-schema/ui/form-alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PasswordRulesDocument } from '@influencegen/shared-schema/client/password-rules.generated';
import { RegisterForm } from '../features/accounts/register-form.tsx';
import { StudioRequestConfirmationDocument } from '../features/accounts/register.generated';
import { SendAgain } from '../features/accounts/send-again.tsx';
import { Door } from './door.tsx';

export function RegisterPage() {
  return (
    <Door>
      <Register />
    </Door>
  );
}

function Register() {
  const { t } = useTranslation();
  const client = useApolloClient();
  const { data } = useSuspenseQuery(PasswordRulesDocument);
  const [promised, setPromised] = useState<string>();

  if (promised === undefined)
    return (
      <>
        <DoorHeading title={t('register.title')}>{t('register.text')}</DoorHeading>
        <RegisterForm rules={data.passwordRules} onPromised={setPromised} />
        <DoorLinks>
          <Link to="/terms/TERMS_OF_SERVICE" target="_blank">
            {t('register.terms')}
          </Link>
          <Link to="/terms/PRIVACY_POLICY" target="_blank">
            {t('register.privacy')}
          </Link>
        </DoorLinks>
        <DoorLinks>
          <Link to="/sign-in">{t('register.signIn')}</Link>
        </DoorLinks>
      </>
    );
  return (
    <>
      <DoorHeading title={t('register.mailTitle')} />
      <FormNote>{t('register.mailText', { email: promised })}</FormNote>
      <SendAgain
        send={async () => {
          await client.mutate({ mutation: StudioRequestConfirmationDocument, variables: { email: promised } });
        }}
      />
      <Button variant="quiet" onClick={() => setPromised(undefined)}>
        {t('register.otherAddress')}
      </Button>
      <DoorLinks>
        <Link to="/sign-in">{t('register.signIn')}</Link>
      </DoorLinks>
    </>
  );
}
