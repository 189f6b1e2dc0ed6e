import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
// Declares every column that holds sealed values.
import '../app.ts';
import { declaredSealedColumns } from '../platform/sealed-columns.ts';
import { dataDictionary } from './data-dictionary.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await aDatabase();
});
afterAll(() => home.drop());

/** Bytes that are no secret: digests of what has enough random bits, marks, signatures, public keys. */
const open = /(^|_)(hash|sha256|digest|leaf|root|mark|seal|signature|public_key)$/;

test('every column of bytes is declared as sealed, is an index of one that is, or holds no secret', async () => {
  const { rows } = await home.db.pool.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and udt_name in ('bytea', '_bytea')`,
  );
  const known = new Set(
    declaredSealedColumns().flatMap(({ table, column, indexes = [] }) =>
      [column, ...indexes.map((index) => index.column)].map((name) => `${table}.${name}`),
    ),
  );
  const found = rows.filter(({ column }) => !open.test(column)).map(({ table, column }) => `${table}.${column}`);
  expect(found.sort()).toEqual([...known].sort());
});

test('the dictionary names each of them', () => {
  const printed = dataDictionary();
  for (const { table, column, description } of declaredSealedColumns())
    expect(printed).toContain(`\`${table}.${column}\` | ${description}`);
});
