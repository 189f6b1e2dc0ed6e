import type { Db } from '../platform/db.ts';
import { Keyring } from '../platform/keyring.ts';
import { declaredSealedColumns, type SealedColumn } from '../platform/sealed-columns.ts';
import { versionOf } from './key-rotation.ts';

/** A master key without which something that lies here does not open. */
export interface KeyTrouble {
  /** FOREIGN: there is a key of this number, and it is not the one that sealed. */
  what: 'MISSING' | 'FOREIGN';
  version: number;
}

/** Without these nobody signs in, and there is hardly a database without them. */
const tried = ['account.email_sealed', 'signing_key.private_key'];
const triedRows = 5;

/** Null: what was tried opens, and everything else was sealed with keys that are at hand. */
export async function troubleOfKeys(db: Db): Promise<KeyTrouble | null> {
  return (await whatDoesNotOpen(db)) ?? (await keyStillNeeded(db));
}

/** Tried rather than concluded: the key of another installation has the same number. */
export async function whatDoesNotOpen({ pool, keyring }: Db): Promise<KeyTrouble | null> {
  for (const column of declaredSealedColumns().filter((each) => tried.includes(`${each.table}.${each.column}`))) {
    const { rows } = await pool.query<{ row: string; sealed: Buffer }>(
      `select ${column.id}::text as row, ${column.column} as sealed from ${column.table}
       where ${column.column} is not null limit ${triedRows}`,
    );
    for (const { row, sealed } of rows) {
      const version = Keyring.versionOf(sealed);
      if (!keyring.versions.includes(version)) return { what: 'MISSING', version };
      if (!opens(keyring, column, row, sealed)) return { what: 'FOREIGN', version };
    }
  }
  return null;
}

function opens(keyring: Keyring, column: SealedColumn, row: string, sealed: Buffer): boolean {
  try {
    keyring.open(column.at(row), sealed);
    return true;
  } catch {
    return false;
  }
}

/** Looks through a column only when a key is gone under which it was once sealed, and nothing says that it was gone through since. */
async function keyStillNeeded({ pool, keyring }: Db): Promise<KeyTrouble | null> {
  const { rows: suspected } = await pool.query<{ table: string; column: string; version: number }>(
    `select table_name as "table", column_name as "column", key_version as version from key_rotation former
     where key_version <> all ($1) and not exists (
       select from key_rotation later where (later.table_name, later.column_name) = (former.table_name, former.column_name)
         and later.key_version > former.key_version and later.finished_at is not null)`,
    [keyring.versions],
  );
  const declared = new Set(declaredSealedColumns().map(({ table, column }) => `${table}.${column}`));
  for (const { table, column, version } of suspected) {
    if (!declared.has(`${table}.${column}`)) continue;
    const { rowCount } = await pool.query(
      `select from ${table} where ${column} is not null and ${versionOf(column)} = $1 limit 1`,
      [version],
    );
    if (rowCount) return { what: 'MISSING', version };
  }
  return null;
}
