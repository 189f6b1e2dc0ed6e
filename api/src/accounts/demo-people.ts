import { rows, transaction, type Db } from '../platform/db.ts';
import { AccountRole } from './account.entity.ts';
import { hashPassword } from './password.ts';

/** Fictional, and the same on every first start: the README and the start command print them. */
export const demoPeople = [
  { email: 'lena@demo.example', displayName: 'Lena Okafor', role: AccountRole.INFLUENCER, password: 'studio-demo-1' },
  { email: 'mateo@demo.example', displayName: 'Mateo Ruiz', role: AccountRole.INFLUENCER, password: 'studio-demo-1' },
  { email: 'ada@demo.example', displayName: 'Ada Lindqvist', role: AccountRole.ADMINISTRATOR, password: 'desk-demo-1' },
];

/** Adds those who are missing. Their passwords are public: never in production. */
export async function seedDemoPeople(db: Db): Promise<void> {
  const known = await db.pool.query<{ email: string }>('select email from account where email = any($1::citext[])', [
    demoPeople.map(({ email }) => email),
  ]);
  const present = new Set(known.rows.map(({ email }) => email));
  const missing = demoPeople.filter(({ email }) => !present.has(email));
  const hashes = await Promise.all(missing.map(({ password }) => hashPassword(password)));
  await transaction(db, async (tx) => {
    for (const [i, { email, displayName, role }] of missing.entries())
      await rows(
        tx,
        `insert into account (email, display_name, role, password_hash) values ($1, $2, $3, $4)
         on conflict on constraint account_email_once do nothing`,
        [email, displayName, role, hashes[i]],
      );
  });
}
