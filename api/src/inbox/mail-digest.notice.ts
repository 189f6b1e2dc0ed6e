import { notice } from '../platform/notifier.ts';

export const digestNotice = notice('notices.digest', {
  description: 'What happened lately, gathered in one mail',
  variables: { count: '3' },
  channels: ['MAIL'],
  optional: false,
  listed: false,
});
