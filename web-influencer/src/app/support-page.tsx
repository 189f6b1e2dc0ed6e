import { useApolloClient } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { DoorHeading, DoorLinks } from '@influencegen/shared-schema/ui/door';
import { useLinkToken } from '@influencegen/shared-schema/ui/use-link-token';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { StudioRedeemImpersonationDocument } from '../features/accounts/redeem-impersonation.generated';
import { Door, DoorForm } from './door.tsx';

/** Where the desk's link leads: a member of staff is about to look at somebody's account. */
export function SupportPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const navigate = useNavigate();
  const code = useLinkToken();
  const { busy, failure, submit } = useSubmit<never>(
    () => ({}),
    async () => {
      await client.mutate({ mutation: StudioRedeemImpersonationDocument, variables: { code } });
      // Nothing of whoever used this browser before; the pages read anew whose account this is.
      await client.clearStore();
      await navigate('/', { replace: true });
      return null;
    },
  );
  if (code === '')
    return (
      <Door>
        <DoorHeading title={t('impersonation.noLink')}>{t('impersonation.noLinkText')}</DoorHeading>
        <DoorLinks>
          <Link to="/sign-in">{t('ui:door.forgot.back')}</Link>
        </DoorLinks>
      </Door>
    );
  return (
    <Door>
      <DoorHeading title={t('impersonation.title')}>{t('impersonation.text')}</DoorHeading>
      <DoorForm onSubmit={submit}>
        <FormAlert>{failure}</FormAlert>
        <Button type="submit" variant="primary" fullWidth loading={busy}>
          {t('impersonation.open')}
        </Button>
      </DoorForm>
    </Door>
  );
}
