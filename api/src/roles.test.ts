import { expect, test } from 'vitest';
import { builtInRoles } from './accounts/built-in-roles.ts';
import { beyondReachOf } from './accounts/account.policy.ts';
import './app.ts';
import { declaredPermissions } from './platform/permission.ts';

test('every permission that a room declares is held by some built-in role, and no role holds another or reaches further', () => {
  const declared = new Map(declaredPermissions().map(({ name, scopes }) => [name, scopes]));
  const held = Object.values(builtInRoles).flatMap(({ permissions }) => Object.entries(permissions));
  expect([...new Set(held.map(([name]) => name))].sort()).toEqual([...declared.keys()].sort());
  for (const [name, scope] of held) expect(declared.get(name), name).toContain(scope);
});

test('whoever administers can hand on every built-in role', () => {
  for (const administrator of [builtInRoles.ADMINISTRATOR, builtInRoles.WORKSPACE_OWNER])
    for (const [key, { permissions }] of Object.entries(builtInRoles)) {
      const wanted = Object.entries(permissions).map(([permission, scope]) => ({ permission, scope }));
      expect(beyondReachOf({ permissions: new Map(Object.entries(administrator.permissions)) }, wanted), key).toEqual(
        [],
      );
    }
});
