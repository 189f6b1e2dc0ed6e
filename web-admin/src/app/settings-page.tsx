import { useSuspenseQuery } from '@apollo/client/react';
import { PersonPicker } from '../features/accounts/person-picker';
import { SettingsDesk } from '../features/settings/settings-desk';
import type { PersonChoice } from '../features/settings/setting-overrides';
import { SessionDocument } from './session.generated';

const choosePerson: PersonChoice = (personId, onChange) => <PersonPicker personId={personId} onChange={onChange} />;

export function SettingsPage() {
  const { data } = useSuspenseQuery(SessionDocument);
  const mayChange = data.viewer?.permissions.includes('settings.change') ?? false;
  return <SettingsDesk mayChange={mayChange} personChoice={choosePerson} />;
}
