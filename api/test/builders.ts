import { randomBytes } from 'node:crypto';
import { insertAccount } from '../src/accounts/add-account.ts';
import { builtInRoles, type BuiltInRoleKey } from '../src/accounts/built-in-roles.ts';
import { rows, transaction } from '../src/platform/db.ts';
import { reachEverything } from '../src/platform/reach.ts';
import { acceptRequired } from './accept-required.ts';
import type { TestAccount } from './actors.ts';
import type { World } from './world.ts';

/** Its hash is as cheap to check as Argon2 allows, so that tests do not wait for what protects people. */
const password = 'a password for tests';
const passwordHash = '$argon2id$v=19$m=8,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$YZIrtyMq9YCoCKgVfWfJnRFPj5j3y0FuKBcFCeTBd+o';

type AccountDetails = Partial<Pick<TestAccount, 'email' | 'displayName'>> & {
  organisationId?: string | null;
  /** Creators have accepted all that is required, unless the test says otherwise. */
  accepted?: boolean;
};

export async function anAccount(
  { db }: Pick<World, 'db'>,
  role: BuiltInRoleKey,
  details: AccountDetails = {},
): Promise<TestAccount> {
  const email = details.email ?? `${role.toLowerCase()}-${randomBytes(4).toString('hex')}@test.example`;
  const displayName = details.displayName ?? `Test ${role.toLowerCase()}`;
  const id = await transaction(db, (tx) =>
    insertAccount(
      tx,
      db.keyring,
      { email, displayName, passwordHash },
      { organisation_id: details.organisationId ?? null },
    ),
  );
  await db.pool.query('insert into account_role (account_id, role_key) values ($1, $2)', [id, role]);
  if (builtInRoles[role].audience === 'CREATOR' && details.accepted !== false) await acceptEverything({ db }, id);
  return { id, email, displayName, password };
}

export async function acceptEverything({ db }: Pick<World, 'db'>, accountId: string): Promise<void> {
  await db.pool.query(acceptRequired, [[accountId]]);
}

export const anInfluencer = (world: Pick<World, 'db'>, details: AccountDetails = {}): Promise<TestAccount> =>
  anAccount(world, 'INFLUENCER', details);

export const anAdministrator = (world: Pick<World, 'db'>, details: AccountDetails = {}): Promise<TestAccount> =>
  anAccount(world, 'ADMINISTRATOR', details);

/** The id of a brand. */
export const anOrganisation = ({ db }: Pick<World, 'db'>): Promise<string> =>
  transaction(db, async (tx) => {
    await reachEverything(tx);
    const [made] = await rows<{ id: string }>(
      tx,
      "insert into organisation (name, kind) values ($1, 'BRAND') returning id",
      [`Brand ${randomBytes(4).toString('hex')}`],
    );
    return made!.id;
  });
