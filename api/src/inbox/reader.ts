import { rows, type Transaction } from '../platform/db.ts';
import { languageFor } from './notice-texts.ts';

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

/** A day, not how many days are left: who reads it later reads it right. */
export const dayWords = (at: Date, { language, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(languageFor(language), { dateStyle: 'long', timeZone }).format(at);
