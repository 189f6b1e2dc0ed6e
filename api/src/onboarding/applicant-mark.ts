import { randomUUID } from 'node:crypto';
import { rows, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { sealedValues } from '../platform/personal-data.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';

/** Files and devices need none: they are compared where they are kept. */
export type MarkKind = 'DOCUMENT_NUMBER' | 'PAYOUT_ACCOUNT' | 'TAX_ID' | 'SOCIAL_PROFILE';

const indexField = 'applicant_mark.text';

const markColumn = sealedColumn({
  table: 'applicant_mark',
  column: 'text_sealed',
  id: 'id',
  kind: 'identity',
  retention: 'account',
  description: 'What two creators should not share, such as the number of a document, to find doubles by',
  indexes: [{ column: 'text_index', of: (keyring, text) => keyring.blindIndex(indexField, text) }],
});

/** Marks of other kinds are other marks, whatever their text. */
const markText = (kind: MarkKind, text: string): string => `${kind} ${text}`;

/** What holds of one account and kind from now on, and nothing else. Texts are normalised. */
export async function setMarks(
  tx: Transaction,
  keyring: Keyring,
  accountId: string,
  kind: MarkKind,
  texts: readonly string[],
): Promise<void> {
  await tx.query('delete from applicant_mark where account_id = $1 and kind = $2', [accountId, kind]);
  for (const text of new Set(texts)) {
    const id = randomUUID();
    const values = sealedValues(keyring, markColumn, id, markText(kind, text));
    await tx.query(
      'insert into applicant_mark (id, account_id, kind, text_sealed, text_index) values ($1, $2, $3, $4, $5)',
      [id, accountId, kind, values['text_sealed'], values['text_index']],
    );
  }
}

export interface SharedMark {
  kind: MarkKind;
  /** The other account. */
  accountId: string;
}

/** Others who have a mark of this account. */
export const sharedMarks = (tx: Transaction, accountId: string): Promise<SharedMark[]> =>
  rows<SharedMark>(
    tx,
    `select distinct other.kind, other.account_id as "accountId"
     from applicant_mark own join applicant_mark other using (text_index)
     where own.account_id = $1 and other.account_id <> $1
     order by other.kind, other.account_id`,
    [accountId],
  );
