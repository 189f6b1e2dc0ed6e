import { useApolloClient, useQuery } from '@apollo/client/react';
import { LanguageSelect } from '@influencegen/shared-schema/ui/language-select';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { SignInForm } from '@influencegen/shared-schema/ui/sign-in-form';
import { ThemeToggle } from '@influencegen/shared-schema/ui/theme-toggle';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router';
import { DoorLinks } from './door';
import { Wordmark } from '../ui/wordmark';
import { beginSession, safeNext } from './session';
import { SessionDocument } from './session.generated';
import { SignInDocument } from './sign-in.generated';
import classes from './sign-in-page.module.css';

export function SignInPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { data: session } = useQuery(SessionDocument);
  const next = safeNext(params.get('next'));
  const ended = sessionHasEnded(useLocation().state);

  if (session?.viewer) return <Navigate to={next} replace />;

  const signIn = async (credentials: { email: string; password: string }): Promise<ReactNode> => {
    const { data } = await client.mutate({ mutation: SignInDocument, variables: credentials });
    if (!data) return null;
    if (data.signIn.__typename !== 'SignIn') return t('signIn.closed');
    await beginSession(client, data.signIn.viewer);
    await navigate(next, { replace: true });
    return null;
  };

  return (
    <div className={classes.page}>
      <main className={classes.panel}>
        <Wordmark />
        <PageHeader title={t('signIn.heading')} />
        {ended && <p className={classes.note}>{t('signIn.ended')}</p>}
        <SignInForm onSubmit={signIn} />
        <DoorLinks>
          <Link to="/forgot">{t('ui:door.forgot.link')}</Link>
        </DoorLinks>
        <p className={classes.aside}>
          {t('signIn.for')} <a href="/">{t('signIn.studio')}</a>
        </p>
      </main>
      <footer className={classes.footer}>
        <ThemeToggle />
        <LanguageSelect />
      </footer>
    </div>
  );
}

/** Left behind by the layout: somebody was at work here, other than somebody who has just arrived. */
const sessionHasEnded = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'ended' in state && state.ended === true;
