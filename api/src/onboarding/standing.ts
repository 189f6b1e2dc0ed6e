import { announceAccessChange } from '../accounts/access.ts';
import type { BuiltInRoleKey } from '../accounts/built-in-roles.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';

/** Opens the studio: from applicant to influencer, on every device at once. */
export const activate = (events: EventBus, tx: Transaction, actor: Actor, accountId: string): Promise<boolean> =>
  exchangeRole(events, tx, actor, { accountId, from: 'APPLICANT', to: 'INFLUENCER', action: 'onboarding.activate' });

/** Leaves what they have and takes what needs a valid application. False when there was nothing to take. */
export const limit = (events: EventBus, tx: Transaction, actor: Actor, accountId: string): Promise<boolean> =>
  exchangeRole(events, tx, actor, { accountId, from: 'INFLUENCER', to: 'APPLICANT', action: 'onboarding.limit' });

interface Exchange {
  accountId: string;
  from: BuiltInRoleKey;
  to: BuiltInRoleKey;
  action: string;
}

/** False when they did not have the role: nothing changes then. */
async function exchangeRole(
  events: EventBus,
  tx: Transaction,
  actor: Actor,
  { accountId, from, to, action }: Exchange,
): Promise<boolean> {
  // Whoever else changes roles locks the account first.
  await tx.query('select from account where id = $1 for key share', [accountId]);
  const taken = await rows(tx, 'delete from account_role where account_id = $1 and role_key = $2 returning role_key', [
    accountId,
    from,
  ]);
  if (taken.length === 0) return false;
  await tx.query('insert into account_role (account_id, role_key) values ($1, $2) on conflict do nothing', [
    accountId,
    to,
  ]);
  await recordAudit(
    tx,
    actor,
    action,
    { type: 'account', id: accountId },
    { before: { role: from }, after: { role: to } },
  );
  await announceAccessChange(events, tx, accountId);
  return true;
}
