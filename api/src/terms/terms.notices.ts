import { notice } from '../platform/notifier.ts';

const everywhere = { channels: ['MAIL', 'INBOX'], optional: false } as const;

export const termsChanged = notice('terms.changed', {
  description: 'A text that you accepted has a new version',
  variables: { title: 'Privacy policy', link: 'https://studio.example/terms' },
  ...everywhere,
});
export const termsToAccept = notice('terms.toAccept', {
  description: 'A new version of the terms waits for your consent',
  variables: {
    title: 'Terms of service',
    date: '1 December 2026',
    link: 'https://studio.example/terms',
  },
  ...everywhere,
});
export const termsNeeded = notice('terms.needed', {
  description: 'A new version of the terms is in force, and some things wait for your consent already',
  variables: { title: 'Terms of service', link: 'https://studio.example/terms' },
  ...everywhere,
});
