import type { AccountRole } from './account.entity.ts';

/** What each role may do. Rooms declare their permissions beside what those guard. */
const permissionsOf: Record<AccountRole, readonly string[]> = {
  INFLUENCER: ['imaging.request', 'imaging.own'],
  ADMINISTRATOR: [
    'accounts.find',
    'imaging.monitor',
    'imaging.intervene',
    'operations.health',
    'operations.deadLetters',
  ],
};

const sets = new Map(Object.entries(permissionsOf).map(([role, names]) => [role, new Set(names)]));

export const permissionsOfRole = (role: AccountRole): ReadonlySet<string> => sets.get(role) ?? new Set();

/** Every permission that some role holds; a test compares it with what is declared. */
export const grantedPermissions = (): Set<string> => new Set(Object.values(permissionsOf).flat());
