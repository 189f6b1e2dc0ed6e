import { useApolloClient, useMutation } from '@apollo/client/react';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { SignInForm } from '@influencegen/shared-schema/ui/sign-in-form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { StudioRequestConfirmationDocument } from '../features/accounts/register.generated';
import { SendAgain } from '../features/accounts/send-again.tsx';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { StudioSignInDocument } from '../features/accounts/sign-in.generated';
import { Artwork } from './artwork.tsx';
import { Brand } from './brand.tsx';
import { DoorLinks } from './door.tsx';
import classes from './sign-in-page.module.css';
import { wayBack } from './sign-in-path.ts';

export function SignInPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [signIn] = useMutation(StudioSignInDocument);

  const enter = async (credentials: { email: string; password: string }): Promise<ReactNode> => {
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
    // Nothing of whoever used this browser before.
    await client.clearStore();
    client.writeQuery({ query: StudioSessionDocument, data: { viewer: data.signIn.viewer } });
    await navigate(wayBack(search), { replace: true });
    return null;
  };

  return (
    <main className={classes.page}>
      <div className={classes.picture}>
        <Artwork label={t('signIn.artwork')} />
      </div>
      <div className={classes.panel}>
        <Brand />
        <div className={classes.welcome}>
          <p className={classes.heading}>{t('signIn.heading')}</p>
          <p className={classes.text}>{t('signIn.text')}</p>
        </div>
        <PageHeader title={t('signIn.title')} hidden />
        <SignInForm onSubmit={enter} />
        <DoorLinks>
          <Link to="/forgot">{t('ui:door.forgot.link')}</Link>
          <Link to="/register">{t('signIn.register')}</Link>
        </DoorLinks>
        <p className={classes.staff}>
          {t('signIn.staff')} <a href="/admin/">{t('signIn.staffLink')}</a>
        </p>
      </div>
    </main>
  );
}
