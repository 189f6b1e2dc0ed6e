import { notice } from '../platform/notifier.ts';
import { changeSettings } from './settings.policy.ts';

export const settingChanged = notice('settings.changed', {
  description: 'Somebody else changed a setting',
  variables: { rule: 'accounts.lockAfter', who: 'Ada Lovelace', link: 'https://studio.example/admin/settings' },
  channels: ['INBOX'],
  optional: true,
  reaches: changeSettings,
});
