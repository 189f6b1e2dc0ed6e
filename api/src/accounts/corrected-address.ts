import type { Actor } from '../platform/actor.ts';
import { demandSomebodyElse } from './account.policy.ts';
import { FieldProblems } from './account.rules.ts';
import type { AttemptLimits } from './attempt-limits.ts';

/** What staff typed as the address of somebody else, in the form in which it is stored, when a mail may be sent there. */
export async function correctedAddress(
  limits: AttemptLimits,
  staff: Actor,
  accountId: string,
  address: string,
): Promise<string> {
  demandSomebodyElse(staff, accountId);
  const problems = new FieldProblems();
  const email = problems.email('email', address);
  problems.demandNone('This is not an e-mail address');
  await limits.mailTo(email);
  return email;
}
