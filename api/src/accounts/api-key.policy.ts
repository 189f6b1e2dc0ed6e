import { permission } from '../platform/permission.ts';

export const manageApiKeys = permission(
  'accounts.apiKeys',
  'Make API keys for oneself; see, rotate and revoke own keys, or those of everybody',
  ['OWN', 'ALL'],
);
