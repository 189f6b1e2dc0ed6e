import { In } from 'typeorm';
import type { Db } from '../platform/db.ts';
import { Account } from './account.entity.ts';
import { emailIndexes } from './account.personal.ts';

/** Null: nobody has this address. */
export const accountByEmail = (db: Db, email: string): Promise<Account | null> =>
  db.source.getRepository(Account).findOneBy({ emailIndex: In(emailIndexes(db.keyring, email)) });
