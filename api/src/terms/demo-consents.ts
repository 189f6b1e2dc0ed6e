import { emailIndexes } from '../accounts/account.personal.ts';
import { demoPeople } from '../accounts/demo-people.ts';
import { systemActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { textIn, versionsInForce } from './terms.rows.ts';

/** Fictional creators have accepted the first version of everything that is required. Later ones they are asked about. */
export async function seedDemoConsents(db: Db): Promise<void> {
  const creators = demoPeople.filter(({ role }) => role === 'INFLUENCER');
  await transaction(db, (tx) =>
    keepDemoConsents(
      tx,
      db.keyring,
      creators.map(({ email }) => email),
    ),
  );
}

export async function keepDemoConsents(tx: Transaction, keyring: Keyring, emails: readonly string[]): Promise<void> {
  const seeding = systemActor({ requestId: 'demo-consents', traceparent: newTraceparent() });
  const given = await rows<{ id: string; versionId: string }>(
    tx,
    `insert into consent (id, account_id, version_id, turn, given, language, text_sha256)
     select gen_random_uuid(), a.id, v.id, 1, true, t.language, t.sha256
     from account a cross join ${versionsInForce} v ${textIn('v', 'a.language')}
     where a.email_index = any($1) and v.required and v.number = 1 on conflict do nothing
     returning id, version_id as "versionId"`,
    [emails.flatMap((email) => emailIndexes(keyring, email))],
  );
  for (const { id, versionId } of given)
    await recordAudit(tx, seeding, 'terms.accept', { type: 'termsVersion', id: versionId }, { consent: id });
}
