import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { aWorld, type World } from '../../test/world.ts';
import { secretSetting, setting } from '../platform/setting.ts';

const lamps = setting('test.lampMinutes', z.int().min(1).max(60), 10, 'Minutes for which the lamps burn', [
  'role',
  'account',
]);
const doors = setting(
  'test.doors',
  z.object({ front: z.boolean(), name: z.string() }),
  { front: true, name: 'A' },
  'Doors',
);
const vault = secretSetting('test.vaultCode', z.string().min(8), 'What opens the vault');

const SETTINGS = `query { settings { key group description unit shape secret initial value isSet revision levels overrides
  lastChange { id revision before after reason changedBy { id } } } }`;
const SETTING = `query ($key: ID!) { setting(key: $key) { key value isSet revision secret overrides lastChange { id reason changedBy { displayName } } } }`;
const CHANGES = `query ($key: ID, $first: Int = 20, $after: String) { settingChanges(key: $key, first: $first, after: $after) {
  nodes { id settingKey revision before after reason changedBy { id } scope { roleKey roleName person { id } } }
  pageInfo { endCursor hasNextPage } } }`;
const OVERRIDES = `query ($key: ID!, $first: Int = 20, $after: String) { settingOverrides(key: $key, first: $first, after: $after) {
  nodes { value revision scope { roleKey roleName person { id displayName } } changedBy { id } }
  pageInfo { endCursor hasNextPage } } }`;
const CHANGE = `mutation ($input: ChangeSettingInput!) { changeSetting(input: $input) {
  setting { key value isSet revision overrides } change { id revision before after } } }`;
const REVERT = `mutation ($changeId: ID!, $revision: Int) { revertSetting(changeId: $changeId, revision: $revision) {
  setting { key value isSet revision } change { id before after } } }`;

interface ChangedData {
  changed: { setting: { value: string | null; isSet: boolean; revision: number }; change: { id: string } | null };
}

let world: World;
let other: World;
let ada: TestAccount;
let auditor: TestAccount;
let lena: TestAccount;

beforeAll(async () => {
  world = await aWorld();
  other = await aWorld({ databaseUrl: world.databaseUrl });
  ada = await anAdministrator(world);
  auditor = await anAccount(world, 'AUDITOR');
  lena = await anInfluencer(world);
});
beforeEach(async () => {
  for (const scope of [{}, { role: 'INFLUENCER' }, { accountId: lena.id }]) {
    await change({ key: lamps.key, value: null, ...scope });
    await change({ key: doors.key, value: null });
  }
  await change({ key: vault.key, value: null });
});
afterAll(async () => {
  await other.stop();
  await world.stop();
});

async function change(input: object, who = ada): Promise<ChangedData['changed']> {
  const { data, errors } = await world.as(who).run<{ changeSetting: ChangedData['changed'] }>(CHANGE, { input });
  expect(errors).toEqual([]);
  return data.changeSetting;
}

const refusedChange = async (input: object, who: TestAccount | null = ada) => {
  const { errors } = await world.as(who).run(CHANGE, { input });
  return errors;
};

const changesOf = async (key: string | null, page: object = {}) => {
  const { data } = await world
    .as(ada)
    .run<{ settingChanges: { nodes: { id: string }[]; pageInfo: { endCursor: string } } }>(CHANGES, { key, ...page });
  return data.settingChanges;
};

const historyLength = async (): Promise<number> => {
  const { rows } = await world.db.pool.query<{ count: number }>('select count(*)::int as count from setting_change');
  return rows[0]!.count;
};

describe('the list', () => {
  test('tells of every setting what it is, what may be set, and what holds', async () => {
    const { revision } = (await change({ key: lamps.key, value: '20', reason: ' long evenings ' })).setting;
    const { data } = await world.as(auditor).run<{ settings: { key: string; shape: string }[] }>(SETTINGS);
    const found = data.settings.find(({ key }) => key === lamps.key)!;
    expect(found).toMatchObject({
      group: 'test',
      description: 'Minutes for which the lamps burn',
      unit: 'minutes',
      secret: false,
      initial: '10',
      value: '20',
      isSet: true,
      revision,
      levels: ['ROLE', 'ACCOUNT'],
      overrides: 0,
      lastChange: { revision, before: null, after: '20', reason: 'long evenings', changedBy: { id: ada.id } },
    });
    expect(JSON.parse(found.shape)).toEqual({ type: 'integer', minimum: 1, maximum: 60 });
    const keys = data.settings.map(({ key }) => key);
    expect(keys).toEqual(keys.toSorted());
  });

  test('of every setting of the product the shape can be described and the initial value fits it', async () => {
    const { data } = await world.as(ada).run<{ settings: { key: string; shape: string; initial: string }[] }>(SETTINGS);
    for (const { key, shape } of data.settings) expect(JSON.parse(shape), key).toHaveProperty('type');
    for (const { setting: declared } of world.app.settings.list())
      if (!declared.secret)
        expect(declared.shape.safeParse(declared.initial), declared.key).toMatchObject({ success: true });
  });
});

describe('a change', () => {
  test('holds in every process at once, and is in the history and the audit trail', async () => {
    const { setting: changed, change: made } = await change({ key: lamps.key, value: '25' });
    expect(changed).toMatchObject({ value: '25', isSet: true });
    expect(world.app.settings.read(lamps)).toBe(25);
    await vi.waitUntil(() => other.app.settings.read(lamps) === 25, 2_000);

    const { rows } = await world.db.pool.query(
      `select actor_id, details from audit_event where action = 'setting.change' and record_id = $1 order by id desc limit 1`,
      [lamps.key],
    );
    expect(rows).toEqual([{ actor_id: ada.id, details: { scope: 'workspace', before: null, after: 25 } }]);
    expect((await changesOf(lamps.key)).nodes[0]).toMatchObject({ id: made!.id, before: null, after: '25' });
  });

  test('to the value that holds leaves no trace', async () => {
    await change({ key: doors.key, value: '{"front": false, "name": "B"}' });
    const before = await historyLength();
    const again = await change({ key: doors.key, value: '{"name": "B", "front": false}' });
    expect(again.change).toBeNull();
    expect(await historyLength()).toBe(before);
  });

  test('of one role or one person holds for them alone, until it is taken away', async () => {
    await change({ key: lamps.key, value: '30', role: 'INFLUENCER' });
    const { setting: changed } = await change({ key: lamps.key, value: '40', accountId: lena.id });
    expect(changed).toMatchObject({ value: '10', overrides: 2 });
    expect(world.app.settings.read(lamps, { role: 'INFLUENCER' })).toBe(30);
    expect(world.app.settings.read(lamps, { role: 'INFLUENCER', accountId: lena.id })).toBe(40);

    const { data } = await world
      .as(auditor)
      .run<{ settingOverrides: { nodes: object[] } }>(OVERRIDES, { key: lamps.key });
    expect(data.settingOverrides.nodes).toMatchObject([
      {
        value: '40',
        scope: { roleKey: null, person: { id: lena.id, displayName: lena.displayName } },
        changedBy: { id: ada.id },
      },
      { value: '30', scope: { roleKey: 'INFLUENCER', roleName: 'Influencer', person: null } },
    ]);
    await change({ key: lamps.key, value: null, accountId: lena.id });
    expect(world.app.settings.read(lamps, { role: 'INFLUENCER', accountId: lena.id })).toBe(30);
  });

  test('an exception that is added replaces none that is there', async () => {
    const input = { key: lamps.key, role: 'INFLUENCER', added: true };
    await change({ ...input, value: '30' });
    expect(await refusedChange({ ...input, value: '31' })).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(world.app.settings.read(lamps, { role: 'INFLUENCER' })).toBe(30);
    // After a lost answer it is the same one.
    await change({ ...input, value: '30' });
    await change({ ...input, added: false, value: null });
    await change({ ...input, value: '31' });
    expect(world.app.settings.read(lamps, { role: 'INFLUENCER' })).toBe(31);
  });

  test('of two people who edit at once, one is told to look again', async () => {
    const { revision } = (await change({ key: lamps.key, value: '11' })).setting;
    const answers = await Promise.all(
      ['12', '13'].map((value) => world.as(ada).run(CHANGE, { input: { key: lamps.key, value, revision } })),
    );
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(['CONFLICT']);
    const { nodes } = await changesOf(lamps.key, { first: 1 });
    expect(nodes).toMatchObject([{ revision: revision + 1, after: String(world.app.settings.read(lamps)) }]);
  });
});

describe('a value that cannot be', () => {
  test.for([
    [lamps.key, '0', 'value', 'TOO_SMALL', 1],
    [lamps.key, '61', 'value', 'TOO_LARGE', 60],
    [lamps.key, '1.5', 'value', 'MALFORMED', undefined],
    [lamps.key, '"ten"', 'value', 'MALFORMED', undefined],
    [lamps.key, 'ten', 'value', 'MALFORMED', undefined],
    [doors.key, '{"front": true}', 'value.name', 'MALFORMED', undefined],
    [doors.key, JSON.stringify({ front: true, name: 'x'.repeat(20_000) }), 'value', 'TOO_LONG', 20_000],
    [vault.key, '"short"', 'value', 'TOO_SHORT', 8],
  ] as const)('%s = %s is refused by its field and leaves nothing', async ([key, value, path, code, bound]) => {
    const before = await historyLength();
    const errors = await refusedChange({ key, value });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path, code }] } }]);
    expect(errors[0]!.extensions.fields![0]!.bound).toBe(bound);
    expect(await historyLength()).toBe(before);
  });

  test.for([
    [{ key: 'test.nothing', value: '1' }, 'NOT_FOUND'],
    [{ key: '__proto__', value: '1' }, 'NOT_FOUND'],
    [{ key: lamps.key, value: '20', role: 'GUEST' }, 'NOT_FOUND'],
    [{ key: lamps.key, value: '20', role: "'; drop table role; --" }, 'NOT_FOUND'],
    [{ key: lamps.key, value: '20', accountId: 'nobody' }, 'NOT_FOUND'],
    [{ key: lamps.key, value: '20', accountId: '00000000-0000-4000-8000-000000000000' }, 'NOT_FOUND'],
    [
      { key: lamps.key, value: '20', accountId: '00000000-0000-4000-8000-000000000000', role: 'SUPPORT' },
      'BAD_USER_INPUT',
    ],
    [{ key: doors.key, value: '{"front":true,"name":"B"}', role: 'SUPPORT' }, 'BAD_USER_INPUT'],
    [{ key: lamps.key, value: '20', reason: 'x'.repeat(501) }, 'BAD_USER_INPUT'],
    [{ key: lamps.key, value: '20', reason: 'null\0character' }, 'BAD_USER_INPUT'],
  ] as const)('%j is refused with %s', async ([input, code]) => {
    expect(await refusedChange(input)).toMatchObject([{ extensions: { code } }]);
  });

  test('text that Postgres does not take is kept without it', async () => {
    await change({ key: doors.key, value: JSON.stringify({ front: true, name: 'a\0b\ud800' }) });
    expect(world.app.settings.read(doors).name).toBe('a\ufffdb\ufffd');
  });
});

describe('reverting', () => {
  test('brings back what held before, also that nothing was set', async () => {
    const first = await change({ key: lamps.key, value: '21' });
    const second = await change({ key: lamps.key, value: '22' });
    const { data } = await world.as(ada).run<{ revertSetting: object }>(REVERT, { changeId: second.change!.id });
    expect(data.revertSetting).toMatchObject({ setting: { value: '21' }, change: { before: '22', after: '21' } });
    await world.as(ada).run(REVERT, { changeId: first.change!.id });
    const { data: now } = await world.as(ada).run(SETTING, { key: lamps.key });
    expect(now).toMatchObject({ setting: { value: '10', isSet: false } });
  });

  test('concerns the role or person of the change', async () => {
    await change({ key: lamps.key, value: '30', role: 'INFLUENCER' });
    const { change: made } = await change({ key: lamps.key, value: '31', role: 'INFLUENCER' });
    await world.as(ada).run(REVERT, { changeId: made!.id });
    expect([world.app.settings.read(lamps), world.app.settings.read(lamps, { role: 'INFLUENCER' })]).toEqual([10, 30]);
  });

  test('is refused when somebody has changed the setting since', async () => {
    const { change: made, setting: seen } = await change({ key: lamps.key, value: '21' });
    await change({ key: lamps.key, value: '22' });
    const { errors } = await world.as(ada).run(REVERT, { changeId: made!.id, revision: seen.revision });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(world.app.settings.read(lamps)).toBe(22);
  });

  test.for(['1', '00000000-0000-4000-8000-000000000000'])('of change %s is not found', async (changeId) => {
    const { errors } = await world.as(ada).run(REVERT, { changeId });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('a secret', () => {
  const code = 'open sesame, please';

  test('can be set and read by the product, and is seen nowhere', async () => {
    await change({ key: vault.key, value: JSON.stringify('the first code') });
    const { change: made } = await change({ key: vault.key, value: JSON.stringify(code) });
    expect(made).toMatchObject({ before: 'true', after: 'true' });
    expect(world.app.settings.read(vault)).toBe(code);
    await vi.waitUntil(() => other.app.settings.read(vault) === code, 2_000);

    const { data } = await world.as(ada).run(SETTING, { key: vault.key });
    expect(data).toMatchObject({ setting: { value: null, isSet: true, secret: true } });
    for (const answer of [await world.as(ada).run(SETTINGS), await changesOf(vault.key), world.app.settings.list()])
      expect(JSON.stringify(answer)).not.toContain(code);
    for (const table of ['setting_value', 'setting_change', 'setting_secret', 'audit_event']) {
      const { rows } = await world.db.pool.query<{ text: string }>(`select t::text as text from ${table} t`);
      expect(rows.map(({ text }) => text).join(), table).not.toContain(code);
      expect(rows.map(({ text }) => text).join(), table).not.toContain(Buffer.from(code).toString('hex'));
    }
  });

  test('is not told to whoever mistypes it', async () => {
    const errors = await refusedChange({ key: vault.key, value: '"hunter2"' });
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  test('cannot be brought back, only taken away', async () => {
    const { change: made } = await change({ key: vault.key, value: JSON.stringify(code) });
    const { errors } = await world.as(ada).run(REVERT, { changeId: made!.id });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    await change({ key: vault.key, value: null });
    expect(world.app.settings.read(vault)).toBeNull();
  });
});

describe('the history', () => {
  test('comes in pages, newest first, of one setting or of all', async () => {
    for (const value of ['41', '42', '43']) await change({ key: lamps.key, value });
    await change({ key: doors.key, value: '{"front":false,"name":"B"}' });
    const first = await changesOf(lamps.key, { first: 2 });
    const second = await changesOf(lamps.key, { first: 1, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...second.nodes]).toMatchObject([{ after: '43' }, { after: '42' }, { after: '41' }]);
    expect((await changesOf(null, { first: 2 })).nodes).toMatchObject([
      { settingKey: doors.key },
      { settingKey: lamps.key },
    ]);
  });

  test('cannot be rewritten', async () => {
    await change({ key: lamps.key, value: '50' });
    for (const attempt of ["update setting_change set after = '1'", 'delete from setting_change']) {
      await expect(world.db.pool.query(attempt)).rejects.toThrow('permission denied');
      await expect(asOwner(world.databaseUrl, attempt)).rejects.toThrow('append-only');
    }
  });
});

describe('permissions', () => {
  test('who may only read cannot change', async () => {
    expect(await refusedChange({ key: lamps.key, value: '20' }, auditor)).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  test('a change needs a recent proof of who is at the desk', async () => {
    const made = await change({ key: lamps.key, value: '20' });
    const stale = await anAdministrator(world);
    await world.as(stale).token();
    await world.db.pool.query("update session set verified_at = now() - interval '11 minutes' where account_id = $1", [
      stale.id,
    ]);
    for (const [operation, variables] of [
      [CHANGE, { input: { key: lamps.key, value: '22' } }],
      [REVERT, { changeId: made.change!.id }],
    ] as const) {
      const { errors } = await world.as(stale).run(operation, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', stepUp: true } }]);
    }
    expect(world.app.settings.read(lamps)).toBe(20);
  });
});
