import type { Actor, SignedInActor } from './actor.ts';
import { AppError } from './errors.ts';

export interface Permission {
  name: string;
  description: string;
}

const declared = new Map<string, Permission>();

/** Declared once, beside what it guards; the roles screen, the docs and the permission test are derived from the list. */
export function permission(name: string, description: string): Permission {
  if (declared.has(name)) throw new Error(`permission ${name} is declared twice`);
  const made = { name, description };
  declared.set(name, made);
  return made;
}

export const declaredPermissions = (): Permission[] => [...declared.values()];

export const may = (actor: Actor, wanted: Permission): boolean => actor.permissions.has(wanted.name);

/** The actor as a signed-in person who holds the permission, or the standard "no". */
export function demand(actor: Actor, wanted: Permission): SignedInActor {
  if (actor.accountId === null) throw new AppError('UNAUTHENTICATED', 'Sign in first');
  if (!may(actor, wanted)) throw new AppError('FORBIDDEN', 'You may not do this');
  return actor as SignedInActor;
}
