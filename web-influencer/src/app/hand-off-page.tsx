import { useApolloClient } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { DoorHeading, DoorLinks } from '@influencegen/shared-schema/ui/door';
import { useLinkToken } from '@influencegen/shared-schema/ui/use-link-token';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useSubmit } from '@influencegen/shared-schema/ui/use-submit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioRedeemHandOffDocument } from '../features/accounts/redeem-hand-off.generated';
import { Door, DoorForm } from './door.tsx';
import { useEnter } from './use-enter.ts';

/** Where the code on the computer leads: this phone goes on with the application. */
export function HandOffPage() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const enter = useEnter();
  const token = useLinkToken();
  const [usedUp, setUsedUp] = useState(token === '');
  const { busy, failure, submit } = useSubmit<never>(
    () => ({}),
    async () => {
      const { data } = await client.mutate({ mutation: StudioRedeemHandOffDocument, variables: { token } });
      const outcome = data!.redeemHandOff;
      if (outcome.__typename === 'SignIn') await enter(outcome.viewer, '/onboarding');
      else setUsedUp(true);
      return null;
    },
  );
  return (
    <Door>
      <DoorHeading title={t('handOff.title')}>{t(usedUp ? 'handOff.usedUp' : 'handOff.arrive')}</DoorHeading>
      {!usedUp && (
        <DoorForm onSubmit={submit}>
          <FormAlert>{failure}</FormAlert>
          <Button type="submit" variant="primary" fullWidth loading={busy}>
            {t('handOff.go')}
          </Button>
        </DoorForm>
      )}
      <DoorLinks>
        <Link to="/sign-in">{t('ui:door.forgot.back')}</Link>
      </DoorLinks>
    </Door>
  );
}
