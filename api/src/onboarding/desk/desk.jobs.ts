import { accountsHolding } from '../../accounts/access.ts';
import { dayWords, readerOf, type Reader } from '../../inbox/reader.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import { defineJob } from '../../platform/jobs.ts';
import type { PgBossJobs } from '../../platform/jobs.pgboss.ts';
import type { Notifier } from '../../platform/notifier.ts';
import type { StoredSettings } from '../../platform/settings.store.ts';
import { moveSection, type SectionRow } from '../application.rows.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { assignReviews } from '../onboarding.policy.ts';
import { reverifyDays, sectionsAsked } from '../onboarding.settings.ts';
import type { SectionStore } from '../section-store.ts';
import { openSections, SectionStatus } from '../section.lifecycle.ts';
import { limit } from '../standing.ts';
import { AskedWatch } from './asked-watch.ts';
import type { Claims } from './claims.ts';
import { newlyAskedName } from './decision-words.ts';
import {
  caseLateNotice,
  expiredNotice,
  expiringNotice,
  lateCasesNotice,
  moreAskedByNotice,
  notHandedInNotice,
  notReverifiedNotice,
  reverifyNotice,
} from './decision.notices.ts';
import { expiryReminderDays } from './desk.settings.ts';
import { judgeRiskJob } from './risk.job-types.ts';
import type { RiskWatch } from './risk.ts';

const minutely = { retry: { limit: 2, delay: 10, delayMax: 30 }, expireIn: 300, concurrency: 1 };

/** Every minute: claims that ran out, cases that are late. */
export const watchCasesJob = defineJob<Record<string, never>>({ name: 'onboarding-watch-cases', ...minutely });

/** Every hour: what expires, and what will. */
export const expireSectionsJob = defineJob<Record<string, never>>({
  name: 'onboarding-expire-sections',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3_600,
  concurrency: 1,
});

/** Every minute: creators who were asked for other sections than now, or for something else within them. */
export const applyAskedJob = defineJob<Record<string, never>>({
  name: 'onboarding-apply-asked',
  retry: { limit: 3, delay: 60, delayMax: 600 },
  expireIn: 3_600,
  concurrency: 1,
});

export interface DeskJobsParts {
  db: Db;
  events: EventBus;
  settings: Pick<StoredSettings, 'read' | 'isUpToDate'>;
  notifier: Notifier;
  sections: SectionStore;
  claims: Claims;
  publicUrl: string;
  now: () => Date;
}

export function declareDeskJobs(parts: DeskJobsParts & { jobs: PgBossJobs; risk: RiskWatch }): void {
  const { jobs, claims, risk } = parts;
  const watch = new ExpiryWatch(parts);
  jobs.work(watchCasesJob, async (_, { actor, log }) => {
    const released = await claims.releaseExpired(actor);
    const late = await tellLate(parts);
    if (released + late > 0) log.info({ released, late }, 'cases went back to the queue, or became late');
  });
  jobs.schedule(watchCasesJob, '* * * * *');
  jobs.work(judgeRiskJob, ({ accountId }, { actor }) => risk.judgeAllWith(actor, accountId));
  const asked = new AskedWatch(parts);
  jobs.work(applyAskedJob, async (_, { actor, log, signal }) => {
    const told = await asked.apply(actor, signal);
    if (told > 0) log.info({ told }, 'creators heard that more is asked');
  });
  jobs.schedule(applyAskedJob, '* * * * *');
  jobs.work(expireSectionsJob, async (_, { actor, log, signal }) => {
    const expired = await watch.expire(actor, signal);
    const reminded = await watch.remind(signal);
    if (expired + reminded > 0) log.info({ expired, reminded }, 'sections expired, or will soon');
  });
  jobs.schedule(expireSectionsJob, '20 * * * *');
}

const batch = 200;
const mostNamed = 10;

const named = (numbers: readonly string[]): string =>
  numbers.slice(0, mostNamed).join(', ') + (numbers.length > mostNamed ? ' …' : '');

/** Whoever has a case is told once that it is late; of one that nobody has, whoever may give it to somebody. */
export async function tellLate({ db, notifier, now }: Pick<DeskJobsParts, 'db' | 'notifier' | 'now'>): Promise<number> {
  return transaction(db, async (tx) => {
    const late = await rows<{ number: string; accountId: string; assigneeId: string | null }>(
      tx,
      `update review_case set late_told_at = $1 where id in (
         select id from review_case
         where status in ('WAITING', 'CLAIMED', 'PROPOSED') and due_at < $1 and late_told_at is null
         order by due_at limit ${batch} for update skip locked)
       returning number::text, account_id as "accountId", assignee_id as "assigneeId"`,
      [now()],
    );
    for (const { number, assigneeId } of late)
      if (assigneeId) await notifier.notify(tx, caseLateNotice, { accountId: assigneeId, variables: { number } });
    const free = late.filter(({ assigneeId }) => assigneeId === null);
    if (free.length > 0)
      for (const accountId of await accountsHolding(tx, assignReviews)) {
        // Nobody hears of their own.
        const numbers = free.filter((row) => row.accountId !== accountId).map(({ number }) => number);
        if (numbers.length > 0)
          await notifier.notify(tx, lateCasesNotice, { accountId, variables: { numbers: named(numbers) } });
      }
    return late.length;
  });
}

/** What was accepted does not hold for ever. Each step is safe to run twice. */
export class ExpiryWatch {
  constructor(private readonly parts: DeskJobsParts) {}

  async expire(actor: Actor, signal: AbortSignal): Promise<number> {
    const { db, settings, now } = this.parts;
    let expired = 0;
    for (let found = batch; found === batch && !signal.aborted;) {
      const { rows: due } = await db.pool.query<{ accountId: string }>(
        `select distinct account_id as "accountId" from onboarding_section s
         where expires_at <= $1 and (status = 'ACCEPTED' or (kind = any($2) and exists (
           select from account_role r where r.account_id = s.account_id and r.role_key = 'INFLUENCER')))
         union
         select account_id from onboarding_section s
         where reverify_by <= $1 and status = any($3) and kind = any($2) and exists (
           select from account_role r where r.account_id = s.account_id and r.role_key = 'INFLUENCER')
         limit ${batch}`,
        [now(), settings.read(sectionsAsked), openSections],
      );
      for (const { accountId } of due) expired += await this.#expireOf(actor, accountId);
      found = due.length;
    }
    return expired;
  }

  async #expireOf(actor: Actor, accountId: string): Promise<number> {
    const { db, events, settings, sections, notifier, publicUrl, now } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const at = now();
      const past = [...application.sections.values()].filter(({ expiresAt }) => expiresAt !== null && expiresAt <= at);
      const over = past.filter(({ status }) => status === SectionStatus.ACCEPTED);
      for (const { kind } of over) {
        await moveSection(tx, db.keyring, application, { kind, verb: 'expire', at });
        await recordAudit(tx, actor, 'onboarding.expire', { type: 'account', id: accountId }, { section: kind });
      }
      const asked = settings.read(sectionsAsked);
      // Also what is being renewed: until it is accepted, what it stands for is too old.
      const needed = past.filter(({ kind }) => asked.includes(kind));
      const unsent = [...application.sections.values()].filter(
        ({ kind, status, reverifyBy }) =>
          reverifyBy !== null && reverifyBy <= at && openSections.includes(status) && asked.includes(kind),
      );
      if (unsent.length > 0 && needed.length === 0 && (await limit(events, tx, actor, accountId))) {
        for (const [told, sectionsOver] of [
          [notReverifiedNotice, unsent.filter((section) => !isAsked(section))],
          [notHandedInNotice, unsent.filter(isAsked)],
        ] as const) {
          if (sectionsOver.length === 0) continue;
          const what = namesOf(sectionsOver, await readerOf(tx, accountId));
          const variables = { what, link: `${publicUrl}/onboarding` };
          await notifier.notify(tx, told, { accountId, variables });
        }
        await announceOnboardingChange(events, tx, accountId);
      }
      const limited = needed.length > 0 && (await limit(events, tx, actor, accountId));
      if (limited || needed.some((section) => over.includes(section))) {
        const what = namesOf(needed, await readerOf(tx, accountId));
        await notifier.notify(tx, expiredNotice, { accountId, variables: { what, link: `${publicUrl}/onboarding` } });
      }
      if (over.length > 0) await announceOnboardingChange(events, tx, accountId);
      return over.length;
    });
  }

  /** Once for each of the days before, also when the platform stood still on that day. */
  async remind(signal: AbortSignal): Promise<number> {
    const { db, settings, now } = this.parts;
    const days = [...settings.read(expiryReminderDays)].toSorted((a, b) => a - b);
    let reminded = 0;
    for (const [i, before] of days.entries()) {
      if (signal.aborted) break;
      const { rows: due } = await db.pool.query<Due>(
        `select s.id, s.account_id as "accountId", s.kind, s.expires_at as day, 'EXPIRES' as why,
           s.newly_asked as "newlyAsked" from onboarding_section s
         where s.status = 'ACCEPTED' and s.expires_at > $1::timestamptz + make_interval(days => $3)
           and s.expires_at <= $1::timestamptz + make_interval(days => $2)
           and not exists (select from expiry_reminder r where r.section_id = s.id and r.expires_at = s.expires_at and r.days = $2)
         union all
         select s.id, s.account_id, s.kind, s.reverify_by,
           case when s.accepted_sealed is null or s.newly_asked <> '{}' then 'ASKED' else 'CHANGED' end, s.newly_asked
         from onboarding_section s
         where $2 < $6 and s.status = any($4) and s.kind = any($5)
           and s.reverify_by > $1::timestamptz + make_interval(days => $3)
           and s.reverify_by <= $1::timestamptz + make_interval(days => $2)
           and exists (select from account_role r where r.account_id = s.account_id and r.role_key = 'INFLUENCER')
           and not exists (select from expiry_reminder r where r.section_id = s.id and r.expires_at = s.reverify_by and r.days = $2)`,
        [now(), before, days[i - 1] ?? 0, openSections, settings.read(sectionsAsked), settings.read(reverifyDays)],
      );
      for (const section of due) reminded += await this.#remindOf(section, before);
    }
    return reminded;
  }

  async #remindOf({ id, accountId, day, why, ...section }: Due, before: number): Promise<number> {
    const { db, notifier, publicUrl, now } = this.parts;
    return transaction(db, async (tx) => {
      const first = await rows(
        tx,
        `insert into expiry_reminder (section_id, expires_at, days) values ($1, $2, $3) on conflict do nothing returning days`,
        [id, day, before],
      );
      if (first.length === 0) return 0;
      const left = Math.ceil((day.getTime() - now().getTime()) / 86_400_000);
      const reader = await readerOf(tx, accountId);
      const variables = {
        what: namesOf([section], reader),
        date: dayWords(day, reader),
        days: String(left),
        link: `${publicUrl}/onboarding`,
      };
      await notifier.notify(tx, reminderOf[why], { accountId, variables });
      return 1;
    });
  }
}

const namesOf = (sections: readonly Named[], { language }: Reader): string =>
  sections.map(({ kind, newlyAsked }) => newlyAskedName(kind, newlyAsked, language)).join(', ');

type Named = Pick<SectionRow, 'kind' | 'newlyAsked'>;

/** It was not changed by the creator: it, or something in it, is new to them. */
const isAsked = ({ wasAccepted, newlyAsked }: SectionRow): boolean => !wasAccepted || newlyAsked.length > 0;

interface Due extends Named {
  id: string;
  accountId: string;
  day: Date;
  /** It expires, it was changed after it was verified, or it is newly asked. */
  why: keyof typeof reminderOf;
}

const reminderOf = { EXPIRES: expiringNotice, CHANGED: reverifyNotice, ASKED: moreAskedByNotice } as const;
