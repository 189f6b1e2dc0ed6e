import { rows, type Db, type Transaction } from '../platform/db.ts';
import type { Settings } from '../platform/setting.ts';
import { secondFactorFor } from './second-factor.settings.ts';

/** Of the account `a`. */
const hasFactor = `(exists (select from totp where account_id = a.id and confirmed_at is not null)
  or exists (select from passkey where account_id = a.id))`;

/**
 * Of the account `a`: a role of theirs is for an audience among `$1`, or something they were given, by a role or alone,
 * reaches further than their own things. What is denied counts too: a denial may end by itself.
 */
const needsFactor = `(exists (select from account_role ar join role r on r.key = ar.role_key
    where ar.account_id = a.id and r.audience = any($1))
  or exists (select from account_role ar join role_permission rp using (role_key)
    where ar.account_id = a.id and rp.scope <> 'OWN')
  or exists (select from account_permission ap
    where ap.account_id = a.id and ap.effect = 'GRANT' and ap.scope <> 'OWN' and (ap.expires_at is null or ap.expires_at > now())))`;

export interface FactorStanding {
  has: boolean;
  mandatory: boolean;
}

export async function factorStanding(tx: Transaction, settings: Settings, accountId: string): Promise<FactorStanding> {
  const [found] = await rows<FactorStanding>(
    tx,
    `select ${hasFactor} as has, ${needsFactor} as mandatory from account a where a.id = $2`,
    [settings.read(secondFactorFor), accountId],
  );
  return found ?? { has: false, mandatory: false };
}

/** Everybody who can sign in and lacks the second factor that they need; or whether this one account does. */
export async function lackingFactor(tx: Transaction, settings: Settings, accountId: string | null): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `select a.id from account a
     where a.status = 'ACTIVE' and ($2::uuid is null or a.id = $2) and not ${hasFactor} and ${needsFactor} order by a.id`,
    [settings.read(secondFactorFor), accountId],
  );
  return found.map(({ id }) => id);
}

export async function hasSecondFactor({ pool }: Db, accountId: string): Promise<boolean> {
  const { rows: found } = await pool.query<{ has: boolean }>({
    name: 'second-factor-any',
    text: `select ${hasFactor} as has from account a where a.id = $1`,
    values: [accountId],
  });
  return found[0]?.has ?? false;
}
