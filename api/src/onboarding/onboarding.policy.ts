import { permission } from '../platform/permission.ts';

export const useOwnApplication = permission('onboarding.own', 'Fill in and follow the own application', ['OWN']);
export const reviewApplications = permission(
  'onboarding.review',
  'See applications of creators, claim them and decide about them',
);
export const assignReviews = permission('onboarding.assign', 'Give applications to reviewers');
export const editReviewReasons = permission(
  'onboarding.reasons',
  'Edit the texts with which creators are told why something was returned or refused',
);
