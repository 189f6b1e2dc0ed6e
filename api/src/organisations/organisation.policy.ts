import { permission } from '../platform/permission.ts';

export const readOrganisations = permission('organisations.read', 'See organisations and their names', [
  'ORGANISATION',
  'ALL',
]);
export const manageOrganisations = permission('organisations.manage', 'Add organisations');
