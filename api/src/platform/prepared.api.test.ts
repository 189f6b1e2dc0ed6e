import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from 'vitest';
import { createDatabase, dropDatabase, ownerUrl } from '../../test/database.ts';
import { prepareStatementsOf } from './prepared.ts';

let url: string;
let pool: Pool;
/** What the only connection is asked. */
let describe: { mock: { calls: unknown[][] } };

beforeAll(async () => void (url = await createDatabase({ migrated: false })));
afterAll(() => dropDatabase(url));

beforeEach(async () => {
  pool = new Pool({ connectionString: ownerUrl(url), max: 1, pipeline: true });
  prepareStatementsOf(pool);
  const client = await pool.connect();
  describe = vi.spyOn(client.connection, 'describe');
  client.release();
  await pool.query('drop table if exists thing');
  await pool.query(
    'create table thing (id int primary key, name text, made_at timestamptz, facts jsonb, weight float8)',
  );
});
afterEach(() => pool.end());

const insert = 'insert into thing (id, name, made_at, facts, weight) values ($1, $2, $3, $4, $5)';
const byId = 'select * from thing where id = $1';
const madeAt = new Date('2026-03-01T10:00:00Z');

test('what the rows of a statement look like is asked once, and is the same for every answer', async () => {
  await pool.query(insert, [1, 'one', madeAt, { a: [1] }, 0.5]);
  await pool.query(insert, [2, null, null, null, null]);
  expect(describe.mock.calls).toHaveLength(1);

  const one = { id: 1, name: 'one', made_at: madeAt, facts: { a: [1] }, weight: 0.5 };
  const two = { id: 2, name: null, made_at: null, facts: null, weight: null };
  for (const [id, rows] of [
    [1, [one]],
    [2, [two]],
    [3, []],
    [1, [one]],
  ] as const)
    expect(await pool.query(byId, [id])).toMatchObject({ rows, rowCount: rows.length, command: 'SELECT' });
  expect(describe.mock.calls).toHaveLength(2);
  const first = await pool.query<{ name: string }>(byId, [1]);
  first.rows[0]!.name = 'changed by who asked';
  expect((await pool.query(byId, [1])).rows).toEqual([one]);

  for (let turn = 0; turn < 2; turn += 1)
    expect(await pool.query('update thing set name = $2 where id < $1', [3, 'same'])).toMatchObject({
      command: 'UPDATE',
      rowCount: 2,
      rows: [],
    });
});

test('statements with a name of their own, without one, and those with a callback', async () => {
  const statement = { name: 'sum', text: 'select $1::int + 1 as sum', values: [1] };
  for (let turn = 0; turn < 2; turn += 1) expect((await pool.query(statement)).rows).toEqual([{ sum: 2 }]);
  // Without one nothing is prepared, and nothing known of the next.
  for (const row of [{ one: 1 }, { two: 2 }])
    expect(
      (
        await pool.query({
          name: undefined,
          text: `select $1::int as ${Object.keys(row)[0]}`,
          values: Object.values(row),
        })
      ).rows,
    ).toEqual([row]);
  const client = await pool.connect();
  const answers = await Promise.all(
    [1, 2].map(
      (number) =>
        new Promise((resolve) =>
          client.query('select $1::int as number', [number], (error: Error | undefined, { rows }) =>
            resolve([error, rows]),
          ),
        ),
    ),
  );
  client.release();
  expect(answers).toEqual([1, 2].map((number) => [null, [{ number }]]));
});

test('the first ones of a connection may be on their way together', async () => {
  const client = await pool.connect();
  for (let turn = 0; turn < 3; turn += 1) {
    const found = await Promise.all(
      [1, 2, 3].map((number) => client.query<{ number: number }>('select $1::int as number', [number])),
    );
    expect(found.map(({ rows }) => rows)).toEqual([1, 2, 3].map((number) => [{ number }]));
  }
  client.release();
  expect(describe.mock.calls).toHaveLength(3);
});

test('one that fails tells who asked, and leaves the next as they were', async () => {
  const divide = 'select 10 / $1::int as part';
  const failing = async (): Promise<Error> =>
    pool.query(divide, [0]).then(
      () => new Error('nothing failed'),
      (error: Error) => error,
    );
  for (const part of [5, 2]) {
    const error = await failing();
    expect(error).toMatchObject({ code: '22012' });
    expect(error.stack).toContain('prepared.api.test.ts');
    expect((await pool.query(divide, [10 / part])).rows).toEqual([{ part }]);
  }
});

test('a statement whose columns have changed is refused, and shows nothing wrong', async () => {
  await pool.query(insert, [1, 'one', madeAt, null, 1]);
  await pool.query(byId, [1]);
  await pool.query('alter table thing drop column name');
  await expect(pool.query(byId, [1])).rejects.toThrow('cached plan must not change result type');
  expect((await pool.query('select id from thing where id = $1', [1])).rows).toEqual([{ id: 1 }]);
});
