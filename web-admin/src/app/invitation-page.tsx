import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import type { PasswordProblem } from '@influencegen/shared-schema/contract/schema.generated';
import { ChoosePasswordForm } from '@influencegen/shared-schema/ui/choose-password-form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AcceptInvitationDocument, InvitationDocument } from '../features/accounts/invitation.generated';
import { Door, DoorHeading, DoorLinks } from './door';
import { useLinkToken } from './link-token';
import { useEnter } from './use-enter';

export function InvitationPage() {
  return (
    <Door>
      <Invitation />
    </Door>
  );
}

function Invitation() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const enter = useEnter();
  const token = useLinkToken();
  const { data } = useSuspenseQuery(InvitationDocument, { variables: { token }, fetchPolicy: 'network-only' });
  const [usedUp, setUsedUp] = useState(false);
  const { invitation, passwordRules } = data;

  const accept = async (password: string): Promise<readonly PasswordProblem[]> => {
    const { data: answer } = await client.mutate({
      mutation: AcceptInvitationDocument,
      variables: { input: { token, password } },
    });
    const outcome = answer!.acceptInvitation;
    if (outcome.__typename === 'PasswordRefused') return outcome.problems;
    if (outcome.__typename === 'SignIn') await enter(outcome.viewer, '/');
    else setUsedUp(true);
    return [];
  };

  if (!invitation || usedUp)
    return (
      <>
        <DoorHeading title={t('door.invitation.usedUpTitle')}>{t('door.invitation.usedUp')}</DoorHeading>
        <DoorLinks>
          <Link to="/sign-in">{t('door.forgot.back')}</Link>
        </DoorLinks>
      </>
    );
  const { displayName, email } = invitation;
  return (
    <>
      <DoorHeading title={t('door.invitation.title', { name: displayName })}>
        {t('door.invitation.text', { email })}
      </DoorHeading>
      <ChoosePasswordForm
        rules={passwordRules}
        owner={{ email, displayName }}
        submitLabel={t('door.invitation.submit')}
        onSubmit={accept}
      />
    </>
  );
}
