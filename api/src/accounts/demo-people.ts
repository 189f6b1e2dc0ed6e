import { systemActor } from '../platform/actor.ts';
import { type Db, transaction } from '../platform/db.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { emailIndexes } from './account.personal.ts';
import { addAccount } from './add-account.ts';
import { hashPassword } from './password.ts';

/** Fictional, and the same on every first start: the README and the start command print them. */
export const demoPeople = [
  { email: 'lena@demo.example', displayName: 'Lena Okafor', role: 'INFLUENCER', password: 'studio-demo-1' },
  { email: 'mateo@demo.example', displayName: 'Mateo Ruiz', role: 'INFLUENCER', password: 'studio-demo-1' },
  { email: 'ada@demo.example', displayName: 'Ada Lindqvist', role: 'ADMINISTRATOR', password: 'desk-demo-1' },
] as const;

/** Adds those who are missing. Their passwords are public: never in production. */
export async function seedDemoPeople(db: Db): Promise<void> {
  const known = await Promise.all(
    demoPeople.map(({ email }) =>
      db.pool.query('select from account where email_index = any($1)', [emailIndexes(db.keyring, email)]),
    ),
  );
  const missing = demoPeople.filter((_, i) => known[i]!.rows.length === 0);
  const hashes = await Promise.all(missing.map(({ password }) => hashPassword(password)));
  const seeding = systemActor({ requestId: 'demo-people', traceparent: newTraceparent() });
  await transaction(db, async (tx) => {
    for (const [i, person] of missing.entries())
      await addAccount(tx, db.keyring, seeding, { ...person, passwordHash: hashes[i]! });
  });
}
