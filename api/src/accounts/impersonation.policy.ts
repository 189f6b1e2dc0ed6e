import { permission } from '../platform/permission.ts';

export const impersonate = permission(
  'accounts.impersonate',
  'Look at the account of a creator who allows it, through their eyes',
);
export const impersonateToChange = permission(
  'accounts.impersonateToChange',
  'Also change things while looking through the eyes of a creator',
);
