import { randomUUID } from 'node:crypto';
import { systemActor } from '../platform/actor.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { reachEverything } from '../platform/reach.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { emailIndexes } from './account.personal.ts';
import { addAccount } from './add-account.ts';
import { demoTotpSecret } from './demo-factor.ts';
import { hashPassword } from './password.ts';
import { totpSecret } from './totp.entity.ts';

/** Fictional, and the same on every first start: the README and the start command print them. */
export const demoPeople = [
  { email: 'lena@demo.example', displayName: 'Lena Okafor', role: 'INFLUENCER', password: 'studio-demo-1' },
  { email: 'mateo@demo.example', displayName: 'Mateo Ruiz', role: 'INFLUENCER', password: 'studio-demo-1' },
  { email: 'noa@demo.example', displayName: 'Noa Lindgren', role: 'APPLICANT', password: 'studio-demo-1' },
  { email: 'ada@demo.example', displayName: 'Ada Lindqvist', role: 'ADMINISTRATOR', password: 'desk-demo-1' },
  { email: 'olivia@demo.example', displayName: 'Olivia Grant', role: 'WORKSPACE_OWNER', password: 'desk-demo-1' },
  { email: 'oscar@demo.example', displayName: 'Oscar Nyberg', role: 'WORKSPACE_OPERATOR', password: 'desk-demo-1' },
  { email: 'kim@demo.example', displayName: 'Kim Sato', role: 'KYC_REVIEWER', password: 'desk-demo-1' },
  { email: 'carla@demo.example', displayName: 'Carla Brandt', role: 'CAMPAIGN_MANAGER', password: 'desk-demo-1' },
  { email: 'finn@demo.example', displayName: 'Finn Moreau', role: 'FINANCE', password: 'desk-demo-1' },
  { email: 'sofia@demo.example', displayName: 'Sofía Haddad', role: 'SUPPORT', password: 'desk-demo-1' },
  { email: 'aron@demo.example', displayName: 'Aron Weiss', role: 'AUDITOR', password: 'desk-demo-1' },
  { email: 'bea@demo.example', displayName: 'Bea Nordin', role: 'BRAND_MEMBER', password: 'desk-demo-1' },
  { email: 'bruno@demo.example', displayName: 'Bruno Costa', role: 'BRAND_MEMBER', password: 'desk-demo-1' },
] as const;

/** The brand whose members are among them. */
const demoBrand = 'Nordwind Coffee';

/** Adds those who are missing. Their passwords and authenticator app are public: never in production. */
export async function seedDemoPeople(db: Db): Promise<void> {
  const known = await Promise.all(
    demoPeople.map(({ email }) =>
      db.pool.query('select from account where email_index = any($1)', [emailIndexes(db.keyring, email)]),
    ),
  );
  const missing = demoPeople.filter((_, i) => known[i]!.rows.length === 0);
  const passwords = [...new Set<string>(missing.map(({ password }) => password))];
  const hashes = new Map(await Promise.all(passwords.map(async (word) => [word, await hashPassword(word)] as const)));
  const seeding = systemActor({ requestId: 'demo-people', traceparent: newTraceparent() });
  await transaction(db, async (tx) => {
    for (const person of missing) {
      const id = await addAccount(tx, db.keyring, seeding, { ...person, passwordHash: hashes.get(person.password)! });
      if (id !== null && person.role === 'BRAND_MEMBER')
        await tx.query('update account set organisation_id = $2 where id = $1', [id, await theDemoBrand(tx)]);
    }
    await seedDemoFactors(tx, db.keyring);
  });
}

async function theDemoBrand(tx: Transaction): Promise<string> {
  await reachEverything(tx);
  const [brand] = await rows<{ id: string }>(
    tx,
    `insert into organisation (name, kind) values ($1, 'BRAND')
     on conflict ((lower(name))) do update set name = excluded.name returning id`,
    [demoBrand],
  );
  return brand!.id;
}

/** Fictional staff who have no second factor, of this start or an earlier release. */
async function seedDemoFactors(tx: Transaction, keyring: Keyring): Promise<void> {
  const without = await rows<{ id: string }>(
    tx,
    `select id from account where email_index = any($1)
       and exists (select from account_role join role on role.key = role_key where account_id = account.id and audience <> 'CREATOR')
       and not exists (select from totp where account_id = account.id and confirmed_at is not null)
       and not exists (select from passkey where account_id = account.id)`,
    [demoPeople.flatMap(({ email }) => emailIndexes(keyring, email))],
  );
  for (const { id: accountId } of without) {
    const id = randomUUID();
    await tx.query(
      'insert into totp (id, account_id, secret, created_at, confirmed_at) values ($1, $2, $3, now(), now())',
      [id, accountId, keyring.seal(totpSecret.at(id), demoTotpSecret)],
    );
  }
}
