import type { AccountRole } from './account.entity.ts';
import type { Db } from '../platform/db.ts';

export interface NewAccount {
  email: string;
  displayName: string;
  role: AccountRole;
  password: string;
}

export class AccountService {
  constructor(private readonly db: Db) {}
}
