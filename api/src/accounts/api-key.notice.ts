import { notice } from '../platform/notifier.ts';
import { manageApiKeys } from './api-key.policy.ts';

export const apiKeyExpires = notice('accounts.apiKeyExpires', {
  description: 'One of your API keys stops working soon',
  variables: { key: 'Warehouse', days: '7', link: 'https://studio.example/admin/api-keys' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: manageApiKeys,
});
