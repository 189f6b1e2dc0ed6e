import { notice } from '../platform/notifier.ts';
import { exportAudit } from './audit.policy.ts';

export const exportReady = notice('audit.exportReady', {
  description: 'An export of the audit trail that you asked for can be downloaded',
  variables: { link: 'https://studio.example/admin/audit', hours: '24' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: exportAudit,
});
