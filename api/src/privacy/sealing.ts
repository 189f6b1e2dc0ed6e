import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { sealedValues } from '../platform/personal-data.ts';
import { declaredSealedColumns, type SealedColumn } from '../platform/sealed-columns.ts';

/** Few enough that nobody waits long for a row. */
const batchSize = 500;

/**
 * Seals what a former release left readable, before anybody is served. Of several processes that start together each waits
 * for the rows that another is at.
 */
export async function sealPlainValues(db: Db): Promise<void> {
  for (const column of declaredSealedColumns()) {
    const { table, id, plain } = column;
    if (plain === undefined) continue;
    let found: { row: string; text: string }[];
    do {
      found = await transaction(db, async (tx) => {
        const batch = await rows<{ row: string; text: string }>(
          tx,
          // As the type is shown: a network address without the mask that a cast adds.
          `select ${id}::text as row, format('%s', ${plain}) as text from ${table}
           where ${plain} is not null order by ${id} limit ${batchSize} for update`,
        );
        const sealed = batch.map(({ row, text }) => ({ row, ...sealedValues(db.keyring, column, row, text) }));
        await write(tx, column, sealed, `, ${plain} = null`);
        return batch;
      });
    } while (found.length === batchSize);
  }
}

type Written = { row: string } & Record<string, string | Buffer | Buffer[] | null>;

/** One statement for all rows. */
export async function write(tx: Transaction, column: SealedColumn, written: Written[], also = ''): Promise<void> {
  if (written.length === 0) return;
  const { table, id } = column;
  const names = Object.keys(written[0]!).filter((name) => name !== 'row');
  const types = await columnTypes(tx, table);
  await tx.query(
    `update ${table} t set ${names.map((name) => `${name} = v.${name}`).join(', ')}${also}
     from jsonb_to_recordset($1::jsonb) as v("row" text, ${names.map((name) => `${name} ${types.get(name)}`).join(', ')})
     where t.${id} = v."row"::${types.get(id)}`,
    [JSON.stringify(written, asPostgres)],
  );
}

/** A Buffer as Postgres writes one. `JSON.stringify` asks `toJSON` first, so the holder is asked for the Buffer itself. */
function asPostgres(this: unknown, key: string, value: unknown): unknown {
  const itself: unknown = Reflect.get(this as object, key);
  return Buffer.isBuffer(itself) ? `\\x${itself.toString('hex')}` : value;
}

export async function columnTypes(tx: Transaction, table: string): Promise<Map<string, string>> {
  const found = await rows<{ name: string; type: string }>(
    tx,
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  );
  return new Map(found.map(({ name, type }) => [name, type]));
}
