import { rows, transaction, type Db } from '../platform/db.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Settings } from '../platform/setting.ts';
import type { AccessService } from './access.service.ts';
import { endedAccessDays } from './account.settings.ts';
import type { AttemptLock } from './attempt-lock.ts';
import type { SigningKeys } from './signing-keys.ts';

export const forgetSignInCountsJob = defineJob<Record<string, never>>({
  name: 'forget-sign-in-counts',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 60,
  concurrency: 1,
});

export const handleForgetSignInCounts =
  (attempts: AttemptLock): JobHandler<Record<string, never>> =>
  () =>
    attempts.forgetOld();

export const expireGrantsJob = defineJob<Record<string, never>>({
  name: 'expire-grants',
  retry: { limit: 3, delay: 10, delayMax: 60 },
  expireIn: 60,
  concurrency: 1,
});

export const handleExpireGrants =
  (access: AccessService): JobHandler<Record<string, never>> =>
  () =>
    access.expireGrants();

export const forgetEndedAccessJob = defineJob<Record<string, never>>({
  name: 'forget-ended-access',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3600,
  concurrency: 1,
});

const batch = 1_000;

/** Sign-ins and API keys that ended long ago; the audit trail still names them by their ids. */
export const handleForgetEndedAccess =
  ({ db, settings }: { db: Db; settings: Settings }): JobHandler<Record<string, never>> =>
  async (_, { signal, log }) => {
    for (const [table, end] of [
      ['session', 'least(ended_at, expires_at)'],
      ['api_key', 'least(revoked_at, expires_at)'],
    ] as const) {
      let forgotten = 0;
      for (let gone = batch; gone === batch && !signal.aborted; forgotten += gone)
        gone = await transaction(db, async (tx) => {
          const deleted = await rows(
            tx,
            `delete from ${table} where id in (
               select id from ${table} where ${end} < now() - make_interval(days => $1) order by ${end} limit ${batch} for update skip locked
             ) returning id`,
            [settings.read(endedAccessDays)],
          );
          return deleted.length;
        });
      if (forgotten > 0) log.info({ table, forgotten }, 'forgot access that ended long ago');
    }
  };

export const rotateSigningKeyJob = defineJob<Record<string, never>>({
  name: 'rotate-signing-key',
  retry: { limit: 3, delay: 30, delayMax: 300 },
  expireIn: 60,
  concurrency: 1,
});

export const handleRotateSigningKey =
  (keys: SigningKeys): JobHandler<Record<string, never>> =>
  (_payload, { actor }) =>
    keys.rotate(actor);
