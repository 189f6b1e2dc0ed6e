import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../test/actors.ts';
import { anAdministrator, anInfluencer } from '../test/builders.ts';
import { letEverybodyKnock } from '../test/knock.ts';
import { aWorld, type World } from '../test/world.ts';
import { systemActor } from './platform/actor.ts';
import { personCostPerMinute, strangerCostPerMinute } from './platform/graphql-admission.ts';
import { newTraceparent } from './platform/traceparent.ts';

let world: World;
const actors = new Map<string, Caller>();
beforeAll(async () => {
  world = await aWorld();
  await letEverybodyKnock(world);
  const operator = systemActor({ requestId: 'test', traceparent: newTraceparent() });
  for (const limit of [personCostPerMinute, strangerCostPerMinute])
    await world.app.settings.change(operator, limit, {}, 100_000_000);
  actors.set('nobody', world.as(null));
  actors.set('an influencer', world.as(await anInfluencer(world)));
  actors.set('staff', world.as(await anAdministrator(world)));
});
afterAll(() => world.stop());

const unknownId = '00000000-0000-4000-8000-000000000000';
const texts = [
  unknownId,
  'not an id',
  '',
  ' \t\u00a0\u2003',
  `'; drop table account; -- " \\ % _ $1`,
  '<script>alert(1)</script>',
  '👩‍👩‍👧‍👦\u202e\uffff\ufffe\u001b[31m',
  '__proto__',
  '1e309',
  Buffer.from(`2026-01-01T00:00:00.000Z ${unknownId}`).toString('base64url'),
  Buffer.from(`0000-99-99T99:99:99.999Z ${unknownId}`).toString('base64url'),
  Buffer.from('{}').toString('base64url'),
  'x'.repeat(100_000),
  'null\0character',
  'half a pair \ud800',
];
const values: Record<string, unknown[]> = {
  ID: [...texts, 7],
  String: texts,
  Int: [1, 0, -1, 2 ** 31 - 1, -(2 ** 31), 1e300],
  Float: [1, 0, -1, -0, 1e308, -1e308, 5e-324],
  Boolean: [true, false],
  DateTimeISO: [
    '2026-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999+14:00',
    'now',
  ],
};

/** Values for a type: a sane one first, then strange ones. Of an object, one field is strange at a time. */
function valuesOf(type: GraphQLInputType): unknown[] {
  const bare = getNullableType(type);
  const nothing = isNonNullType(type) ? [] : [null];
  if (isListType(bare)) {
    const items = valuesOf(bare.ofType);
    return [[items[0]], [], Array.from({ length: 200 }, () => items[0]), ...items.map((item) => [item]), ...nothing];
  }
  if (isEnumType(bare)) return [...bare.getValues().map(({ name }) => name), ...nothing];
  if (!isInputObjectType(bare)) return [...values[bare.toString()]!, ...nothing];
  const fields = Object.values(bare.getFields());
  const sane = Object.fromEntries(
    fields.filter((field) => isNonNullType(field.type)).map((field) => [field.name, valuesOf(field.type)[0]]),
  );
  return [
    sane,
    ...fields.flatMap((field) => valuesOf(field.type).map((value) => ({ ...sane, [field.name]: value }))),
    ...nothing,
  ];
}

/** Every field that needs no argument, a few levels deep. */
function selectionOf(type: GraphQLOutputType, depth = 3): string {
  const named = getNamedType(type);
  if (isUnionType(named))
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, 0)}`)
      .join(' ')} }`;
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(
    (field) => field.args.length === 0 && (depth > 0 || isLeafType(getNamedType(field.type))),
  );
  return `{ __typename ${fields.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`).join(' ')} }`;
}

function operationOf(kind: string, field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = selectionOf(field.type);
  return `${kind} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`;
}

/** One argument strange at a time. */
function variablesFor(field: GraphQLField<unknown, unknown>): Record<string, unknown>[] {
  const sane = Object.fromEntries(
    field.args.map(({ name, type, defaultValue }) => [name, defaultValue ?? valuesOf(type)[0]]),
  );
  return [sane, ...field.args.flatMap(({ name, type }) => valuesOf(type).map((value) => ({ ...sane, [name]: value })))];
}

const rootFields = (): [string, GraphQLField<unknown, unknown>][] => {
  const of = (kind: string, type: GraphQLObjectType | null | undefined): [string, GraphQLField<unknown, unknown>][] =>
    Object.values(type?.getFields() ?? {}).map((field) => [kind, field]);
  return [...of('query', world.app.schema.getQueryType()), ...of('mutation', world.app.schema.getMutationType())];
};

/** Asked for by itself: after one of these the caller is not who they were. */
const endsTheSession = ['signIn', 'signOut', 'signOutEverywhere'];

test.each(['nobody', 'an influencer', 'staff'])(
  'whatever %s sends, nothing breaks',
  { timeout: 120_000 },
  async (who) => {
    const caller = actors.get(who)!;
    const broken: unknown[] = [];
    let asked = 0;
    for (const [kind, field] of rootFields()) {
      if (endsTheSession.includes(field.name)) continue;
      const query = operationOf(kind, field);
      for (const variables of variablesFor(field)) {
        asked++;
        const { errors } = await caller.run(query, variables);
        if (errors.some(({ extensions }) => !extensions || extensions.code === 'INTERNAL_SERVER_ERROR'))
          broken.push({ field: field.name, variables: JSON.stringify(variables).slice(0, 200), errors });
      }
    }
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  },
);

/** For people who are not signed in yet. */
const atTheDoor = [
  'viewer',
  'signIn',
  'signOut',
  'passkeySignInOptions',
  'passwordRules',
  'invitation',
  'register',
  'requestConfirmation',
  'verifyEmail',
  'acceptInvitation',
  'requestPasswordReset',
  'resetPassword',
];

test('nobody learns or changes anything without a session', async () => {
  for (const [kind, field] of rootFields()) {
    if (atTheDoor.includes(field.name)) continue;
    const { errors } = await actors.get('nobody')!.run(operationOf(kind, field), variablesFor(field)[0]);
    expect(
      errors.map(({ extensions }) => extensions.code),
      field.name,
    ).toEqual(['UNAUTHENTICATED']);
  }
});

const staffOnly = [
  'mailTemplates',
  'mailTemplate',
  'mailTemplateVersions',
  'mailPreview',
  'saveMailTemplate',
  'resetMailTemplate',
  'sendTestMail',
  'outboxFacts',
  'mailMessages',
  'mailMessage',
  'retryMail',
  'auditEvents',
  'auditEvent',
  'auditActions',
  'auditChain',
  'auditProof',
  'auditExports',
  'verifyAuditTrail',
  'exportAuditTrail',
  'settings',
  'setting',
  'settingChanges',
  'settingOverrides',
  'changeSetting',
  'revertSetting',
  'deadLetters',
  'health',
  'imagingOverview',
  'jobQueues',
  'people',
  'accounts',
  'account',
  'permissions',
  'roles',
  'roleChoices',
  'organisations',
  'createOrganisation',
  'resetSecondFactor',
  'sendPasswordReset',
  'inviteAccount',
  'resendInvitation',
  'revealPersonal',
  'updateAccount',
  'deactivateAccount',
  'reactivateAccount',
  'unlockAccount',
  'endAccountSessions',
  'assignRole',
  'removeRole',
  'grantPermission',
  'denyPermission',
  'liftGrant',
  'createRole',
  'renameRole',
  'deleteRole',
  'changeRole',
  'discardDeadLetter',
  'retryDeadLetter',
];
const creatorsOnly = ['studio', 'imageQuota', 'images', 'requestImages', 'deleteImage', 'restoreImage'];

test('each operation is open to those it is meant for, and to no others', async () => {
  for (const [kind, field] of rootFields()) {
    const refused: string[] = [];
    if (endsTheSession.includes(field.name)) continue;
    for (const who of ['an influencer', 'staff']) {
      const { errors } = await actors.get(who)!.run(operationOf(kind, field), variablesFor(field)[0]);
      if (errors.some(({ extensions }) => extensions.code === 'FORBIDDEN')) refused.push(who);
    }
    expect(refused, field.name).toEqual(
      staffOnly.includes(field.name) ? ['an influencer'] : creatorsOnly.includes(field.name) ? ['staff'] : [],
    );
  }
});
