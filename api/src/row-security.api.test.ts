import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TestAccount } from '../test/actors.ts';
import { anAccount } from '../test/builders.ts';
import { aDatabase, asOwner, type TestDatabase } from '../test/database.ts';
import { letEverybodyKnock } from '../test/knock.ts';
import { aWorld, type World } from '../test/world.ts';
import { nobody, type Actor } from './platform/actor.ts';
import { rows, transaction, type Transaction } from './platform/db.ts';
import { type AnyPermission, declaredPermissions, type Scope } from './platform/permission.ts';
import { beyondOwn, reach, reachEverything } from './platform/reach.ts';
import { inNameOf, inRequest } from './platform/request-reach.ts';

/** Tables that lead to an account or an organisation and have no policy. */
const withoutPolicy: Record<string, string[]> = {
  'of the whole workspace; the account is the member of staff who did it': [
    'audit_export',
    'audit_verification',
    'mail_template',
    'setting_value',
    'terms_document',
    'terms_telling',
    'terms_text',
    'terms_version',
  ],
};
/** Tables that have one by organisation and none by account: a creator is shown nothing of them, or what everybody is. */
const notOfAccounts: Record<string, string> = {
  campaign: 'creators are shown what was published, of every brand: what they find they belong to no part of',
  organisation: 'who belongs to none is shown none',
};

let home: TestDatabase;
const [ours, theirs] = [randomUUID(), randomUUID()];
/** One of each organisation, and one of none. */
const people = { ours: randomUUID(), theirs: randomUUID(), nobodys: randomUUID() };
const wanted: AnyPermission = { name: 'test.see', description: '', scopes: ['ORGANISATION', 'ALL'] };
const member = (organisationId: string | null): Actor => ({
  ...nobody,
  accountId: randomUUID(),
  organisationId,
  permissions: new Map([[wanted.name, 'ORGANISATION']]),
  ip: null,
  requestId: 'r',
  traceparent: 't',
});

interface Column {
  name: string;
  type: string;
}
interface Table {
  name: string;
  /** The column that says whose a row is. */
  owner: string;
  /** The table of whose rows this one's are parts, where they say no more than that. */
  whole: string | null;
  columns: Column[];
}
/** Shown by organisation. */
let tables: Table[] = [];
/** Shown by account. */
let ownTables: Table[] = [];
/** Tables whose rows lead to an account or an organisation. */
let found: { name: string; guarded: boolean }[] = [];

/** Of tables without their constraints, any value of the type will do. */
const valueOf = ({ name, type }: Column): unknown => {
  const made: Record<string, () => unknown> = {
    uuid: randomUUID,
    text: () => `${name} ${randomUUID()}`,
    bytea: () => Buffer.from(randomUUID()),
    bool: () => false,
    int2: () => 1,
    int4: () => 1,
    float4: () => 1,
    int8: () => Math.floor(Math.random() * 1e12),
    timestamptz: () => new Date(),
    date: () => '2026-01-01',
    jsonb: () => '{}',
    bpchar: () => 'EUR',
    tsvector: () => '',
    _text: () => [],
    _bytea: () => [],
  };
  const make = made[type];
  if (!make) throw new Error(`say here what a value of ${type} looks like (${name})`);
  return make();
};
const insertOf = ({ name, owner, columns }: Table, whose: string): [string, unknown[]] => [
  `insert into ${name} (${columns.map((column) => column.name).join(', ')})
   values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
  columns.map((column) => (column.name === owner ? whose : valueOf(column))),
];
/** What stands in the column of the owner: of each table whose rows have parts, one row for each person. */
const wholes = new Map<string, Record<keyof typeof people, string>>();
const ownerOf = ({ whole }: Table, whose: keyof typeof people): string =>
  whole === null ? people[whose] : wholes.get(whole)![whose];

/** Whose a row of the table is: an organisation, or a person of one. */
const owners = ({ owner }: Table): { ours: string; theirs: string } =>
  owner === 'account_id' ? people : { ours, theirs };

beforeAll(async () => {
  home = await aDatabase();
  const guarded = await asOwner<{ name: string; columns: Column[]; by: string[]; part: string | null }>(
    home.url,
    `select c.relname as name,
       (select json_agg(polname) from pg_policy where polrelid = c.oid) as by,
       (select pg_get_expr(polqual, polrelid) from pg_policy
         where polrelid = c.oid and polname = c.relname || '_own') as part,
       (select json_agg(json_build_object('name', a.attname, 'type', t.typname) order by a.attnum)
          from pg_attribute a join pg_type t on t.oid = a.atttypid
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = ''
           and (a.attname in ('id', 'account_id', 'organisation_id') or (a.attnotnull and not a.atthasdef)
             or exists (select from pg_policy where polrelid = c.oid and polname = c.relname || '_own'
               and pg_get_expr(polqual, polrelid) like '%(' || a.attname || ')%'))) as columns
       from pg_class c where c.relrowsecurity and c.relnamespace = 'public'::regnamespace order by c.relname`,
  );
  const guardedBy = (what: string, columnsOfOwner: string[]): Table[] =>
    guarded
      .filter(({ name, by }) => by.includes(`${name}_${what}`))
      .map(({ name, columns, part }) => {
        const [, whole = null, column = null] = /is_(\w+)_shown\((\w+)\)/.exec(part ?? '') ?? [];
        const named = columnsOfOwner.find((each) => columns.some((known) => known.name === each)) ?? 'id';
        return { name, columns, whole, owner: column ?? named };
      });
  tables = guardedBy('within_reach', ['organisation_id', 'account_id']);
  ownTables = guardedBy('own', ['account_id']);
  found = await asOwner<{ name: string; guarded: boolean }>(
    home.url,
    `with recursive leads (t) as (
       select oid from pg_class where oid in ('account'::regclass, 'organisation'::regclass)
       union select a.attrelid from pg_attribute a join pg_class c on c.oid = a.attrelid
         where a.attname in ('account_id', 'organisation_id') and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       union select f.conrelid from pg_constraint f join leads on leads.t = f.confrelid where f.contype = 'f')
     select c.relname as name, c.relrowsecurity and exists (select from pg_policy where polrelid = c.oid) as guarded
       from leads join pg_class c on c.oid = leads.t order by 1`,
  );
  // What a row must look like and lead to is not asked here, only whose it is.
  const checks = await asOwner<{ drop: string }>(
    home.url,
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
      where contype in ('c', 'f') and connamespace = 'public'::regnamespace`,
  );
  await asOwner(home.url, checks.map(({ drop }) => drop).join('; '));
  for (const [name, organisation] of [
    ['Ours', ours],
    ['Theirs', theirs],
  ] as const)
    await asOwner(home.url, `insert into organisation (id, name, kind) values ($1, $2, 'BRAND')`, [organisation, name]);
  const account = tables.find(({ name }) => name === 'account')!;
  for (const [whose, id] of Object.entries(people)) {
    const [statement, values] = insertOf(account, whose === 'ours' ? ours : theirs);
    await asOwner(
      home.url,
      statement,
      values.map((value, at) => (account.columns[at]!.name === 'id' ? id : value)),
    );
  }
  for (const organisation of [ours, theirs])
    await asOwner(
      home.url,
      ...insertOf(
        tables.find(({ name }) => name === 'campaign')!,
        organisation,
      ),
    );
  await asOwner(home.url, 'update account set organisation_id = null where id = $1', [people.nobodys]);
  const byWhole = ownTables.toSorted((one, other) => Number(one.whole !== null) - Number(other.whole !== null));
  for (const table of byWhole.filter(({ owner }) => owner !== 'id')) {
    const ids = { ours: '', theirs: '', nobodys: '' };
    for (const whose of Object.keys(ids) as (keyof typeof people)[]) {
      const [statement, values] = insertOf(table, ownerOf(table, whose));
      await asOwner(home.url, statement, values);
      ids[whose] = values[table.columns.findIndex(({ name }) => name === 'id')] as string;
    }
    wholes.set(table.name, ids);
  }
});
afterAll(() => home.drop());

const within = <T>(organisation: string | null, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  transaction(home.db, async (tx) => {
    await reach(tx, member(organisation), wanted);
    return work(tx);
  });
const ownersSeen = async (tx: Transaction, { name, owner }: Table): Promise<string[]> =>
  (await rows<{ owner: string }>(tx, `select ${owner} as owner from ${name}`)).map((row) => row.owner);

describe('as the login of the application, of every table with a policy', () => {
  test('a member of an organisation sees the rows of their own, and of no other', async () => {
    expect(tables.length).toBeGreaterThan(15);
    for (const table of tables) {
      expect(await within(ours, (tx) => ownersSeen(tx, table)), table.name).toEqual([owners(table).ours]);
      expect(await within(theirs, (tx) => ownersSeen(tx, table)), table.name).toEqual([owners(table).theirs]);
    }
  });

  test('who belongs to none sees nothing', async () => {
    for (const table of tables) expect(await within(null, (tx) => ownersSeen(tx, table)), table.name).toEqual([]);
  });

  test('who may see all sees all: the rows are there', async () => {
    for (const table of tables) {
      const seen = await transaction(home.db, async (tx) => {
        await reachEverything(tx);
        return ownersSeen(tx, table);
      });
      expect(seen, table.name).toEqual(expect.arrayContaining(Object.values(owners(table))));
    }
  });

  /** Null: done. */
  const refusal = async (statement: string, values: unknown[] = [], organisation: string | null = ours) =>
    within(organisation, async (tx) => {
      const touched = await rows(tx, statement, values);
      return touched.length === 0 ? 'nothing was touched' : null;
    }).catch((error: unknown) => (error as Error).message);
  const refused = /^nothing was touched$|violates row-level security policy|^permission denied/;

  test('a row of another organisation can be neither changed, deleted, made nor given away', async () => {
    for (const table of tables) {
      const { name, owner } = table;
      for (const organisation of [ours, null]) {
        const on = (statement: string, values: unknown[]) => refusal(statement, values, organisation);
        const { theirs: foreign } = owners(table);
        expect(
          await on(`update ${name} set ${owner} = ${owner} where ${owner} = $1 returning 1`, [foreign]),
          name,
        ).toMatch(refused);
        expect(await on(`delete from ${name} where ${owner} = $1 returning 1`, [foreign]), name).toMatch(refused);
        expect(await on(...insertOf(table, owner === 'id' ? randomUUID() : foreign)), name).toMatch(
          /violates row-level security policy/,
        );
      }
      expect(
        await refusal(`update ${name} set ${owner} = $2 where ${owner} = $1 returning 1`, [
          owners(table).ours,
          owners(table).theirs,
        ]),
        name,
      ).toMatch(/violates row-level security policy|^permission denied/);
    }
    const left = await Promise.all(
      tables.map(({ name }) => asOwner<{ count: number }>(home.url, `select count(*)::int as count from ${name}`)),
    );
    expect(left.map(([row]) => row!.count)).toEqual(
      tables.map(({ name }) => (name === 'organisation' || name === 'campaign' ? 2 : 3)),
    );
  });
});

describe('a statement without a filter, that says nothing about its reach', () => {
  /** As a resolver that forgot everything would: without a transaction, and within one. */
  const forgetful = async (table: Table): Promise<string[]> => [
    ...(await home.db.pool.query<{ owner: string }>(`select ${table.owner} as owner from ${table.name}`)).rows.map(
      ({ owner }) => owner,
    ),
    ...(await transaction(home.db, (tx) => ownersSeen(tx, table))),
  ];

  test('shows nothing in a request of which it is not known who asks', async () => {
    for (const table of tables) expect(await inRequest(() => forgetful(table)), table.name).toEqual([]);
  });

  test('shows each member their own however many take turns on the connections, also after one rolled back', async () => {
    const table = tables.find(({ name }) => name === 'session')!;
    const askers = Array.from({ length: 60 }, (_, turn) =>
      [ours, theirs, null].map((organisation) => async () => {
        if (turn % 5 === 0)
          await expect(
            transaction(home.db, async (tx) => {
              await reachEverything(tx);
              throw new Error('rolled back');
            }),
          ).rejects.toThrow('rolled back');
        return { organisation, seen: new Set(await forgetful(table)) };
      }),
    ).flat();
    const seen = await Promise.all(askers.map((ask, at) => inNameOf(member([ours, theirs, null][at % 3]!), ask)));
    expect(seen).toHaveLength(180);
    for (const { organisation, seen: owner } of seen)
      expect(owner).toEqual(
        new Set(
          organisation === ours ? [people.ours] : organisation === theirs ? [people.theirs] : Object.values(people),
        ),
      );
  });

  test('shows who belongs to an organisation no other one, unless they may see further in what is held for one', async () => {
    const table = tables.find(({ name }) => name === 'session')!;
    const shown = (permissions: [string, Scope][]) =>
      inNameOf({ ...member(ours), permissions: new Map(permissions) }, () => forgetful(table));
    const all: unknown = expect.arrayContaining(Object.values(people));
    expect(
      new Set(
        await shown([
          ['accounts.desk', 'ALL'],
          ['accounts.read', 'ORGANISATION'],
        ]),
      ),
    ).toEqual(new Set([people.ours]));
    expect(
      await shown([
        ['organisations.read', 'ORGANISATION'],
        ['accounts.read', 'ALL'],
      ]),
    ).toEqual(all);
    // What a member of a brand holds, to whom seeing people and organisations was denied.
    expect(new Set(await shown([['accounts.desk', 'ALL']]))).toEqual(new Set([people.ours]));
    expect(new Set(await shown([['onboarding.review', 'ALL']]))).toEqual(new Set([people.ours]));
    expect(await shown([['organisations.read', 'ALL']])).toEqual(all);
  });

  describe('in a resolver that a member of a brand asks', () => {
    let world: World;
    let bea: TestAccount;
    beforeAll(async () => {
      world = await aWorld({ databaseUrl: home.url });
      await letEverybodyKnock(world);
      bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: ours });
    });
    afterAll(() => world.stop());

    /** What the forgetful resolver found in each table, once for each time that it ran. */
    const found: Map<string, string[]>[] = [];
    const forgetAll = async (): Promise<void> => {
      const seen = new Map<string, string[]>();
      for (const table of tables) {
        const { rows: all } = await world.db.pool.query<{ owner: string }>(
          `select ${table.owner} as owner from ${table.name}`,
        );
        const inside = await transaction(world.db, (tx) => ownersSeen(tx, table));
        seen.set(table.name, [...all.map(({ owner }) => owner), ...inside]);
      }
      found.push(seen);
    };
    const expectOwnAlone = (): void => {
      for (const seen of found.splice(0))
        for (const table of tables) {
          const { ours: own } = owners(table);
          const others = seen.get(table.name)!.filter((owner) => owner !== own && owner !== bea.id);
          expect(seen.get(table.name), table.name).toContain(own);
          expect(others, table.name).toEqual([]);
        }
    };
    const overSocket = async (query: string): Promise<void> => {
      const client = createClient({
        url: `${world.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { token: await world.as(bea).token() },
        retryAttempts: 0,
      });
      const answers = client.iterate({ query });
      for await (const { errors } of answers) expect(errors).toBeUndefined();
      await client.dispose();
    };

    test('over HTTP, it shows the rows of that brand alone', async () => {
      const list = vi.spyOn(world.app.organisations, 'list').mockImplementation(async () => {
        await forgetAll();
        return [];
      });
      expect((await world.as(bea).run('{ organisations { id } }')).errors).toEqual([]);
      expect(found).toHaveLength(1);
      expectOwnAlone();
      await overSocket('{ organisations { id } }');
      expect(found).toHaveLength(1);
      expectOwnAlone();
      list.mockRestore();
    });

    test('of each event of a subscription, it shows the rows of that brand alone', async () => {
      const subscribe = vi.spyOn(world.app.inboxLive, 'subscribe').mockImplementation(async function* () {
        for (const id of ['first', 'second']) {
          await forgetAll();
          yield { id };
        }
      } as never);
      await overSocket('subscription { inboxChanged { __typename } }');
      expect(found).toHaveLength(2);
      expectOwnAlone();
      subscribe.mockRestore();
    });

    test('staff who may see everybody see everybody, on the same connections', async () => {
      const ada = await anAccount(world, 'ADMINISTRATOR');
      const list = vi.spyOn(world.app.organisations, 'list').mockImplementation(async () => {
        await forgetAll();
        return [];
      });
      await Promise.all([ada, bea, ada, bea].map((who) => world.as(who).run('{ organisations { id } }')));
      const everybody = found.splice(0).filter((seen) => seen.get('session')!.includes(people.theirs));
      expect(everybody).toHaveLength(2);
      list.mockRestore();
    });

    test('who shows a password of somebody else is let in as them, whoever is signed in', async () => {
      const lena = await anAccount(world, 'INFLUENCER');
      const { data } = await world.as(bea).run<{ signIn: { viewer: { id: string } } }>(
        `mutation ($email: String!, $password: String!) {
          signIn(email: $email, password: $password) { ... on SignIn { viewer { id } } }
        }`,
        lena,
      );
      expect(data.signIn.viewer.id).toBe(lena.id);
    });
  });
});

describe('who holds nothing that reaches further than their own account', () => {
  const creator = (accountId: string): Actor => ({
    ...nobody,
    accountId,
    permissions: new Map([['imaging.own', 'OWN']]),
    ip: null,
    requestId: 'r',
    traceparent: 't',
  });
  const seenIn = async (table: Table): Promise<string[]> => [
    ...(await home.db.pool.query<{ owner: string }>(`select ${table.owner} as owner from ${table.name}`)).rows.map(
      ({ owner }) => owner,
    ),
    ...(await transaction(home.db, (tx) => ownersSeen(tx, table))),
  ];

  test('is shown their own rows and no others, of every table of people, by statements without a filter', async () => {
    expect(ownTables.length).toBeGreaterThan(40);
    for (const table of ownTables)
      for (const whose of ['nobodys', 'ours'] as const) {
        const own = ownerOf(table, whose);
        expect(await inNameOf(creator(people[whose]), () => seenIn(table)), table.name).toEqual([own, own]);
      }
  });

  test('is shown nothing by statements without a filter while nobody is signed in, or it is not known who asks', async () => {
    for (const table of ownTables) {
      expect(await inRequest(() => seenIn(table)), table.name).toEqual([]);
      expect(await inNameOf(nobody, () => seenIn(table)), table.name).toEqual([]);
    }
  });

  test('can neither change, delete, make nor be given a row of somebody else', async () => {
    // A trigger of one table comes before its policy, and finds the same.
    const refusedRow = /violates row-level security policy|^permission denied|^an address belongs to its consent$/;
    const refusedOrNone = new RegExp(`^nothing was touched$|${refusedRow.source}`);
    const counts = () =>
      Promise.all(
        ownTables.map(({ name }) => asOwner<{ count: number }>(home.url, `select count(*)::int as count from ${name}`)),
      );
    const before = await counts();
    for (const table of ownTables) {
      const { name, owner } = table;
      const on = (statement: string, values: unknown[]) =>
        inNameOf(creator(people.nobodys), () => home.db.pool.query(statement, values))
          .then(({ rowCount }) => (rowCount === 0 ? 'nothing was touched' : 'done'))
          .catch((error: unknown) => (error as Error).message);
      const [own, foreign] = [ownerOf(table, 'nobodys'), ownerOf(table, 'ours')];
      expect(await on(`update ${name} set ${owner} = ${owner} where ${owner} = $1`, [foreign]), name).toMatch(
        refusedOrNone,
      );
      expect(await on(`delete from ${name} where ${owner} = $1`, [foreign]), name).toMatch(refusedOrNone);
      expect(await on(...insertOf(table, owner === 'id' ? randomUUID() : foreign)), name).toMatch(refusedRow);
      expect(await on(`update ${name} set ${owner} = $2 where ${owner} = $1`, [own, foreign]), name).toMatch(
        refusedRow,
      );
    }
    expect(await counts()).toEqual(before);
  });

  test('sees theirs however many take turns on the connections, also after what met others and was rolled back', async () => {
    const table = ownTables.find(({ name }) => name === 'image')!;
    const askers = Array.from({ length: 180 }, (_, turn) => {
      const whose = (['ours', 'theirs', 'nobodys'] as const)[turn % 3]!;
      return inNameOf(creator(people[whose]), async () => {
        if (turn % 5 === 0)
          await expect(
            transaction(home.db, async (tx) => {
              expect(await beyondOwn(tx, () => ownersSeen(tx, table))).toHaveLength(3);
              expect(await ownersSeen(tx, table)).toEqual([people[whose]]);
              if (turn % 2 === 0) await tx.query(`select set_config('influencegen.account', '', true)`);
              throw new Error('rolled back');
            }),
          ).rejects.toThrow('rolled back');
        return { whose, seen: new Set(await seenIn(table)) };
      });
    });
    for (const { whose, seen } of await Promise.all(askers)) expect(seen).toEqual(new Set([people[whose]]));
  });

  test('is shown nothing at all when the connection could not be told who asks, nor is whoever comes next', async () => {
    const table = ownTables.find(({ name }) => name === 'image')!;
    // So that the connections have been told somebody else.
    await Promise.all(Array.from({ length: 8 }, () => inNameOf(creator(people.ours), () => seenIn(table))));
    const untellable = creator('\0');
    for (let turn = 0; turn < 6; turn++) {
      const statement = `select account_id as owner from image`;
      await expect(inNameOf(untellable, () => home.db.pool.query(statement))).rejects.toThrow(/invalid byte sequence/);
      await expect(inNameOf(untellable, () => transaction(home.db, (tx) => ownersSeen(tx, table)))).rejects.toThrow(
        /invalid byte sequence|closed|terminated/,
      );
    }
    expect(new Set(await inNameOf(creator(people.theirs), () => seenIn(table)))).toEqual(new Set([people.theirs]));
  });

  test('is everybody without a permission: also staff before the second step of a sign-in', async () => {
    const table = ownTables.find(({ name }) => name === 'image_request')!;
    const staff = { ...creator(people.ours), permissions: new Map<string, Scope>([['accounts.desk', 'ALL']]) };
    expect(new Set(await inNameOf({ ...staff, permissions: new Map() }, () => seenIn(table)))).toEqual(
      new Set([people.ours]),
    );
    expect(new Set(await inNameOf(staff, () => seenIn(table)))).toEqual(new Set(Object.values(people)));
  });

  describe('in a resolver that a creator asks', () => {
    let world: World;
    let [lena, mateo]: TestAccount[] = [];
    beforeAll(async () => {
      world = await aWorld({ databaseUrl: home.url });
      await letEverybodyKnock(world);
      [lena, mateo] = [await anAccount(world, 'INFLUENCER'), await anAccount(world, 'APPLICANT')];
      for (const { id } of [lena, mateo]) {
        const [statement, values] = insertOf(
          ownTables.find(({ name }) => name === 'image')!,
          id,
        );
        await asOwner(home.url, statement, values);
      }
    });
    afterAll(() => world.stop());

    const seen: Map<string, string[]>[] = [];
    const forgetAll = async (): Promise<void> => {
      const all = new Map<string, string[]>();
      for (const { name, owner } of ownTables) {
        const plain = await world.db.pool.query<{ owner: string }>(`select ${owner} as owner from ${name}`);
        const inside = await transaction(world.db, (tx) =>
          rows<{ owner: string }>(tx, `select ${owner} as owner from ${name}`),
        );
        all.set(
          name,
          [...plain.rows, ...inside].map((row) => row.owner),
        );
      }
      seen.push(all);
    };
    const expectOwnAlone = (times: number, ...askers: TestAccount[]): void => {
      expect(seen).toHaveLength(times);
      const met = seen.splice(0).map((all) => {
        const [asker] = all.get('account')!;
        for (const [name, found] of all) {
          // Nobody here has parts of anything.
          const whole = ownTables.find((table) => table.name === name)!.whole;
          expect(new Set(found), name).toEqual(new Set(whole === null && found.length > 0 ? [asker] : []));
        }
        for (const name of ['session', 'account_role', 'image']) expect(all.get(name), name).toContain(asker);
        return asker;
      });
      expect(new Set(met)).toEqual(new Set(askers.map(({ id }) => id)));
    };

    test('over HTTP, it shows the rows of that creator alone, however many ask at once', async () => {
      const unread = vi.spyOn(world.app.inbox, 'unread').mockImplementation(async () => {
        await forgetAll();
        return 0;
      });
      await Promise.all(
        [lena!, mateo!, lena!, mateo!].map(async (who) =>
          expect((await world.as(who).run('{ unreadNotifications }')).errors).toEqual([]),
        ),
      );
      expectOwnAlone(4, lena!, mateo!);
      unread.mockRestore();
    });

    test('of each event of a subscription, it shows the rows of that creator alone', async () => {
      const subscribe = vi.spyOn(world.app.inboxLive, 'subscribe').mockImplementation(async function* () {
        for (const id of ['first', 'second']) {
          await forgetAll();
          yield { id };
        }
      } as never);
      const client = createClient({
        url: `${world.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { token: await world.as(lena!).token() },
        retryAttempts: 0,
      });
      for await (const { errors } of client.iterate({ query: 'subscription { inboxChanged { __typename } }' }))
        expect(errors).toBeUndefined();
      await client.dispose();
      expectOwnAlone(2, lena!);
      subscribe.mockRestore();
    });
  });
});

test('every table whose rows lead to an account or an organisation has a policy, or a line here that says why not', () => {
  const explained = Object.values(withoutPolicy).flat();
  expect([
    ...found
      .filter(({ name, guarded }) => !guarded && !explained.includes(name))
      .map(
        ({ name }) =>
          `${name} has no policy: give it one, as in 1763856007000-account-rows.ts and 1795347000000-own-rows.ts, or a line above that says why not`,
      ),
    ...explained
      .filter((name) => !found.some((table) => table.name === name && !table.guarded))
      .map((name) => `${name} has a policy, or no longer leads to anybody: take its line away`),
    ...found
      .filter(({ name, guarded }) => guarded && !(name in notOfAccounts) && !ownTables.some((own) => own.name === name))
      .map(({ name }) => `${name} is not held to an account: give it a policy as in 1795347000000-own-rows.ts`),
  ]).toEqual([]);
});

test('only people, organisations and campaigns can be seen as far as an organisation reaches: whoever declares another such permission guards its tables', () => {
  expect(
    declaredPermissions()
      .filter(({ scopes }) => scopes.includes('ORGANISATION'))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['accounts.read', 'campaigns.read', 'organisations.read']);
});
