import { useApolloClient, useMutation } from '@apollo/client/react';
import { DoorLinks } from '@influencegen/shared-schema/ui/door';
import { ArrivalNote } from '@influencegen/shared-schema/ui/form-alert';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PasskeySignIn } from '@influencegen/shared-schema/ui/passkey-sign-in';
import { SignInForm } from '@influencegen/shared-schema/ui/sign-in-form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'react-router';
import {
  StudioPasskeySignInDocument,
  StudioPasskeySignInOptionsDocument,
} from '../features/accounts/passkey-sign-in.generated';
import { StudioRequestConfirmationDocument } from '../features/accounts/register.generated';
import { SendAgain } from '../features/accounts/send-again.tsx';
import { StudioSignInDocument } from '../features/accounts/sign-in.generated';
import { SignInFrame } from './sign-in-frame.tsx';
import classes from './sign-in-page.module.css';
import { sessionHasEnded, wayBack } from './sign-in-path.ts';
import { useEnter } from './use-enter.ts';

export function SignInPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const enter = useEnter();
  const [search] = useSearchParams();
  const ended = sessionHasEnded(useLocation().state);
  const [signIn] = useMutation(StudioSignInDocument);

  const enterWithPassword = async (credentials: { email: string; password: string }): Promise<ReactNode> => {
    const { data } = await signIn({ variables: credentials });
    if (!data) return null;
    if (data.signIn.__typename === 'EmailNotVerified') {
      const { email } = credentials;
      const sendAgain = async (): Promise<void> => {
        await client.mutate({ mutation: StudioRequestConfirmationDocument, variables: { email } });
      };
      return (
        <>
          {t('signIn.unverified')}
          <SendAgain send={sendAgain} />
        </>
      );
    }
    if (data.signIn.__typename === 'AccountDeactivated') return t('signIn.closed');
    await enter(data.signIn.viewer, wayBack(search));
    return null;
  };
  const passkeyOptions = async (): Promise<string> => {
    const { data } = await client.query({ query: StudioPasskeySignInOptionsDocument, fetchPolicy: 'no-cache' });
    return data!.passkeySignInOptions;
  };
  const enterWithPasskey = async (answer: string): Promise<void> => {
    const { data } = await client.mutate({ mutation: StudioPasskeySignInDocument, variables: { answer } });
    if (data) await enter(data.signInWithPasskey.viewer, wayBack(search));
  };

  return (
    <SignInFrame>
      <div className={classes.welcome}>
        <p className={classes.heading}>{t('signIn.heading')}</p>
        <p className={classes.text}>{t('signIn.text')}</p>
      </div>
      <PageHeader title={t('signIn.title')} hidden />
      <SignInForm note={ended && <ArrivalNote>{t('signIn.ended')}</ArrivalNote>} onSubmit={enterWithPassword} />
      <PasskeySignIn options={passkeyOptions} onAnswer={enterWithPasskey} />
      <DoorLinks>
        <Link to="/forgot">{t('ui:door.forgot.link')}</Link>
        <Link to="/register">{t('signIn.register')}</Link>
      </DoorLinks>
      <p className={classes.staff}>
        {t('signIn.staff')} <a href="/admin/">{t('signIn.staffLink')}</a>
      </p>
    </SignInFrame>
  );
}
