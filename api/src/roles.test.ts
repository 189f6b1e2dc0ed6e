import { expect, test } from 'vitest';
import { grantedPermissions } from './accounts/roles.ts';
import './app.ts';
import { declaredPermissions } from './platform/permission.ts';

test('every permission that a room declares is held by some role, and no role holds another', () => {
  expect(
    declaredPermissions()
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...grantedPermissions()].sort());
});
