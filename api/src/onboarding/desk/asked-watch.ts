import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Notifier } from '../../platform/notifier.ts';
import type { Settings } from '../../platform/setting.ts';
import { demandBy, forgetDays, moveCase } from '../application.rows.ts';
import { CaseStatus, openCases } from '../case.lifecycle.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { reverifyDays } from '../onboarding.settings.ts';
import { isIn, isRejected, type SectionStore } from '../section-store.ts';
import { openSections, type SectionKind } from '../section.lifecycle.ts';
import { announceCaseChange } from './case.change.ts';
import { sectionName } from './decision-words.ts';
import { moreAskedByNotice, moreAskedNotice } from './decision.notices.ts';

export interface AskedWatchParts {
  db: Db;
  events: EventBus;
  notifier: Notifier;
  settings: Settings;
  sections: SectionStore;
  publicUrl: string;
  now: () => Date;
}

const batch = 200;

/** Everybody whose application was begun when other sections were asked hears of it, and their cases follow. Safe to repeat. */
export class AskedWatch {
  constructor(private readonly parts: AskedWatchParts) {}

  async apply(actor: Actor, signal: AbortSignal): Promise<number> {
    const { db, sections } = this.parts;
    let told = 0;
    for (let found = batch; found === batch && !signal.aborted;) {
      const { rows: due } = await db.pool.query<{ accountId: string }>(
        `select account_id as "accountId" from onboarding_application where asked is distinct from $1
         order by account_id limit ${batch}`,
        [sections.asked()],
      );
      for (const { accountId } of due) {
        if (signal.aborted) return told;
        if (await this.#applyTo(actor, accountId)) told += 1;
      }
      found = due.length;
    }
    return told;
  }

  async #applyTo(actor: Actor, accountId: string): Promise<boolean> {
    const { db, events, sections, now } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const asked = sections.asked();
      const [row] = await rows<{ asked: SectionKind[] | null }>(
        tx,
        'select asked from onboarding_application where account_id = $1',
        [accountId],
      );
      const before = row!.asked;
      await tx.query('update onboarding_application set asked = $2 where account_id = $1', [accountId, asked]);
      // Begun with a former release, which kept no account of it: they saw what is asked.
      if (before === null) return false;
      // Where it is asked for again one day, its days begin anew.
      await forgetDays(tx, accountId, asked);
      const { lastCase } = application;
      if (lastCase?.status === CaseStatus.WAITING && sections.waitsForCreator(application)) {
        await moveCase(tx, lastCase, 'withdraw');
        const record = { type: 'review_case', id: lastCase.id };
        await recordAudit(tx, actor, 'onboarding.withdraw', record, { accountId, reason: 'MORE_ASKED' });
      }
      if (lastCase && openCases.includes(lastCase.status)) await announceCaseChange(events, tx, lastCase);
      await sections.openCaseIfDue(tx, actor, accountId);
      await announceOnboardingChange(events, tx, accountId);
      const missing = asked.filter(
        (kind) => !before.includes(kind) && openSections.includes(application.sections.get(kind)!.status),
      );
      if (missing.length === 0 || isRejected(application, now())) return false;
      const [reader] = await rows<{ language: string }>(tx, 'select language from account where id = $1', [accountId]);
      const what = missing.map((kind) => sectionName(kind, reader!.language)).join(', ');
      const link = `${this.parts.publicUrl}/onboarding`;
      if (!(await isIn(tx, accountId))) {
        await this.parts.notifier.notify(tx, moreAskedNotice, { accountId, variables: { what, link } });
        return true;
      }
      const days = this.parts.settings.read(reverifyDays);
      await demandBy(tx, accountId, missing, new Date(now().getTime() + days * 86_400_000));
      const variables = { what, days: String(days), link };
      await this.parts.notifier.notify(tx, moreAskedByNotice, { accountId, variables });
      return true;
    });
  }
}
