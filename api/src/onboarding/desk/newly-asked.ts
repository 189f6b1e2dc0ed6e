import { readerOf } from '../../inbox/reader.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { type Db, type Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Notifier } from '../../platform/notifier.ts';
import type { StoredSettings } from '../../platform/settings.store.ts';
import {
  allAnswers,
  demandBy,
  keepNewlyAsked,
  moveCase,
  moveSection,
  readApplication,
  type ApplicationRows,
  type SectionRow,
} from '../application.rows.ts';
import { CaseDecision, CaseStatus } from '../case.lifecycle.ts';
import { digestOf, dueRules, dueSince, dueWithin, type Due, type DueRules } from '../due-within.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { reverifyDays } from '../onboarding.settings.ts';
import { documentFor } from '../section-documents.ts';
import { isIn, type SectionStore } from '../section-store.ts';
import { SectionStatus, type SectionKind } from '../section.lifecycle.ts';
import { activate } from '../standing.ts';
import { announceCaseChange } from './case.change.ts';
import { newlyAskedName } from './decision-words.ts';
import { askedNoMoreNotice } from './decision.notices.ts';

export interface NewlyAskedParts {
  db: Db;
  events: EventBus;
  notifier: Notifier;
  settings: Pick<StoredSettings, 'read' | 'isUpToDate'>;
  sections: SectionStore;
  publicUrl: string;
  now: () => Date;
}

const handedIn = [SectionStatus.SUBMITTED, SectionStatus.ACCEPTED] as const;
type HandedIn = (typeof handedIn)[number];
const isHandedIn = (status: SectionStatus): status is HandedIn => handedIn.some((each) => each === status);

/** What is asked within sections that were handed in already. */
export class NewlyAsked {
  constructor(private readonly parts: NewlyAskedParts) {}

  /**
   * Opens again what lacks something by the rules of now that it did not by those of `before`, and gives back what was opened for
   * something that is due no longer. Answers with what is new to the creator.
   */
  async apply(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    before: DueRules | null,
  ): Promise<{ kind: SectionKind; newlyAsked: string[] }[]> {
    const { db, events, sections, settings } = this.parts;
    const { accountId, lastCase } = application;
    const rules = dueRules(settings);
    // A reviewer has it before them, and decides by what was asked. What is asked now comes after that.
    const waits = lastCase !== null && withReviewer.includes(lastCase.status);
    if (waits && !isSame(before, rules)) return [];
    await tx.query('update onboarding_application set asked_within = $2, asked_digest = $3 where account_id = $1', [
      accountId,
      rules,
      digestOf(rules),
    ]);
    // They saw what is asked.
    if (before === null || isSame(before, rules)) return [];
    const answers = allAnswers(db.keyring, application);
    const news: { kind: SectionKind; newlyAsked: string[] }[] = [];
    const opened: SectionRow[] = [];
    const givenBack: SectionRow[] = [];
    for (const section of application.sections.values()) {
      const { kind, status, newlyAsked, wasAccepted } = section;
      // Whoever is filling it in sees what is asked.
      if (!wasAccepted && !isHandedIn(status) && newlyAsked.length === 0) continue;
      const due = dueWithin(kind, answers, rules).map(({ what }) => what);
      const still = newlyAsked.filter((what) => due.includes(what));
      const since = dueSince(kind, answers, before, rules).filter(({ what }) => !still.includes(what));
      const added: string[] = [];
      for (const each of since) if (!(await this.#isGiven(tx, accountId, answers, each))) added.push(each.what);
      const all = [...still, ...added];
      const asked = rules.sections.includes(kind);
      // What lacks something in a section that may follow later is opened once that one is asked.
      const isNews = asked && (added.length > 0 || (all.length > 0 && !before.sections.includes(kind)));
      if (isNews) {
        await this.#ask(tx, actor, application, section, all);
        if (isHandedIn(status)) opened.push(section);
        news.push({ kind, newlyAsked: all });
      } else if (all.length === 0 && newlyAsked.length > 0) {
        if (await this.#giveBack(tx, actor, application, section)) givenBack.push(section);
      } else if (all.join() === newlyAsked.join()) continue;
      else await keepNewlyAsked(tx, accountId, kind, { ...section, newlyAsked: all });
      await announceOnboardingChange(events, tx, accountId);
    }
    if (opened.length > 0 && lastCase?.status === CaseStatus.WAITING) {
      await moveCase(tx, lastCase, 'withdraw');
      const record = { type: 'review_case', id: lastCase.id };
      await recordAudit(tx, actor, 'onboarding.withdraw', record, { accountId, reason: 'MORE_ASKED' });
      await announceCaseChange(events, tx, lastCase);
    }
    if (givenBack.length > 0) {
      await this.#openAgain(tx, actor, accountId, givenBack);
      await sections.openCaseIfDue(tx, actor, accountId);
    }
    return news;
  }

  async #isGiven(
    tx: Transaction,
    accountId: string,
    answers: ReturnType<typeof allAnswers>,
    { what, document, form }: Due,
  ): Promise<boolean> {
    if (document === null) return (answers[what] ?? []).some((value) => value.trim() !== '');
    return (await documentFor(tx, accountId, document, { form })) === 'READY';
  }

  async #ask(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    section: SectionRow,
    newlyAsked: string[],
  ): Promise<void> {
    const { db, settings, now } = this.parts;
    const { accountId } = application;
    const { kind, status } = section;
    const at = now();
    const opens = isHandedIn(status);
    if (opens) await moveSection(tx, db.keyring, application, { kind, verb: 'ask', at });
    await keepNewlyAsked(tx, accountId, kind, {
      ...section,
      newlyAsked,
      ...(opens && { newlyAskedAt: at, newlyAskedFrom: status }),
    });
    if (await isIn(tx, accountId))
      await demandBy(tx, accountId, [kind], new Date(at.getTime() + settings.read(reverifyDays) * 86_400_000));
    const entity = { type: 'account', id: accountId };
    await recordAudit(tx, actor, 'onboarding.askMore', entity, { section: kind, asked: newlyAsked });
  }

  /** As if it had never been asked, unless the creator has begun to answer: then it is theirs to hand in. False: it is with them. */
  async #giveBack(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    { kind, status, changedAt, newlyAskedAt, newlyAskedFrom }: SectionRow,
  ): Promise<boolean> {
    const { db, now } = this.parts;
    const { accountId } = application;
    const untouched =
      status === SectionStatus.DRAFT && newlyAskedAt !== null && (changedAt === null || changedAt <= newlyAskedAt);
    if (untouched) await moveSection(tx, db.keyring, application, { kind, verb: unask[newlyAskedFrom!], at: now() });
    await keepNewlyAsked(tx, accountId, kind, { newlyAsked: [], newlyAskedAt: null, newlyAskedFrom: null });
    await recordAudit(tx, actor, 'onboarding.askLess', { type: 'account', id: accountId }, { section: kind });
    return untouched;
  }

  /** Whoever was limited for nothing else than what is asked no longer goes on as before. */
  async #openAgain(tx: Transaction, actor: Actor, accountId: string, givenBack: readonly SectionRow[]): Promise<void> {
    const { events, notifier, sections, publicUrl, now } = this.parts;
    const late = givenBack.filter(({ reverifyBy }) => reverifyBy !== null && reverifyBy <= now());
    if (late.length === 0) return;
    const application = await readApplication(tx, accountId);
    const holds = sections.asked().every((kind) => {
      const { status, expiresAt } = application.sections.get(kind)!;
      return status === SectionStatus.ACCEPTED && (expiresAt === null || expiresAt > now());
    });
    const refused = application.lastCase?.decision === CaseDecision.REJECTED;
    if (application.activatedAt === null || refused || !holds) return;
    if (!(await activate(events, tx, actor, accountId))) return;
    const reader = await readerOf(tx, accountId);
    const what = late.map(({ kind, newlyAsked }) => newlyAskedName(kind, newlyAsked, reader.language)).join(', ');
    await notifier.notify(tx, askedNoMoreNotice, { accountId, variables: { what, link: `${publicUrl}/` } });
  }
}

const unask = { SUBMITTED: 'unaskSubmitted', ACCEPTED: 'unaskAccepted' } as const;

const withReviewer: readonly CaseStatus[] = [CaseStatus.CLAIMED, CaseStatus.PROPOSED];

const isSame = (one: DueRules | null, other: DueRules): boolean => one !== null && digestOf(one) === digestOf(other);
