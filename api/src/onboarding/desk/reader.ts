import { rows, type Transaction } from '../../platform/db.ts';

/** Whoever reads what is written to them: in their language, with days of where they live. */
export interface Reader {
  language: string;
  timeZone: string;
}

/** The account must be there. */
export async function readerOf(tx: Transaction, accountId: string): Promise<Reader> {
  const [reader] = await rows<Reader>(tx, 'select language, time_zone as "timeZone" from account where id = $1', [
    accountId,
  ]);
  return reader!;
}
