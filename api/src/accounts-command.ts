import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { accountByEmail } from './accounts/account-by-email.ts';
import { addAccount } from './accounts/add-account.ts';
import { builtInRoles, type BuiltInRoleKey } from './accounts/built-in-roles.ts';
import { demoTotpSecret } from './accounts/demo-factor.ts';
import { hashPassword } from './accounts/password.ts';
import { Totp, totpSecret } from './accounts/totp.entity.ts';
import { codeAt } from './accounts/totp.ts';
import { systemActor } from './platform/actor.ts';
import { type Db, transaction } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { newTraceparent } from './platform/traceparent.ts';

export const accountsUsage = `npm run accounts -- add <e-mail> <name> <role>
npm run accounts -- code <e-mail>`;

const roleKeys = Object.keys(builtInRoles) as BuiltInRoleKey[];

export async function accountsCommand(args: string[], db: Db): Promise<string> {
  const [verb, ...rest] = args;
  if (verb === 'add' && rest.length === 3) return addPerson(db, ...(rest as [string, string, string]));
  if (verb === 'code' && rest.length === 1) return demoCode(db, rest[0]!);
  throw new AppError('BAD_USER_INPUT', `Use it like this:\n${accountsUsage}`);
}

/** How the first person of a new installation comes in. The password is made here and said once. */
async function addPerson(db: Db, email: string, displayName: string, roleName: string): Promise<string> {
  if (!z.email().max(254).safeParse(email).success)
    throw new AppError('BAD_USER_INPUT', 'This is not an e-mail address');
  const name = displayName.trim();
  if (name === '' || name.length > 200) throw new AppError('BAD_USER_INPUT', 'A name has 1 to 200 characters');
  const role = z.enum(roleKeys).safeParse(roleName.toUpperCase());
  if (!role.success)
    throw new AppError('BAD_USER_INPUT', `There is no role ${roleName}. There are: ${roleKeys.join(', ')}`);

  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  const operator = systemActor({ requestId: `accounts-${Date.now()}`, traceparent: newTraceparent() });
  const added = await transaction(db, (tx) =>
    addAccount(tx, db.keyring, operator, { email, displayName: name, role: role.data, passwordHash }),
  );
  if (!added) throw new AppError('CONFLICT', 'This e-mail address has an account already');
  return `${name} signs in as ${email} with this password, which is shown only now: ${password}`;
}

/** What the authenticator app of a fictional member of staff shows. Nobody else's secret leaves the database here. */
async function demoCode(db: Db, email: string): Promise<string> {
  const account = await accountByEmail(db.source.manager, db.keyring, email);
  const apps = account ? await db.source.getRepository(Totp).findBy({ accountId: account.id }) : [];
  if (!apps.some(({ id, secret }) => db.keyring.openText(totpSecret.at(id), secret) === demoTotpSecret))
    throw new AppError('NOT_FOUND', 'Only the fictional staff of a demo have a public authenticator app');
  const now = new Date();
  return `${codeAt(demoTotpSecret, now)} (for ${30 - (now.getUTCSeconds() % 30)} more seconds; each code works once)`;
}
