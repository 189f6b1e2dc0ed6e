import type { Actor } from '../platform/actor.ts';
import { may, permission } from '../platform/permission.ts';
import { personalColumn } from '../platform/personal-data.ts';
import { Account } from './account.entity.ts';

export const ownProfile = permission(
  'accounts.profile',
  'See and change the own name, phone number, language and time zone',
  ['OWN'],
);
export const seePersonal = permission('accounts.personal', 'See e-mail addresses and phone numbers of people in full');
export const revealPersonal = permission(
  'accounts.reveal',
  'Have one e-mail address or phone number shown, for a reason that is kept',
);

export type MaskedProperty = 'email' | 'phone';

/** Whether this person sees the contact details of that account without a mask. */
export const seesInFull = (actor: Actor, accountId: string): boolean =>
  actor.accountId === accountId || may(actor, seePersonal);

/** As much of it as this person may see. */
export const shownTo = (actor: Actor, accountId: string, property: MaskedProperty, text: string): string =>
  seesInFull(actor, accountId) ? text : personalColumn(Account, property).mask!(text);
