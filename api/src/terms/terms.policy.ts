import type { Actor, SignedInActor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may, permission } from '../platform/permission.ts';
import { termsMoves, TermsMove, type TermsStatus } from './terms-version.lifecycle.ts';

export const acceptOwnTerms = permission('terms.own', 'Accept terms for oneself, and take back what is optional', [
  'OWN',
]);
export const readTerms = permission('terms.read', 'See every version of the terms, and who accepted which');
export const manageTerms = permission('terms.manage', 'Write, publish and withdraw versions of the terms');

/** Whoever agrees, agrees in person: support that looks through somebody's eyes cannot do it for them. */
export function demandInPerson(actor: Actor): SignedInActor {
  const person = demand(actor, acceptOwnTerms);
  if (person.impersonatorId !== null) throw new AppError('FORBIDDEN', 'Nobody can agree in the name of somebody else');
  return person;
}

/** Of those that people make; the others are made by time. */
const movesOfStaff = [TermsMove.EDIT, TermsMove.PUBLISH, TermsMove.DISCARD, TermsMove.UNSCHEDULE] as const;

/** Allowed to this person and possible now. */
export const termsMovesOpenTo = (actor: Actor, status: TermsStatus): TermsMove[] =>
  may(actor, manageTerms) ? movesOfStaff.filter((move) => termsMoves[move].from.includes(status)) : [];
