import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  AcceptInvitationDocument,
  InvitationDocument,
  type AcceptInvitationMutation,
} from '../client/invitation.generated.ts';
import type { PasswordProblem } from '../contract/schema.generated.ts';
import { ChoosePasswordForm } from './choose-password-form.tsx';
import { DoorHeading, DoorLinks } from './door.tsx';
import { useLinkToken } from './use-link-token.tsx';

type Viewer = Extract<AcceptInvitationMutation['acceptInvitation'], { __typename: 'SignIn' }>['viewer'];

/** Where the link of an invitation leads: with a password of their own, who was invited is in. */
export function Invitation({ enter }: { enter: (viewer: Viewer, address: string) => Promise<void> }) {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
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
