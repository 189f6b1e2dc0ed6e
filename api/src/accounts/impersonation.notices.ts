import { notice } from '../platform/notifier.ts';

export const supportLooksNotice = notice('support-looks', {
  description: 'Staff began to look at the account through the eyes of its owner, who allowed it',
  variables: { minutes: '30' },
  channels: ['MAIL', 'INBOX'],
  optional: false,
});
