import type { PermissionScope } from '@influencegen/shared-schema/contract/schema.generated';

export type Cell = PermissionScope | null;
/** By key of the role, by name of the permission: what somebody wants to be different. */
export type Draft = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

interface Held {
  permissions: readonly { permission: string; scope: PermissionScope }[];
}

const width: readonly Cell[] = [null, 'OWN', 'ORGANISATION', 'ALL'];
export const isWider = (one: Cell, other: Cell): boolean => width.indexOf(one) > width.indexOf(other);

export const cellOf = ({ permissions }: Held, name: string): Cell =>
  permissions.find(({ permission }) => permission === name)?.scope ?? null;

export const shownCell = (draft: Draft, role: Held & { key: string }, name: string): Cell => {
  const drafted = draft[role.key]?.[name];
  return drafted === undefined ? cellOf(role, name) : drafted;
};

/** What goes back to what is stored is no change. */
export function withCell(draft: Draft, role: Held & { key: string }, name: string, cell: Cell): Draft {
  const { [name]: _gone, ...others } = draft[role.key] ?? {};
  const changes = cellOf(role, name) === cell ? others : { ...others, [name]: cell };
  const { [role.key]: _before, ...rest } = draft;
  return Object.keys(changes).length === 0 ? rest : { ...rest, [role.key]: changes };
}

export const countOf = (draft: Draft): number =>
  Object.values(draft).reduce((sum, changes) => sum + Object.keys(changes).length, 0);

interface Choosable {
  scopes: readonly PermissionScope[];
  viewerMayGive: readonly PermissionScope[];
}

/** What a cell may become: less than it is stored as always, more only as far as the viewer holds it and not for their own role. */
export function choicesFor(stored: Cell, { scopes, viewerMayGive }: Choosable, viewerHolds: boolean): Cell[] {
  return [
    null,
    ...scopes.filter((scope) => !isWider(scope, stored) || (!viewerHolds && viewerMayGive.includes(scope))),
  ];
}

export const nextChoice = (choices: readonly Cell[], now: Cell): Cell =>
  choices[(choices.indexOf(now) + 1) % choices.length] ?? null;
