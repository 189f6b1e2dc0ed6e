import { permission } from '../platform/permission.ts';

export const findPeople = permission('accounts.find', 'Find people by name');
