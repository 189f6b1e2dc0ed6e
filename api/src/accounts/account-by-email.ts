import { In } from 'typeorm';
import type { Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { Account } from './account.entity.ts';
import { emailIndexes } from './account.personal.ts';

/** Null: nobody has this address. */
export const accountByEmail = (tx: Transaction, keyring: Keyring, email: string): Promise<Account | null> =>
  tx.findOneBy(Account, { emailIndex: In(emailIndexes(keyring, email)) });
