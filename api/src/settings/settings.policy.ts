import { permission } from '../platform/permission.ts';

export const readSettings = permission('settings.read', 'See the settings, who changed them, and when');
export const changeSettings = permission('settings.change', 'Change settings');
