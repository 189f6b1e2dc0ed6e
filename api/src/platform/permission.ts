import type { Actor, Principal, SignedInActor } from './actor.ts';
import { AppError, StepUpNeeded } from './errors.ts';

/** Whose rows a permission reaches, from the narrowest to the widest. */
export const scopes = ['OWN', 'ORGANISATION', 'ALL'] as const;
export type Scope = (typeof scopes)[number];

/** What somebody holds: by name of the permission, how far it reaches. */
export type Permissions = ReadonlyMap<string, Scope>;

/**
 * One that can be held for an organisation is another type on purpose: `demand`, `may` and `scopeOf` do not take it, so that
 * whoever asks for it goes through `platform/reach.ts`, which tells the database as well.
 */
export interface Permission<Offered extends Scope = 'OWN' | 'ALL'> {
  name: string;
  description: string;
  /** The scopes that make sense for it; a role is given one of them. */
  scopes: readonly Offered[];
}
export type AnyPermission = Permission<Scope>;

const declared = new Map<string, AnyPermission>();

/** Declared once, beside what it guards; the roles screen, the docs and the permission test are derived from the list. */
export function permission(name: string, description: string): Permission<'ALL'>;
export function permission<Offered extends Scope>(
  name: string,
  description: string,
  offered: readonly Offered[],
): Permission<Offered>;
export function permission(name: string, description: string, offered: readonly Scope[] = ['ALL']): AnyPermission {
  if (declared.has(name)) throw new Error(`permission ${name} is declared twice`);
  const made = { name, description, scopes: offered };
  declared.set(name, made);
  return made;
}

export const declaredPermissions = (): AnyPermission[] => [...declared.values()];

export const widest = (one: Scope, other: Scope): Scope => (scopes.indexOf(one) > scopes.indexOf(other) ? one : other);

export const may = ({ permissions }: Pick<Principal, 'permissions'>, wanted: Permission): boolean =>
  permissions.has(wanted.name);

/** How far the actor's permission reaches; null when they do not hold it. */
export const scopeOf = ({ permissions }: Pick<Principal, 'permissions'>, wanted: Permission): Scope | null =>
  permissions.get(wanted.name) ?? null;

/** The actor as a signed-in person who holds the permission, or the standard "no". */
export const demand = (actor: Actor, wanted: Permission): SignedInActor => demandHeld(actor, wanted);

/** For `platform/reach.ts` alone, which also says how far. */
export function demandHeld(actor: Actor, wanted: AnyPermission): SignedInActor {
  if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
  if (!actor.permissions.has(wanted.name)) throw new AppError('FORBIDDEN', 'You may not do this');
  return actor as SignedInActor;
}

/**
 * For what must not happen on a device that somebody left open: the permission, and proof of identity within the last
 * `minutes`. Without it the client is told to ask for one and to try again.
 */
export function demandVerified(actor: Actor, wanted: Permission, minutes: number, now: Date): SignedInActor {
  const person = demand(actor, wanted);
  demandProof(person, minutes, now);
  return person;
}

/** Proof of identity within the last `minutes`. A clock that was set back does not make an old proof new. */
export function demandProof({ verifiedAt }: Actor, minutes: number, now: Date): void {
  const age = verifiedAt === null ? Infinity : now.getTime() - verifiedAt.getTime();
  if (age > minutes * 60_000 || age < -toleratedMilliseconds) throw new StepUpNeeded();
}

/** Clocks of several processes differ by a little. */
const toleratedMilliseconds = 60_000;
