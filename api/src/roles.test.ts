import { expect, test } from 'vitest';
import { type BuiltInRoleKey, builtInRoles } from './accounts/built-in-roles.ts';
import { beyondReachOf } from './accounts/account.policy.ts';
import './app.ts';
import { declaredPermissions, type Scope } from './platform/permission.ts';

test('every permission that a room declares is held by some built-in role, and no role holds another or reaches further', () => {
  const declared = new Map(declaredPermissions().map(({ name, scopes }) => [name, scopes]));
  const held = Object.values(builtInRoles).flatMap(({ permissions }) => Object.entries(permissions));
  expect([...new Set(held.map(([name]) => name))].sort()).toEqual([...declared.keys()].sort());
  for (const [name, scope] of held) expect(declared.get(name), name).toContain(scope);
});

const handedOnBy = (giver: BuiltInRoleKey): BuiltInRoleKey[] => {
  const permissions = new Map<string, Scope>(Object.entries(builtInRoles[giver].permissions));
  return (Object.keys(builtInRoles) as BuiltInRoleKey[]).filter((key) => {
    const wanted = Object.entries(builtInRoles[key].permissions).map(([permission, scope]) => ({ permission, scope }));
    return beyondReachOf({ permissions }, wanted).length === 0;
  });
};

test('owners can hand on every built-in role; administrators neither ownership nor what moves money', () => {
  const everyRole = Object.keys(builtInRoles);
  expect(handedOnBy('WORKSPACE_OWNER')).toEqual(everyRole);
  expect(handedOnBy('ADMINISTRATOR')).toEqual(
    everyRole.filter((key) => key !== 'FINANCE' && key !== 'WORKSPACE_OWNER'),
  );
  // Whoever keeps the platform running appoints nobody but creators, who hold nothing beyond themselves.
  expect(handedOnBy('WORKSPACE_OPERATOR')).toEqual(['APPLICANT', 'INFLUENCER', 'WORKSPACE_OPERATOR']);
});

test('administrators lack just what only owners need, and operators see and change nobody', () => {
  const held = (key: BuiltInRoleKey): string[] => Object.keys(builtInRoles[key].permissions);
  expect(held('WORKSPACE_OWNER').filter((name) => !held('ADMINISTRATOR').includes(name))).toEqual([
    'accounts.impersonateToChange',
    'terms.manage',
    'payoutAccounts.instruct',
  ]);
  expect(held('WORKSPACE_OPERATOR').toSorted()).toEqual([
    'accounts.apiKeys',
    'accounts.desk',
    'accounts.own',
    'accounts.profile',
    'accounts.secondFactor',
    'notices.outbox',
    'notices.own',
    'operations.deadLetters',
    'operations.health',
  ]);
});
