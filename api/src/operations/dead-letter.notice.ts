import { notice } from '../platform/notifier.ts';
import { settleDeadLetters } from './operations.policy.ts';

export const deadLettersAppeared = notice('operations.deadLetters', {
  description: 'Jobs were given up and wait for a person',
  variables: { count: '3', link: 'https://studio.example/admin/queues' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: settleDeadLetters,
});
