import { registerEnumType } from 'type-graphql';
import { defineLifecycle } from '../platform/lifecycle.ts';

export enum AccountStatus {
  UNVERIFIED = 'UNVERIFIED',
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  DEACTIVATED = 'DEACTIVATED',
}
registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Whether somebody can sign in.',
  valuesConfig: {
    UNVERIFIED: { description: 'Registered; the e-mail address is not confirmed yet.' },
    INVITED: { description: 'Made by staff; the person has not chosen a password yet.' },
    ACTIVE: { description: 'Can sign in.' },
    DEACTIVATED: { description: 'Closed by staff; can be opened again.' },
  },
});

/** Only an ACTIVE account can sign in. */
export const accountMoves = defineLifecycle<AccountStatus>()({
  verify: { from: [AccountStatus.UNVERIFIED], to: AccountStatus.ACTIVE },
  accept: { from: [AccountStatus.INVITED], to: AccountStatus.ACTIVE },
  /** Who never confirmed the address could otherwise come back as confirmed; such accounts go by themselves. */
  deactivate: { from: [AccountStatus.INVITED, AccountStatus.ACTIVE], to: AccountStatus.DEACTIVATED },
  reactivate: { from: [AccountStatus.DEACTIVATED], to: AccountStatus.ACTIVE },
  /** Instead of `reactivate` for who never chose a password. */
  reinvite: { from: [AccountStatus.DEACTIVATED], to: AccountStatus.INVITED },
});
