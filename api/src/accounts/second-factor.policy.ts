import { permission } from '../platform/permission.ts';

export const ownSecondFactor = permission('accounts.secondFactor', 'Set up and change the own second factor', ['OWN']);
export const resetSecondFactor = permission(
  'accounts.resetSecondFactor',
  'Remove the second factor of somebody who lost it',
);
