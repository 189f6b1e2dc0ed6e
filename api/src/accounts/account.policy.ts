import { permission } from '../platform/permission.ts';

export const useDesk = permission('accounts.desk', 'Use the staff desk');
export const findPeople = permission('accounts.find', 'Find people by name');
