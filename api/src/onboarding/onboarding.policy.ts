import type { Actor, SignedInActor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import { demand, permission } from '../platform/permission.ts';

export const useOwnApplication = permission('onboarding.own', 'Fill in and follow the own application', ['OWN']);
/** What shows who somebody is, and where they are paid, is for themselves to say: not for staff who look through their eyes. */
export function demandCreatorInPerson(actor: Actor): SignedInActor {
  const person = demand(actor, useOwnApplication);
  if (person.impersonatorId !== null) throw new AppError('FORBIDDEN', 'Only the creator can do this');
  return person;
}

export const reviewApplications = permission(
  'onboarding.review',
  'See applications of creators, claim them and decide about them',
);
export const assignReviews = permission('onboarding.assign', 'Give applications to reviewers');
export const editReviewReasons = permission(
  'onboarding.reasons',
  'Edit the texts with which creators are told why something was returned or refused',
);
