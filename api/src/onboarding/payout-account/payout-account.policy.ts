import { permission } from '../../platform/permission.ts';

export const instructDeposits = permission(
  'payoutAccounts.instruct',
  'See which small amounts are to be sent to verify payout accounts, and to where',
);
