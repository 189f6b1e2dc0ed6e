import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLField,
  getNamedType,
  isObjectType,
  isRequiredArgument,
  parse,
  subscribe,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../test/actors.ts';
import { anAccount, anInfluencer, anOrganisation } from '../test/builders.ts';
import { aCampaign } from '../test/campaigns.ts';
import { anImage, anImageRequest } from '../test/imaging.ts';
import { aDepositInstruction } from '../test/payouts.ts';
import { letEverybodyAsk } from '../test/knock.ts';
import { operationOf, placesOfIds, rootFields, selectionOf, unknownId, variablesFor } from '../test/operations.ts';
import { addPasskey } from '../test/passkeys.ts';
import { aWorld, type World } from '../test/world.ts';
import { builtInRoles, type BuiltInRoleKey } from './accounts/built-in-roles.ts';
import { invited } from './accounts/invitation.notice.ts';
import { factorAddedNotice } from './accounts/second-factor.notices.ts';
import { insertProfile } from './onboarding/social-proof/social-profile.rows.ts';
import { nobody } from './platform/actor.ts';
import { rows, transaction } from './platform/db.ts';
import { AppError } from './platform/errors.ts';
import { newTraceparent } from './platform/traceparent.ts';

/**
 * Who may do what, decided by people in docs/permissions.md, cell by cell. Here every operation is tried by every built-in
 * role, on what is the own, of the own organisation, of somebody else, and of nobody.
 */
const decided = readFileSync(join(import.meta.dirname, '../../docs/permissions.md'), 'utf8');

/** By the first cell of a row, the others. */
function tableUnder(heading: string): { columns: string[]; cells: Map<string, string[]> } {
  const section = decided.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [columns = [], , ...body] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  return { columns: columns.slice(1), cells: new Map(body.map(([name = '', ...cells]) => [name, cells])) };
}

const operations = tableUnder('Operations');
const rowsOfSomebody = tableUnder('Rows that belong to somebody');
const openToAll = tableUnder('Open to everybody');
const guardedFields = tableUnder('Fields with a rule of their own');
const fieldsAboutViewer = tableUnder('Fields about whoever looks');
const fieldsOfParents = tableUnder('Fields that come with what they are part of');
const roleKeys = Object.keys(builtInRoles) as BuiltInRoleKey[];

let world: World;
let brand: string;
beforeAll(async () => {
  world = await aWorld();
  await letEverybodyAsk(world);
  brand = await anOrganisation(world);
});
afterAll(() => world.stop());

type Make = (owner: TestAccount) => Promise<string>;
const self: Make = async ({ id }) => id;
const aRequest =
  (status: 'PENDING' | 'FAILED'): Make =>
  async (owner) =>
    (await anImageRequest(world, owner, { status })).id;
const aPicture =
  (deletedAgo?: number): Make =>
  async (owner) =>
    (
      await anImage(
        world,
        await anImageRequest(world, owner, { status: 'COMPLETED' }),
        deletedAgo ? { deletedAgo } : {},
      )
    ).id;
const told =
  (table: 'notification' | 'mail_message'): Make =>
  ({ id }) =>
    transaction(world.db, async (tx) => {
      if (table === 'notification')
        await world.app.notifier.notify(tx, factorAddedNotice, { accountId: id, variables: {} });
      else
        await world.app.notifier.notify(tx, invited, {
          accountId: id,
          variables: { link: 'https://studio.example/', days: '7' },
        });
      const [made] = await rows<{ id: string }>(tx, `select id from ${table} where account_id = $1 limit 1`, [id]);
      return made!.id;
    });
const aSession: Make = async (owner) =>
  (
    await transaction(world.db, (tx) =>
      world.app.sessions.begin(tx, { accountId: owner.id, userAgent: null, ip: null, verified: true }),
    )
  ).sessionId;
const aPasskey: Make = ({ id }) => addPasskey((sql, values) => world.db.pool.query(sql, values), world.db.keyring, id);

const aFile: Make = async (owner) => {
  const { rows: made } = await world.db.pool.query<{ id: string }>(
    `insert into document (account_id, purpose, retention, byte_size) values ($1, 'TAX_FORM', 'FINANCE', 1) returning id`,
    [owner.id],
  );
  return made[0]!.id;
};

const aKey: Make = async ({ id }) => {
  const { rows: made } = await world.db.pool.query<{ id: string }>(
    `insert into api_key (account_id, name, prefix, secret_digest, permissions, expires_at)
     values ($1, 'Key', gen_random_uuid(), '\\x00', '{}', now() + interval '1 day') returning id`,
    [id],
  );
  return made[0]!.id;
};

const aProfile: Make = async ({ id: accountId }) => {
  const id = randomUUID();
  const handle = `p${id.slice(0, 8)}`;
  const facts = { platform: 'INSTAGRAM', handle, key: handle, url: 'https://www.instagram.com/' } as const;
  const now = new Date();
  const codeExpiresAt = new Date(now.getTime() + 3_600_000);
  await transaction(world.db, (tx) =>
    insertProfile(tx, world.db.keyring, { id, accountId, facts, codeExpiresAt, now }),
  );
  return id;
};
/** Of somebody who handed everything in. */
const aCase: Make = async ({ id }) => {
  const { rows: made } = await world.db.pool.query<{ id: string }>(
    `with begun as (insert into onboarding_application (account_id, created_at) values ($1, now()) returning account_id)
     insert into review_case (account_id, status, opened_at, due_at)
     select account_id, 'WAITING', now(), now() + interval '1 day' from begun returning id`,
    [id],
  );
  return made[0]!.id;
};
const aView: Make = async ({ id }) => {
  const { rows: made } = await world.db.pool.query<{ id: string }>(
    `insert into review_view (account_id, name, filter) values ($1, gen_random_uuid(), '{}') returning id`,
    [id],
  );
  return made[0]!.id;
};

/** A draft of the organisation somebody belongs to, or of any. */
const ofWhom = async ({ id }: TestAccount): Promise<string> => {
  const { rows: found } = await world.db.pool.query<{ brand: string | null }>(
    'select organisation_id as brand from account where id = $1',
    [id],
  );
  return found[0]?.brand ?? anOrganisation(world);
};
const aDraftCampaign: Make = async (owner) => aCampaign(world, await ofWhom(owner));

/** How to make what an operation is about; `more`: what else it needs; `seenBy`: the operation that shows it. */
const targets: Record<string, { make: Make; variable?: string; more?: object; seenBy?: string }> = {
  account: { make: self },
  person: { make: self },
  updateAccount: { make: self, more: { input: { language: 'en' } } },
  changeAccountPhone: { make: self, more: { phone: '' } },
  changeAccountEmail: { make: self, more: { email: 'moved@test.example' } },
  correctInvitation: { make: self, more: { email: 'corrected@test.example' } },
  moveAccount: { make: self, more: { from: null, organisationId: unknownId } },
  deactivateAccount: { make: self },
  reactivateAccount: { make: self },
  unlockAccount: { make: self },
  accountSessions: { make: self },
  endAccountSessions: { make: self },
  resendInvitation: { make: self },
  sendPasswordReset: { make: self },
  resetSecondFactor: { make: self },
  assignRole: { make: self, more: { role: 'INFLUENCER' } },
  removeRole: { make: self, more: { role: 'FINANCE' } },
  grantPermission: { make: self, more: { input: { permission: 'imaging.own', reason: 'r' } } },
  denyPermission: { make: self, more: { input: { permission: 'imaging.own', reason: 'r' } } },
  liftGrant: { make: self, more: { permission: 'imaging.own' } },
  revealPersonal: { make: self, variable: 'accountId', more: { field: 'EMAIL', reason: 'They asked about it' } },
  impersonate: { make: self, variable: 'accountId', more: { reason: 'They asked for help' } },
  releaseDeposit: { make: (owner) => aDepositInstruction(world, owner) },
  revealDeposit: { make: (owner) => aDepositInstruction(world, owner) },
  revokeApiKey: { make: aKey },
  rotateApiKey: { make: aKey, seenBy: 'revokeApiKey' },
  imageRequest: { make: aRequest('PENDING') },
  cancelImageRequest: { make: aRequest('PENDING'), seenBy: 'imageRequest' },
  retryImageRequest: { make: aRequest('FAILED'), seenBy: 'imageRequest' },
  image: { make: aPicture() },
  deleteImage: { make: aPicture(), seenBy: 'image' },
  restoreImage: { make: aPicture(1), seenBy: 'image' },
  markNotificationRead: { make: told('notification') },
  mailMessage: { make: told('mail_message') },
  retryMail: { make: told('mail_message') },
  endSession: { make: aSession },
  moveCampaign: { make: aDraftCampaign, more: { revision: 1, move: 'SUBMIT' } },
  reviewFile: { make: aCase },
  claimCase: { make: aCase, seenBy: 'reviewFile' },
  releaseCase: { make: aCase, seenBy: 'reviewFile' },
  deleteReviewView: { make: aView },
  removeDocument: { make: aFile },
  removeSocialProfile: { make: aProfile },
  renewSocialCode: { make: aProfile },
  checkSocialProfile: { make: aProfile },
  askStaffAboutSocialProfile: { make: aProfile },
  startSocialSignIn: { make: aProfile },
  renamePasskey: { make: aPasskey, more: { name: 'Another' } },
  removePasskey: { make: aPasskey },
};

/** Staff belong to no organisation: whoever belongs to one sees nothing beyond it in what they do for everybody. */
const anActor = (role: BuiltInRoleKey): Promise<TestAccount> =>
  anAccount(world, role, builtInRoles[role].audience === 'STAFF' ? {} : { organisationId: brand });

/** `+` got past the permissions, `-` may not, `?` is told that it does not exist. */
const outcomeOf = (codes: readonly string[]): string =>
  codes.includes('UNAUTHENTICATED')
    ? 'x'
    : codes.includes('FORBIDDEN')
      ? '-'
      : codes.includes('NOT_FOUND')
        ? '?'
        : codes.includes('RATE_LIMITED') || codes.includes('INTERNAL_SERVER_ERROR')
          ? '!'
          : '+';

async function attempt(as: TestAccount | null, name: string, variables?: object) {
  const [kind, field] = rootFields(world.app.schema).find(([, each]) => each.name === name)!;
  const sane = variablesFor(field)[0];
  const { errors } = await world.as(as).run(operationOf(kind, field), { ...sane, ...variables });
  return { outcome: outcomeOf(errors.map(({ extensions }) => extensions.code)), errors };
}

const isSubscription = (name: string): boolean =>
  Object.hasOwn(world.app.schema.getSubscriptionType()?.getFields() ?? {}, name);

async function codesOfSubscribing(as: TestAccount | null, name: string): Promise<string[]> {
  const identity = as && (await world.app.liveSessions.identify(await world.as(as).token()));
  const { schema } = world.app;
  const field = schema.getSubscriptionType()!.getFields()[name]!;
  const actor = { ...nobody, ...identity, ip: null, requestId: 'test', traceparent: newTraceparent() };
  const stream = await subscribe({
    schema,
    document: parse(operationOf('subscription', field)),
    contextValue: { actor, log: world.app.log, app: null, setCookie: () => undefined },
  });
  if (Symbol.asyncIterator in stream) {
    await stream.return(undefined);
    return [];
  }
  return stream.errors!.map(({ originalError }) => (originalError instanceof AppError ? originalError.code : 'NONE'));
}

const words = (errors: readonly { message: string; extensions: object }[]) =>
  errors.map(({ message, extensions }) => ({ message, ...extensions, requestId: null }));

test('every operation has a row, in one table, with a cell for every role', () => {
  for (const { columns } of [operations, rowsOfSomebody, guardedFields]) expect(columns).toEqual(roleKeys);
  for (const { cells } of [operations, rowsOfSomebody, guardedFields])
    for (const [name, row] of cells) expect(row, name).toHaveLength(roleKeys.length);
  const decidedNames = [operations, rowsOfSomebody, openToAll].flatMap(({ cells }) => [...cells.keys()]);
  const names = [
    ...rootFields(world.app.schema).map(([, { name }]) => name),
    ...Object.keys(world.app.schema.getSubscriptionType()?.getFields() ?? {}),
  ];
  expect(decidedNames.toSorted()).toEqual(names.toSorted());
  expect([...rowsOfSomebody.cells.keys()].toSorted()).toEqual(Object.keys(targets).toSorted());
});

test('every field of every type is decided, once', () => {
  const fields = Object.values(world.app.schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && !['Query', 'Mutation', 'Subscription'].includes(name))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  const withParents = [...fieldsOfParents.cells].flatMap(([type, [names = '']]) =>
    names.split(/,\s*/).map((name) => `${type}.${name}`),
  );
  const decidedFields = [...withParents, ...guardedFields.cells.keys(), ...fieldsAboutViewer.cells.keys()];
  const howOften = (field: string): number => decidedFields.filter((each) => each === field).length;
  expect([
    ...fields
      .filter((field) => howOften(field) !== 1)
      .map(
        (field) =>
          `${field} stands ${howOften(field)} times in docs/permissions.md. Who gets the object, gets the field: name it under ` +
          '"Fields that come with what they are part of". Some see less of it: a row under "Fields with a rule of their own". ' +
          'It tells viewers about themselves: a row under "Fields about whoever looks".',
      ),
    ...decidedFields.filter((field) => !fields.includes(field)).map((field) => `${field} does not exist any more`),
  ]).toEqual([]);
});

/** Of an answer, what stands in every field of every object, by where it is. */
type Seen = Map<string, { field: string; value: string }>;

function seenIn(value: unknown, place: string, seen: Seen = new Map()): Seen {
  if (Array.isArray(value))
    for (const [i, item] of value.entries()) seenIn(item, `${place}[${keyOf(item) ?? `#${i}`}]`, seen);
  else if (value !== null && typeof value === 'object') {
    const { __typename: type, ...fields } = value as Record<string, unknown>;
    for (const [name, inner] of Object.entries(fields)) {
      const at = `${place}.${name}`;
      const json = JSON.stringify(inner);
      const hasFields = json.includes('"__typename"');
      seen.set(at, { field: `${String(type)}.${name}`, value: hasFields ? 'something' : json });
      if (hasFields) seenIn(inner, at, seen);
    }
  }
  return seen;
}

/** Lists differ from viewer to viewer; what stands in them is found again by its id. */
function keyOf(item: unknown): string | null {
  if (item === null || typeof item !== 'object') return null;
  const key: unknown = Reflect.get(item, 'id') ?? Reflect.get(item, 'key');
  return typeof key === 'string' ? key : null;
}

/** Everything that one of them gets from an operation; null: they get nothing. */
async function everythingFrom(as: TestAccount, name: string, variables: object): Promise<Seen | null> {
  const field = world.app.schema.getQueryType()!.getFields()[name]!;
  const { data, errors } = await world.as(as).run(operationOf('query', field), variables);
  if (data?.[name] === null || data?.[name] === undefined) return null;
  const seen = seenIn(data[name], name);
  for (const { path = [], extensions } of errors as { path?: (string | number)[]; extensions: { code: string } }[])
    for (const each of seen.values())
      if (path.length > 0 && each.field.endsWith(`.${String(path.at(-1))}`)) each.value = extensions.code;
  return seen;
}

test(
  'a field that comes with its object says the same to everybody who gets the object',
  { timeout: 240_000 },
  async () => {
    const queries = world.app.schema.getQueryType()!.getFields();
    const actors = new Map<BuiltInRoleKey, TestAccount>();
    for (const role of roleKeys) {
      const actor = await anActor(role);
      actors.set(role, actor);
      // Whoever signs in during the comparison would change what is compared.
      await world.as(actor).run('{ viewer { id } }');
    }
    const decidedToDiffer = new Set([...guardedFields.cells.keys(), ...fieldsAboutViewer.cells.keys()]);
    const differences = new Map<string, string>();
    let compared = 0;
    const compare = async (
      viewers: readonly BuiltInRoleKey[],
      name: string,
      variables: object,
      same: RegExp,
      owner = '',
    ) => {
      const views: { as: BuiltInRoleKey; seen: Seen }[] = [];
      for (const as of viewers) {
        const seen = await everythingFrom(actors.get(as)!, name, variables);
        if (seen) views.push({ as, seen });
      }
      const [first, ...others] = views;
      const differing = others.flatMap(({ as, seen }) =>
        [...seen].flatMap(([place, { field, value }]) => {
          const before = first!.seen.get(place);
          if (!before || !same.test(place)) return [];
          compared++;
          return before.value === value || decidedToDiffer.has(field) ? [] : [{ place, field, as }];
        }),
      );
      if (differing.length === 0) return;
      // What became different by itself, such as how long something takes, is no question of who looks.
      const again = await everythingFrom(actors.get(first!.as)!, name, variables);
      for (const { place, field, as } of differing)
        if (again?.get(place)?.value === first!.seen.get(place)!.value)
          differences.set(field, `${field} is not the same for ${first!.as} and ${as}${owner}`);
    };

    const somebody = [
      await withDetails({ organisationId: brand }),
      await withDetails({ organisationId: await anOrganisation(world) }),
    ];
    for (const name of rowsOfSomebody.cells.keys()) {
      if (!queries[name]) continue;
      const { make, variable = 'id', more = {} } = targets[name]!;
      for (const owner of [...somebody, ...actors.values()]) {
        const id = await make(owner);
        const [whose] = [...actors].find(([, actor]) => actor === owner) ?? [];
        await compare(roleKeys, name, { ...more, [variable]: id }, /./, whose && `, of whom it is (${whose})`);
      }
    }
    for (const [name, cells] of operations.cells)
      if (queries[name])
        await compare(
          roleKeys.filter((_, column) => cells[column] === '+'),
          name,
          requiredOf(queries[name]),
          // What is known by an id is the same thing for everybody; other answers may be about whoever asks.
          /\[[^#]/,
        );
    expect(compared).toBeGreaterThan(1000);
    expect([...differences.values()]).toEqual([]);
  },
);

/** Without what need not be said: lists come whole. */
const requiredOf = (field: GraphQLField<unknown, unknown>): object =>
  Object.fromEntries(
    Object.entries(variablesFor(field)[0]!).filter(([name]) =>
      isRequiredArgument(field.args.find((arg) => arg.name === name)!),
    ),
  );

describe.each(roleKeys.map((role, column) => ({ role, column })))('$role', { timeout: 240_000 }, ({ role, column }) => {
  test('may use the operations that were decided', async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const [name, cells] of operations.cells) {
      const actor = await anActor(role);
      const outcome = isSubscription(name)
        ? outcomeOf(await codesOfSubscribing(actor, name))
        : (await attempt(actor, name)).outcome;
      // Nothing is known by the made-up values: whoever gets as far as looking is past the permissions.
      found[name] = outcome === '?' ? '+' : outcome;
      wanted[name] = cells[column]!;
    }
    expect(found).toEqual(wanted);
  });

  test('reaches the rows that were decided; a forbidden row looks like one that does not exist, as what is no id does', async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const [name, cells] of rowsOfSomebody.cells) {
      const { make, variable = 'id', more = {}, seenBy = '' } = targets[name]!;
      const actor = await anActor(role);
      const on = async (id: string) => attempt(actor, name, { ...more, [variable]: id });
      const colleague = await on(await make(await anInfluencer(world, { organisationId: brand })));
      const other = await on(await make(await anInfluencer(world)));
      const nobody = await on(unknownId);
      expect(words((await on('no id')).errors), name).toEqual(words(nobody.errors));
      const own = await on(await make(actor));
      found[name] = [own, colleague, other].map(({ outcome }) => outcome).join('');
      wanted[name] = cells[column]!;
      // Only who may look at a row may learn that there is something they may not do with it.
      const sees = rowsOfSomebody.cells.get(seenBy)?.[column]?.endsWith('+');
      if (other.outcome === '+' || sees) expect(nobody.outcome, name).toMatch(/[?-]/);
      else expect(words(other.errors), name).toEqual(words(nobody.errors));
    }
    expect(found).toEqual(wanted);
  });

  test('sees the guarded fields that were decided', async () => {
    const found: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    const actor = await anActor(role);
    for (const [name, cells] of guardedFields.cells) {
      const [type = '', field = ''] = name.split('.');
      const seen = [];
      for (const owner of [
        actor,
        await withDetails({ organisationId: brand }),
        await withDetails({ organisationId: await anOrganisation(world) }),
      ]) {
        const { query, id } = await shownBy(type, owner);
        const selection = `${field} ${selectionOf(objectField(type, field).type, 0)}`;
        const { data, errors } = await world
          .as(actor)
          .run<Record<string, Record<string, unknown>>>(
            `query ($id: ID!) { shown: ${query.name}(${query.args[0]!.name}: $id) { ${selection} } }`,
            { id },
          );
        const value = data.shown?.[field];
        seen.push(errors.length > 0 ? '-' : value === null ? '?' : JSON.stringify(value).includes('•') ? '~' : '+');
      }
      found[name] = seen.join('');
      wanted[name] = cells[column]!;
    }
    expect(found).toEqual(wanted);
  });
});

const objectField = (type: string, field: string): GraphQLField<unknown, unknown> => {
  const found = world.app.schema.getType(type);
  const decidedField = isObjectType(found) ? found.getFields()[field] : undefined;
  if (!decidedField)
    throw new Error(`${type}.${field} has a rule of its own in docs/permissions.md and does not exist`);
  return decidedField;
};

/** The query that shows somebody's object of this type, and such an object. */
async function shownBy(
  type: string,
  owner: TestAccount,
): Promise<{ query: GraphQLField<unknown, unknown> & { name: string }; id: string }> {
  const queries = Object.entries(world.app.schema.getQueryType()!.getFields());
  const [name, query] =
    queries.find(([each, { type: shown }]) => getNamedType(shown).name === type && targets[each]) ?? [];
  if (!name || !query)
    throw new Error(
      `Nothing shows one ${type}: a field of it with a rule of its own needs a query under "Rows that belong to somebody"`,
    );
  return { query, id: await targets[name]!.make(owner) };
}

/** Somebody of whom there is something in every field. */
const withDetails = async (details: { organisationId: string }): Promise<TestAccount> => {
  const person = await anInfluencer(world, details);
  await world.as(person).run('mutation { updateProfile(input: { phone: "+491701234567" }) { id } }');
  const giver = await anAccount(world, 'ADMINISTRATOR');
  await world.db.pool.query(
    `insert into account_permission (account_id, permission, effect, scope, reason, granted_by, granted_at)
     values ($1, 'imaging.request', 'GRANT', 'OWN', 'A reason', $2, now())`,
    [person.id, giver.id],
  );
  return person;
};

test('nobody gets past the door without a session', async () => {
  const found: Record<string, string> = {};
  for (const name of [...operations.cells.keys(), ...rowsOfSomebody.cells.keys()])
    found[name] = isSubscription(name)
      ? outcomeOf(await codesOfSubscribing(null, name))
      : (await attempt(null, name)).outcome;
  expect(Object.entries(found).filter(([, outcome]) => outcome !== 'x')).toEqual([]);
});

test('a field that takes arguments is walked as well, with made-up ones', () => {
  const toy = buildSchema(
    'type Query { page(first: Int!, of: [ID!]!, tags: [String!]): Page } type Page { title: String }',
  );
  expect(selectionOf(toy.getQueryType()!)).toBe(
    `{ __typename page(first: 1, of: ["${unknownId}"]) { __typename title  } }`,
  );
});

/** What anybody may read: the texts that people agree to. */
const tablesOfEverybody = ['terms_version'];

/** One id of every table that has some, of a row that is not `stranger`'s. */
async function idsOfOthers(stranger: TestAccount): Promise<string[]> {
  const owner = await withDetails({ organisationId: await anOrganisation(world) });
  for (const make of new Set(Object.values(targets).map((target) => target.make))) await make(owner);
  const { rows: tables } = await world.db.pool.query<{ name: string; id: string; owned: boolean }>(
    `select c.table_name as name, c.column_name as id, exists (select from information_schema.columns o
         where o.table_schema = 'public' and o.table_name = c.table_name and o.column_name = 'account_id') as owned
       from information_schema.columns c join pg_class t on t.relname = c.table_name and t.relkind = 'r'
      where c.table_schema = 'public' and c.udt_name = 'uuid' and c.column_name in ('id', 'uid')
        and c.table_name <> all ($1::text[])`,
    [tablesOfEverybody],
  );
  const ids: string[] = [];
  for (const { name, id, owned } of tables) {
    const { rows: found } = await world.db.pool.query<{ id: string }>(
      `select ${id} as id from ${name} where ${id} <> $1 ${owned ? 'and account_id <> $1' : ''} limit 1`,
      [stranger.id],
    );
    ids.push(...found.map((row) => row.id));
  }
  return ids;
}

test.each(['INFLUENCER', 'BRAND_MEMBER'] as const)(
  'for %s, whatever is known by an id and is somebody else’s looks like what does not exist, wherever an operation takes an id',
  { timeout: 240_000 },
  async (role) => {
    const stranger = await anAccount(world, role, { organisationId: await anOrganisation(world) });
    const ids = await idsOfOthers(stranger);
    expect(ids.length).toBeGreaterThan(15);
    const differing: string[] = [];
    let places = 0;
    for (const [kind, field] of rootFields(world.app.schema)) {
      if (openToAll.cells.has(field.name)) continue;
      const query = operationOf(kind, field);
      for (const at of placesOfIds(field)) {
        places++;
        const answer = async (id: string): Promise<string> => {
          const { data, errors } = await world.as(stranger).run(query, at(id));
          return JSON.stringify([data, words(errors)])
            .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
            .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time');
        };
        const ofNothing = new Set([await answer(unknownId)]);
        for (const found of await Promise.all(ids.map(answer))) {
          // What became different by itself, such as a quota that is used up.
          if (!ofNothing.has(found)) ofNothing.add(await answer(unknownId));
          if (!ofNothing.has(found)) differing.push(`${field.name}: ${found.slice(0, 300)}`);
        }
      }
    }
    expect(differing).toEqual([]);
    expect(places).toBeGreaterThan(60);
  },
);
