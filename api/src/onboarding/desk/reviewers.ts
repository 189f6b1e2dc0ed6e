import { personOf, type PersonRow } from '../../accounts/person.ts';
import type { Person } from '../../accounts/account.entity.ts';
import { heldPermissions } from '../../accounts/access.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import { demand } from '../../platform/permission.ts';
import { assignReviews, reviewApplications } from '../onboarding.policy.ts';

/** Who may be given cases. */
export async function reviewersOf(db: Db, id: string | null = null): Promise<Person[]> {
  const { rows: found } = await db.pool.query<PersonRow>(
    `select a.id, a.name_sealed as "nameSealed" from account a
     where a.id in (
         select ar.account_id from account_role ar join role_permission rp using (role_key) where rp.permission = $1
         union select account_id from account_permission where permission = $1 and effect = 'GRANT')
       and a.status = 'ACTIVE' and ($2::uuid is null or a.id = $2)
       and ${heldPermissions}::jsonb @> jsonb_build_array(jsonb_build_array($1::text))
     order by a.created_at, a.id limit 500`,
    [reviewApplications.name, id],
  );
  return found.map((row) => personOf(db.keyring, row));
}

export function reviewers(db: Db, actor: Actor): Promise<Person[]> {
  demand(actor, assignReviews);
  return reviewersOf(db);
}
