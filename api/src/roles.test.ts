import { expect, test } from 'vitest';
import { builtInRoles } from './accounts/built-in-roles.ts';
import './app.ts';
import { declaredPermissions } from './platform/permission.ts';

test('every permission that a room declares is held by some built-in role, and no role holds another or reaches further', () => {
  const declared = new Map(declaredPermissions().map(({ name, scopes }) => [name, scopes]));
  const held = Object.values(builtInRoles).flatMap(({ permissions }) => Object.entries(permissions));
  expect([...new Set(held.map(([name]) => name))].sort()).toEqual([...declared.keys()].sort());
  for (const [name, scope] of held) expect(declared.get(name), name).toContain(scope);
});
