import { useSuspenseQuery } from '@apollo/client/react';
import { PersonPicker } from '../features/accounts/person-picker';
import { SettingsDesk } from '../features/settings/settings-desk';
import { SessionDocument } from './session.generated';

export function SettingsPage() {
  const { data } = useSuspenseQuery(SessionDocument);
  return (
    <SettingsDesk
      mayChange={data.viewer?.permissions.includes('settings.change') ?? false}
      personChoice={(personId, onChange) => <PersonPicker personId={personId} onChange={onChange} />}
    />
  );
}
