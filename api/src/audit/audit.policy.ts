import { permission } from '../platform/permission.ts';

export const readAudit = permission('audit.read', 'Read the audit trail and have it verified');
export const exportAudit = permission('audit.export', 'Take the audit trail out as a file');
