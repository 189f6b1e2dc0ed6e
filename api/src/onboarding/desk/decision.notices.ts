import { notice } from '../../platform/notifier.ts';
import { assignReviews, reviewApplications, useOwnApplication } from '../onboarding.policy.ts';

const everywhere = { channels: ['MAIL', 'INBOX'], optional: false, reaches: useOwnApplication } as const;

export const approvedNotice = notice('onboarding.approved', {
  description: 'Your application was approved: the studio is open',
  variables: { link: 'https://studio.example/' },
  ...everywhere,
});
export const returnedNotice = notice('onboarding.returned', {
  description: 'Something in your application has to be put right',
  variables: {
    what: 'Identity document: We cannot read the picture.',
    link: 'https://studio.example/onboarding',
  },
  ...everywhere,
});
export const rejectedNotice = notice('onboarding.rejected', {
  description: 'Your application was rejected',
  variables: {
    why: 'You are not old enough to join yet.',
    next: 'You may apply again from 1 March 2027.',
    link: 'https://studio.example/onboarding',
  },
  ...everywhere,
});
export const documentNotNeededNotice = notice('onboarding.documentNotNeeded', {
  description: 'A document that you were asked for is not needed any more',
  variables: {
    title: 'Proof of your change of name',
    what: 'Identity document',
    link: 'https://studio.example/onboarding',
  },
  ...everywhere,
});
/** `days` is for texts that staff wrote when there was nothing else: read later, it is no longer true. Ours name the `date`. */
export const expiringNotice = notice('onboarding.expiring', {
  description: 'Something in your application expires soon',
  variables: { what: 'Identity document', date: '1 March 2027', days: '30', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const expiredNotice = notice('onboarding.expired', {
  description: 'Something in your application has expired: the studio is closed until it is renewed',
  variables: { what: 'Identity document', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const moreAskedNotice = notice('onboarding.moreAsked', {
  description: 'Something more is asked in your application',
  variables: { what: 'Tax', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const moreAskedByNotice = notice('onboarding.moreAskedBy', {
  description: 'Something more is asked of creators who are in, by a certain day',
  variables: { what: 'Tax', date: '1 March 2027', days: '14', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const askedNoMoreNotice = notice('onboarding.askedNoMore', {
  description: 'What the studio was closed for is not asked of you any more: it is open again',
  variables: { what: 'Address (proof of address)', link: 'https://studio.example/' },
  ...everywhere,
});
export const notHandedInNotice = notice('onboarding.notHandedIn', {
  description: 'What was newly asked of you was not handed in in time: the studio is closed until it is',
  variables: { what: 'Tax', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const reverifyNotice = notice('onboarding.reverify', {
  description: 'Something that was verified in your application was changed and has to be handed in again',
  variables: { what: 'Address', date: '1 March 2027', days: '14', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const notReverifiedNotice = notice('onboarding.notReverified', {
  description: 'What you changed was not handed in again in time: the studio is closed until it is',
  variables: { what: 'Address', link: 'https://studio.example/onboarding' },
  ...everywhere,
});
export const doubleFoundNotice = notice('onboarding.doubleFound', {
  description: 'A creator who was approved turns out to share something with another one',
  variables: { number: '1042', link: 'https://studio.example/admin/reviews/9f1c' },
  channels: ['MAIL', 'INBOX'],
  optional: true,
  reaches: reviewApplications,
});
export const caseLateNotice = notice('onboarding.caseLate', {
  description: 'A case that was given to you is late',
  variables: { number: '1042' },
  channels: ['INBOX'],
  optional: true,
  reaches: reviewApplications,
});
export const lateCasesNotice = notice('onboarding.lateCases', {
  description: 'Cases that nobody was given are late',
  variables: { numbers: '1042, 1043' },
  channels: ['INBOX'],
  optional: true,
  reaches: assignReviews,
});
