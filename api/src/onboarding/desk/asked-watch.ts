import { dayWords, readerOf } from '../../inbox/reader.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Transaction } from '../../platform/db.ts';
import {
  demandBy,
  forgetDays,
  moveCase,
  readApplication,
  type ApplicationRows,
  type SectionRow,
} from '../application.rows.ts';
import { CaseStatus, openCases } from '../case.lifecycle.ts';
import { digestOf, dueRules, dueSettings, type DueRules } from '../due-within.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { reverifyDays } from '../onboarding.settings.ts';
import { isIn, isRejected } from '../section-store.ts';
import { openSections, type SectionKind } from '../section.lifecycle.ts';
import { announceCaseChange } from './case.change.ts';
import { newlyAskedName } from './decision-words.ts';
import { moreAskedByNotice, moreAskedNotice, notHandedInNotice } from './decision.notices.ts';
import { NewlyAsked, type NewlyAskedParts } from './newly-asked.ts';

/** What somebody was asked for when this was last looked at. Null: it was begun with a former release, which kept no account of it. */
interface AskedBefore {
  sections: SectionKind[] | null;
  within: DueRules | null;
}

/** What a creator has to be told: a section that is new to them, or what is new in one. */
interface News {
  kind: SectionKind;
  newlyAsked: string[];
}

const batch = 200;
/** A page of those who were asked by other rules than now, or of whom nobody has kept by which. */
export const dueApplications = `select account_id as "accountId" from onboarding_application
  where account_id > $2 and (asked_digest < $1 or asked_digest > $1 or asked_digest is null) order by account_id limit ${batch}`;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Everybody whose application was begun when something else was asked hears of it, and their sections and cases follow. Safe to
 * repeat, and in several processes at a time.
 */
export class AskedWatch {
  readonly #within: NewlyAsked;

  constructor(private readonly parts: NewlyAskedParts) {
    this.#within = new NewlyAsked(parts);
  }

  async apply(actor: Actor, signal: AbortSignal): Promise<number> {
    const { db, settings } = this.parts;
    let told = 0;
    // Who is with a reviewer keeps what they were asked for until that is decided: each is looked at once.
    let last = first;
    for (let found = batch; found === batch && !signal.aborted;) {
      const { rows: due } = await db.pool.query<{ accountId: string }>(dueApplications, [
        digestOf(dueRules(settings)),
        last,
      ]);
      for (const { accountId } of due) {
        if (signal.aborted) return told;
        if (await this.#applyTo(actor, accountId)) told += 1;
        last = accountId;
      }
      found = due.length;
    }
    return told;
  }

  async #applyTo(actor: Actor, accountId: string): Promise<boolean> {
    const { db, sections, settings, now } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      // Another process may have done it already, by what this one has not heard yet.
      if (!(await settings.isUpToDate(tx, dueSettings))) return false;
      const [before] = await rows<AskedBefore>(
        tx,
        'select asked as sections, asked_within as within from onboarding_application where account_id = $1',
        [accountId],
      );
      const news = [
        ...(await this.#applySections(tx, actor, application, before!.sections)),
        ...(await this.#within.apply(tx, actor, await readApplication(tx, accountId), before!.within)),
      ];
      await this.#takeBack(tx, application, before!.sections ?? [], news);
      if (news.length === 0 || isRejected(application, now())) return false;
      await this.#tell(tx, accountId, news);
      return true;
    });
  }

  /** Answers with those that are new to this creator, and that they have not handed in yet. */
  async #applySections(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    before: readonly SectionKind[] | null,
  ): Promise<News[]> {
    const { events, sections, now } = this.parts;
    const { accountId, lastCase } = application;
    const asked = sections.asked();
    if (before?.join() === asked.join()) return [];
    await tx.query('update onboarding_application set asked = $2 where account_id = $1', [accountId, asked]);
    // They saw what is asked.
    if (before === null) return [];
    // Where it is asked for again one day, its days begin anew.
    await forgetDays(tx, accountId, asked);
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
    if (missing.length > 0 && !isRejected(application, now()) && (await isIn(tx, accountId)))
      await demandBy(tx, accountId, missing, this.#lastDay());
    return missing.map((kind) => ({ kind, newlyAsked: [] }));
  }

  async #tell(tx: Transaction, accountId: string, news: readonly News[]): Promise<void> {
    const { notifier, publicUrl, settings } = this.parts;
    const reader = await readerOf(tx, accountId);
    const what = news.map(({ kind, newlyAsked }) => newlyAskedName(kind, newlyAsked, reader.language)).join(', ');
    const link = `${publicUrl}/onboarding`;
    if (await isIn(tx, accountId)) {
      const days = String(settings.read(reverifyDays));
      const date = dayWords(this.#lastDay(), reader);
      await notifier.notify(tx, moreAskedByNotice, { accountId, variables: { what, date, days, link } });
    } else await notifier.notify(tx, moreAskedNotice, { accountId, variables: { what, link } });
  }

  /** What they were told waits for them no longer, once nothing that was newly asked is asked still. */
  async #takeBack(
    tx: Transaction,
    before: ApplicationRows,
    askedBefore: readonly SectionKind[],
    news: readonly News[],
  ): Promise<void> {
    const { notifier, sections } = this.parts;
    const { accountId } = before;
    const asked = sections.asked();
    const after = await readApplication(tx, accountId);
    const gone = askedBefore.some((kind) =>
      asked.includes(kind)
        ? waitsNewly(before.sections.get(kind)!) && !waitsNewly(after.sections.get(kind)!)
        : openSections.includes(before.sections.get(kind)!.status),
    );
    const handedInAll = after.lastCase !== null && !(await isIn(tx, accountId));
    const left = asked.some((kind) => {
      const section = after.sections.get(kind)!;
      const waits = waitsNewly(section) || (handedInAll && wasNeverHandedIn(section));
      return waits && !news.some((told) => told.kind === kind);
    });
    if (gone && !left) await notifier.takeBack(tx, [moreAskedNotice, moreAskedByNotice, notHandedInNotice], accountId);
  }

  #lastDay(): Date {
    const { settings, now } = this.parts;
    return new Date(now().getTime() + settings.read(reverifyDays) * 86_400_000);
  }
}

/** New in a section that they had handed in, or a section that is new to whoever is in and has a day for it. */
const waitsNewly = ({ status, newlyAsked, wasAccepted, reverifyBy }: SectionRow): boolean =>
  openSections.includes(status) && (newlyAsked.length > 0 || (!wasAccepted && reverifyBy !== null));

/** Whoever is not in yet, but had handed in everything that was asked, was asked for this later: it has no day. */
const wasNeverHandedIn = ({ status, submittedAt }: SectionRow): boolean =>
  openSections.includes(status) && submittedAt === null;
