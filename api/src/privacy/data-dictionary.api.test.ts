import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const open = /(^|_)(hash|sha256|digest|leaf|root|mark|seal|receipt|signature|public_key)$/;

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

test('of every table it was decided how long its rows are kept', async () => {
  const { rows } = await home.db.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migration'`,
  );
  const retention = readFileSync(join(import.meta.dirname, '../../../docs/retention.md'), 'utf8');
  const decided = [...retention.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name!);
  const tables = rows.map(({ name }) => name);
  expect([
    ...tables
      .filter((name) => !decided.includes(name))
      .map((name) => `${name} has no line in docs/retention.md: say how long its rows are kept, and what removes them`),
    ...decided.filter((name) => !tables.includes(name)).map((name) => `${name} is no table any more`),
  ]).toEqual([]);
});
