import { notice } from '../platform/notifier.ts';

export const testNotice = notice('notices.test', {
  description: 'You asked for a mail, to see whether mail arrives',
  variables: {},
  channels: ['MAIL'],
  optional: false,
  listed: false,
});
