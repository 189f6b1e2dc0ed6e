import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { AskMailForm } from '@influencegen/shared-schema/ui/ask-mail-form';
import { ChangePasswordForm } from '@influencegen/shared-schema/ui/change-password-form';
import { DeviceList } from '@influencegen/shared-schema/ui/device-list';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Section, SecuritySettings } from '@influencegen/shared-schema/ui/security-settings';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconMail, IconPassword } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { StudioRequestEmailChangeDocument } from './email-change.generated';
import {
  StudioEndOtherSessionsDocument,
  StudioEndSessionDocument,
  StudioSecurityPageDocument,
  StudioSignOutEverywhereDocument,
} from './security-page.generated';
import classes from './security-page.module.css';
import { SupportAccess } from './support-access.tsx';
import { usePasswordChange } from './use-password-change.ts';
import { useSecurityApi } from './use-security-api.ts';

export function SecurityPage() {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.page}>
      <PageHeader title={t('security.title')} />
      <PageBoundary
        skeleton={
          <Skeleton className={classes.skeleton}>
            <Lines count={8} height="3rem" />
          </Skeleton>
        }
      >
        <Security />
      </PageBoundary>
    </div>
  );
}

function Security() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const navigate = useNavigate();
  const { data, refetch } = useSuspenseQuery(StudioSecurityPageDocument, { fetchPolicy: 'cache-and-network' });
  const changePassword = usePasswordChange();
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
          <div className={classes.password}>
            <AskMailForm
              label={t('security.emailNew')}
              submitLabel={t('security.emailSend')}
              promise={(email) => t('security.emailPromise', { email })}
              onSubmit={async (email) => {
                await client.mutate({ mutation: StudioRequestEmailChangeDocument, variables: { email } });
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
          <div className={classes.password}>
            <ChangePasswordForm
              rules={passwordRules}
              owner={viewer}
              onSubmit={async (passwords) => {
                const outcome = await changePassword(passwords);
                await refetch();
                return outcome;
              }}
            />
          </div>
        </Section>
      )}
      <SupportAccess />
      <DeviceList
        devices={sessions}
        end={async (id) => {
          await client.mutate({ mutation: StudioEndSessionDocument, variables: { id } });
          await refetch();
        }}
        endOthers={async () => {
          await client.mutate({ mutation: StudioEndOtherSessionsDocument });
          await refetch();
        }}
        endAll={async () => {
          await client.mutate({ mutation: StudioSignOutEverywhereDocument });
          await navigate('/sign-in', { replace: true });
          await client.clearStore();
        }}
      />
    </>
  );
}
