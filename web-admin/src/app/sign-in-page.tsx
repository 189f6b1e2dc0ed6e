import { useApolloClient, useQuery } from '@apollo/client/react';
import { DoorLinks } from '@influencegen/shared-schema/ui/door';
import { ArrivalNote } from '@influencegen/shared-schema/ui/form-alert';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { PasskeySignIn } from '@influencegen/shared-schema/ui/passkey-sign-in';
import { SignInForm } from '@influencegen/shared-schema/ui/sign-in-form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useSearchParams } from 'react-router';
import { PasskeySignInDocument, PasskeySignInOptionsDocument } from './passkey-sign-in.generated';
import { safeNext } from './session';
import { SessionDocument } from './session.generated';
import { SignInFrame } from './sign-in-frame';
import { SignInDocument } from './sign-in.generated';
import classes from './sign-in-page.module.css';
import { useEnter } from './use-enter';

export function SignInPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const enter = useEnter();
  const [params] = useSearchParams();
  const { data: session } = useQuery(SessionDocument);
  const next = safeNext(params.get('next'));
  const ended = sessionHasEnded(useLocation().state);

  if (session?.viewer) return <Navigate to={next} replace />;

  const signIn = async (credentials: { email: string; password: string }): Promise<ReactNode> => {
    const { data } = await client.mutate({ mutation: SignInDocument, variables: credentials });
    if (!data) return null;
    if (data.signIn.__typename === 'EmailNotVerified') return t('signIn.unverified');
    if (data.signIn.__typename === 'AccountDeactivated') return t('signIn.closed');
    await enter(data.signIn.viewer, next);
    return null;
  };
  const passkeyOptions = async (): Promise<string> => {
    const { data } = await client.query({ query: PasskeySignInOptionsDocument, fetchPolicy: 'no-cache' });
    return data!.passkeySignInOptions;
  };
  const signInWithPasskey = async (answer: string): Promise<void> => {
    const { data } = await client.mutate({ mutation: PasskeySignInDocument, variables: { answer } });
    if (data) await enter(data.signInWithPasskey.viewer, next);
  };

  return (
    <SignInFrame>
      <PageHeader title={t('signIn.heading')} />
      <SignInForm note={ended && <ArrivalNote>{t('signIn.ended')}</ArrivalNote>} onSubmit={signIn} />
      <PasskeySignIn options={passkeyOptions} onAnswer={signInWithPasskey} />
      <DoorLinks>
        <Link to="/forgot">{t('ui:door.forgot.link')}</Link>
      </DoorLinks>
      <p className={classes.aside}>
        {t('signIn.for')} <a href="/">{t('signIn.studio')}</a>
      </p>
    </SignInFrame>
  );
}

/** Left behind by the layout: somebody was at work here, other than somebody who has just arrived. */
const sessionHasEnded = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'ended' in state && state.ended === true;
