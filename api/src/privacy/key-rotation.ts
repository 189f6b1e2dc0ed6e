import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { sealedValues } from '../platform/personal-data.ts';
import { declaredSealedColumns, type SealedColumn } from '../platform/sealed-columns.ts';
import { columnTypes, write } from './sealing.ts';

/** Few enough that nobody waits long for a row. */
const batchSize = 500;

/** SQL: the master key that a sealed value needs; see `Keyring.versionOf`. */
export const versionOf = (column: string): string => `(get_byte(${column}, 1) * 256 + get_byte(${column}, 2))`;

export interface KeyUse {
  table: string;
  column: string;
  version: number;
  rows: number;
}

/**
 * Seals everything anew under the newest master key while people read and write: both keys are at hand meanwhile. Progress
 * is kept for each column, so that whoever comes after a crash goes on, and two workers share the work.
 */
export class KeyRotation {
  constructor(private readonly db: Db) {}

  /** Whether some column has not been gone through since the newest key came. */
  async isDue(): Promise<boolean> {
    const { rows: done } = await this.db.pool.query<{ table: string; column: string }>(
      `select table_name as "table", column_name as "column" from key_rotation
       where key_version = $1 and finished_at is not null`,
      [this.db.keyring.newest],
    );
    const known = new Set(done.map(({ table, column }) => `${table}.${column}`));
    return declaredSealedColumns().some(({ table, column }) => !known.has(`${table}.${column}`));
  }

  /** Goes through every row again, also where that was done before: something may have been written by an older process. */
  async startOver(): Promise<void> {
    await transaction(this.db, (tx) =>
      tx.query('delete from key_rotation where key_version = $1', [this.db.keyring.newest]),
    );
  }

  /** How many values were sealed anew. Stops between two batches when asked to. */
  async run(signal?: AbortSignal): Promise<number> {
    let sealed = 0;
    for (const column of declaredSealedColumns()) {
      let last = false;
      while (!last) {
        signal?.throwIfAborted();
        const batch = await transaction(this.db, (tx) => this.#nextBatch(tx, column));
        sealed += batch.sealed;
        last = batch.last;
      }
    }
    return sealed;
  }

  /** What each key is still needed for. A key that is not named here may go. */
  async uses(): Promise<KeyUse[]> {
    const found = await Promise.all(
      declaredSealedColumns().map(async ({ table, column }) => {
        const { rows: counted } = await this.db.pool.query<{ version: number; rows: number }>(
          `select ${versionOf(column)} as version, count(*)::int as rows from ${table}
           where ${column} is not null group by 1 order by 1`,
        );
        return counted.map((one) => ({ table, column, ...one }));
      }),
    );
    return found.flat();
  }

  async #nextBatch(tx: Transaction, column: SealedColumn): Promise<{ sealed: number; last: boolean }> {
    const { keyring } = this.db;
    const key = [column.table, column.column, keyring.newest];
    await tx.query(
      'insert into key_rotation (table_name, column_name, key_version) values ($1, $2, $3) on conflict do nothing',
      key,
    );
    // Its lock puts workers in a row: each takes the batch after the other's.
    const [progress] = await rows<{ lastId: string | null; finished: boolean }>(
      tx,
      `select last_id as "lastId", finished_at is not null as finished from key_rotation
       where table_name = $1 and column_name = $2 and key_version = $3 for update`,
      key,
    );
    if (!progress || progress.finished) return { sealed: 0, last: true };

    const found = await this.#oldRows(tx, column, progress.lastId);
    await write(
      tx,
      column,
      found.map(({ row, sealed }) => ({ row, ...this.#sealedAnew(column, row, sealed) })),
    );
    const last = found.length < batchSize;
    await tx.query(
      `update key_rotation set last_id = coalesce($4, last_id), rewrapped = rewrapped + $5,
         finished_at = case when $6 then now() end
       where table_name = $1 and column_name = $2 and key_version = $3`,
      [...key, found.at(-1)?.row ?? null, found.length, last],
    );
    return { sealed: found.length, last };
  }

  async #oldRows(
    tx: Transaction,
    { table, column, id }: SealedColumn,
    after: string | null,
  ): Promise<{ row: string; sealed: Buffer }[]> {
    const type = (await columnTypes(tx, table)).get(id);
    return rows(
      tx,
      `select ${id}::text as row, ${column} as sealed from ${table}
       where ${after === null ? '$1::text is null' : `${id} > $1::text::${type}`}
         and ${column} is not null and ${versionOf(column)} <> $2
       order by ${id} limit ${batchSize} for no key update`,
      [after, this.db.keyring.newest],
    );
  }

  /** Indexes are made of the text; without any, the text stays closed. */
  #sealedAnew(column: SealedColumn, row: string, sealed: Buffer): Record<string, Buffer | Buffer[] | null> {
    const { keyring } = this.db;
    const place = column.at(row);
    return {
      ...(column.indexes?.length ? sealedValues(keyring, column, row, keyring.openText(place, sealed)) : {}),
      [column.column]: keyring.rewrap(place, sealed),
    };
  }
}
