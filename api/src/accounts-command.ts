import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { addAccount } from './accounts/add-account.ts';
import { builtInRoles, type BuiltInRoleKey } from './accounts/built-in-roles.ts';
import { hashPassword } from './accounts/password.ts';
import { systemActor } from './platform/actor.ts';
import { type Db, transaction } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { newTraceparent } from './platform/traceparent.ts';

export const accountsUsage = 'npm run accounts -- add <e-mail> <name> <role>';

const roleKeys = Object.keys(builtInRoles) as BuiltInRoleKey[];

/** How the first person of a new installation comes in. The password is made here and said once. */
export async function accountsCommand(args: string[], db: Db): Promise<string> {
  const [verb, email, displayName, roleName, ...rest] = args;
  if (verb !== 'add' || roleName === undefined || rest.length > 0)
    throw new AppError('BAD_USER_INPUT', `Use it like this:\n${accountsUsage}`);
  if (!z.email().max(254).safeParse(email).success)
    throw new AppError('BAD_USER_INPUT', 'This is not an e-mail address');
  const name = displayName!.trim();
  if (name === '' || name.length > 200) throw new AppError('BAD_USER_INPUT', 'A name has 1 to 200 characters');
  const role = z.enum(roleKeys).safeParse(roleName.toUpperCase());
  if (!role.success)
    throw new AppError('BAD_USER_INPUT', `There is no role ${roleName}. There are: ${roleKeys.join(', ')}`);

  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  const operator = systemActor({ requestId: `accounts-${Date.now()}`, traceparent: newTraceparent() });
  const added = await transaction(db, (tx) =>
    addAccount(tx, db.keyring, operator, { email: email!, displayName: name, role: role.data, passwordHash }),
  );
  if (!added) throw new AppError('CONFLICT', 'This e-mail address has an account already');
  return `${name} signs in as ${email} with this password, which is shown only now: ${password}`;
}
