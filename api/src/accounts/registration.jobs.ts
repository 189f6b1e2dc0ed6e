import { transaction, type Db } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { addressLocked } from './account.notices.ts';
import { lockMinutes } from './account.settings.ts';
import type { AddressRequestHandler, AddressRequests } from './address-request.ts';
import type { EmailChangeService } from './email-change.service.ts';
import type { OneTimeLinks } from './one-time-link.ts';
import type { PasswordService } from './password.service.ts';
import type { RegistrationService } from './registration.service.ts';

/** Registrations that nobody confirmed, and links that open nothing any more. */
export const removeUnverifiedJob = defineJob<Record<string, never>>({
  name: 'remove-unverified',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 600,
  concurrency: 1,
});

interface ForgottenThings {
  registrations: RegistrationService;
  oneTimeLinks: OneTimeLinks;
  addressRequests: AddressRequests;
  emailChanges: EmailChangeService;
}

export const handleRemoveUnverified =
  ({
    registrations,
    oneTimeLinks,
    addressRequests,
    emailChanges,
  }: ForgottenThings): JobHandler<Record<string, never>> =>
  async (_, { actor, log }) => {
    await oneTimeLinks.forgetOld();
    await addressRequests.forgetOld();
    await emailChanges.forgetOld();
    const removed = await registrations.removeUnverified(actor);
    if (removed > 0) log.info({ removed }, 'registrations that were never confirmed are removed');
  };

/** Enqueued for every address that is locked; nobody is told about one that has no account. */
export const tellLockedJob = defineJob<{ accountId: string | null }>({
  name: 'tell-locked',
  retry: { limit: 3, delay: 10, delayMax: 300 },
  expireIn: 60,
  concurrency: 1,
});

export const handleTellLocked =
  (parts: {
    db: Db;
    settings: Settings;
    notifier: Notifier;
    oneTimeLinks: OneTimeLinks;
  }): JobHandler<{ accountId: string | null }> =>
  ({ accountId }) =>
    transaction(parts.db, async (tx) => {
      if (accountId === null) return;
      const forgot = await parts.oneTimeLinks.page(tx, accountId, 'forgot');
      const minutes = String(parts.settings.read(lockMinutes));
      await parts.notifier.notify(tx, addressLocked, { accountId, variables: { minutes, forgot } });
    });

export const addressRequestHandler =
  (
    registrations: RegistrationService,
    passwords: PasswordService,
    emailChanges: EmailChangeService,
  ): AddressRequestHandler =>
  (tx, actor, request) => {
    if (request.kind === 'CHANGE') return emailChanges.answer(tx, actor, request);
    if (request.kind === 'REGISTER') return registrations.answerRegistration(tx, actor, request);
    return request.kind === 'RESET'
      ? passwords.answerResetRequest(tx, actor, request.email)
      : registrations.answerConfirmationRequest(tx, actor, request.email);
  };
