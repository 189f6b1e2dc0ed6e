import { randomUUID } from 'node:crypto';
import { Passkey } from '../src/accounts/passkey.entity.ts';
import type { Keyring } from '../src/platform/keyring.ts';
import { personalColumn } from '../src/platform/personal-data.ts';

/** A row alone: nothing can sign with it. `query`: of a transaction, or of the pool. */
export async function addPasskey(
  query: (sql: string, values: unknown[]) => Promise<unknown>,
  keyring: Keyring,
  accountId: string,
): Promise<string> {
  const id = randomUUID();
  await query(
    `insert into passkey (id, account_id, credential_id, public_key, counter, transports, name_sealed, backed_up, created_at)
     values ($1::uuid, $2, cast($1::uuid as text), '\\x00', 0, '{}', $3, false, now())`,
    [id, accountId, keyring.seal(personalColumn(Passkey, 'passkeyName').at(id), 'Key')],
  );
  return id;
}
