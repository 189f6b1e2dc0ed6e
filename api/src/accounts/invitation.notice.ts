import { notice } from '../platform/notifier.ts';

export const invited = notice('accounts.invited', {
  description: 'Somebody was invited to choose a password',
  variables: { link: 'https://studio.example/invitation#k3m9', days: '7' },
  channels: ['MAIL'],
  optional: false,
  listed: false,
});
