import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { IconMail, IconPassword } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { RequestEmailChangeDocument } from '../client/email-change.generated.ts';
import {
  EndOtherSessionsDocument,
  EndSessionDocument,
  SecurityDocument,
  SignOutEverywhereDocument,
} from '../client/security.generated.ts';
import { usePasswordChange } from '../client/use-password-change.ts';
import { useSecurityApi } from '../client/use-security-api.ts';
import { AskMailForm } from './ask-mail-form.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { DeviceList } from './device-list.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Section, SecuritySettings } from './security-settings.tsx';
import classes from './security.module.css';
import { Lines, Skeleton } from './skeleton.tsx';

/** How the viewer signs in, and where they are; what one app has beside that stands above the devices. */
export const Security = ({ children }: { children?: ReactNode }) => (
  <PageBoundary
    skeleton={
      <Skeleton className={classes.skeleton}>
        <Lines count={8} height="3rem" />
      </Skeleton>
    }
  >
    <Settings>{children}</Settings>
  </PageBoundary>
);

function Settings({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(SecurityDocument, { fetchPolicy: 'cache-and-network' });
  const changePassword = usePasswordChange();
  // What was asked for is done, whether this can be read now or not: a failure would take its place.
  const readAgain = (): Promise<unknown> =>
    client.query({ query: SecurityDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  const { viewer, secondFactors, passwordRules, sessions } = data;
  return (
    <>
      <SecuritySettings factors={secondFactors} api={useSecurityApi()} />
      {viewer && (
        <Section
          icon={<IconMail size={20} aria-hidden />}
          title={t('security.email')}
          text={t('security.emailText', { email: viewer.email })}
        >
          <div className={classes.form}>
            <AskMailForm
              label={t('security.emailNew')}
              submitLabel={t('security.emailSend')}
              promise={(email) => t('security.emailPromise', { email })}
              onSubmit={async (email) => {
                await client.mutate({ mutation: RequestEmailChangeDocument, variables: { email } });
              }}
            />
          </div>
        </Section>
      )}
      {viewer && (
        <Section
          icon={<IconPassword size={20} aria-hidden />}
          title={t('security.password')}
          text={t('security.passwordText')}
        >
          <div className={classes.form}>
            <ChangePasswordForm
              rules={passwordRules}
              owner={viewer}
              onSubmit={async (passwords) => {
                const outcome = await changePassword(passwords);
                await readAgain();
                return outcome;
              }}
            />
          </div>
        </Section>
      )}
      {children}
      <DeviceList
        devices={sessions}
        end={async (id) => {
          await client.mutate({ mutation: EndSessionDocument, variables: { id } });
          await readAgain();
        }}
        endOthers={async () => {
          await client.mutate({ mutation: EndOtherSessionsDocument });
          await readAgain();
        }}
        endAll={async () => {
          await client.mutate({ mutation: SignOutEverywhereDocument });
          await navigate('/sign-in', { replace: true });
          await client.clearStore();
        }}
      />
    </>
  );
}
