import type { Keyring } from '../platform/keyring.ts';
import { openPersonal } from '../platform/personal-data.ts';
import { Account, type Person } from './account.entity.ts';

/** A person as a statement gives them. */
export interface PersonRow {
  id: string;
  /** In base64 when it comes in JSON. */
  nameSealed: Buffer | string;
}

/** SQL: of the account `a`, as JSON. */
export const personJson = (a: string): string =>
  `json_build_object('id', ${a}.id, 'nameSealed', encode(${a}.name_sealed, 'base64'))`;

export const personOf = (keyring: Keyring, { id, nameSealed }: PersonRow): Person => ({
  id,
  displayName: openPersonal(keyring, Account, 'displayName', id, nameSealed),
});
