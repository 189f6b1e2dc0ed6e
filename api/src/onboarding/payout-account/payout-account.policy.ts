import type { Actor, SignedInActor } from '../../platform/actor.ts';
import { AppError } from '../../platform/errors.ts';
import { demand, permission } from '../../platform/permission.ts';
import { useOwnApplication } from '../onboarding.policy.ts';

export const instructDeposits = permission(
  'payoutAccounts.instruct',
  'See which small amounts are to be sent to verify payout accounts, and to where',
);

/** Where somebody is paid is for themselves to say, and not for staff who look through their eyes. */
export function payoutOwner(actor: Actor): SignedInActor {
  const owner = demand(actor, useOwnApplication);
  if (owner.impersonatorId !== null) throw new AppError('FORBIDDEN', 'Only the creator can do this');
  return owner;
}
