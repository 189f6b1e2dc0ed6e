import type { Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import type { BuiltInRoleKey } from '../accounts/built-in-roles.ts';
import type { DocumentPurpose } from '../documents/document.entity.ts';
import { dayWords, readerOf } from '../inbox/reader.ts';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, type Db, type Transaction } from '../platform/db.ts';
import { refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Notifier } from '../platform/notifier.ts';
import type { Settings } from '../platform/setting.ts';
import { ApplicationRejected, SectionInReview, type SectionProblem } from './application.ts';
import {
  lockApplication,
  moveCase,
  moveSection,
  readApplication,
  type ApplicationRows,
  type SectionChange,
  type SectionRow,
} from './application.rows.ts';
import { CaseDecision, CaseStatus, openCases } from './case.lifecycle.ts';
import { dueRules } from './due-within.ts';
import { announceOnboardingChange } from './onboarding.change.ts';
import { announceCaseChange } from './desk/case.change.ts';
import { openCase } from './desk/case-opening.ts';
import { sectionName } from './desk/decision-words.ts';
import { reverifyNotice } from './desk/decision.notices.ts';
import { judgeRiskJob } from './desk/risk.job-types.ts';
import { reverifyDays, sectionsAsked } from './onboarding.settings.ts';
import { openSections, SectionKind, sectionKinds, SectionStatus } from './section.lifecycle.ts';

/** What is missing in a section besides its questions; none: it can be handed in. */
export type SectionCheck = (tx: Transaction, accountId: string, answers: Answers) => Promise<SectionProblem[]>;

/** Which documents are handed in with a section, as its answers stand. */
export type DocumentsAsked = (tx: Transaction, accountId: string, answers: Answers) => Promise<DocumentPurpose[]>;

export interface SectionStoreParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  jobs: Jobs;
  notifier: Notifier;
  publicUrl: string;
  now: () => Date;
}

/** What every change of a section brings with it, wherever its rows lie. */
export class SectionStore {
  constructor(private readonly parts: SectionStoreParts) {}

  lock(tx: Transaction, accountId: string): Promise<ApplicationRows> {
    return lockApplication(tx, accountId, this.parts.now(), dueRules(this.parts.settings));
  }

  /** What has to be handed in before approval, always in the same order. */
  asked(): SectionKind[] {
    const asked = this.parts.settings.read(sectionsAsked);
    return sectionKinds.filter((kind) => asked.includes(kind));
  }

  /** Something that is asked is with them. */
  waitsForCreator({ sections }: ApplicationRows): boolean {
    return this.asked().some((kind) => openSections.includes(sections.get(kind)!.status));
  }

  /** To be called by whatever changes something that belongs to a section: what was handed in is taken back. */
  async change(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    kind: SectionKind,
    change: SectionChange & { fields?: string[] } = {},
  ): Promise<void> {
    const { db, events } = this.parts;
    const { accountId, lastCase } = application;
    const now = this.parts.now();
    const section = application.sections.get(kind)!;
    const { status } = section;
    if (status === SectionStatus.IN_REVIEW) refuse(new SectionInReview());
    demandOpen(application, now);
    const { fields, ...rest } = change;
    const again = this.#isVerifiedAgain(application, section);
    await moveSection(tx, db.keyring, application, { kind, verb: 'change', at: now, ...again, ...rest });
    if (again) await this.#tellToReverify(tx, accountId, kind, again.reverifyBy);
    // What staff would look at is another now, also where it is something that they have accepted before.
    if (lastCase?.status === CaseStatus.WAITING && handedIn.includes(status)) {
      await moveCase(tx, lastCase, 'withdraw');
      await announceCaseChange(events, tx, lastCase);
    }
    await recordAudit(
      tx,
      actor,
      'onboarding.change',
      { type: 'account', id: accountId },
      { section: kind, ...(fields && { fields }) },
    );
    // Answers count when they are handed in; what lies in rows of its own counts at once.
    if (change.answers === undefined) await this.#compare(tx, actor, accountId);
    await announceOnboardingChange(events, tx, accountId);
  }

  /** When everything that is asked has been handed in, the case waits for staff. */
  async submit(tx: Transaction, actor: Actor, application: ApplicationRows, kind: SectionKind): Promise<void> {
    const { db, events } = this.parts;
    const { accountId } = application;
    const now = this.parts.now();
    demandOpen(application, now);
    await moveSection(tx, db.keyring, application, { kind, verb: 'submit', at: now, verdict: null });
    await recordAudit(tx, actor, 'onboarding.submit', { type: 'account', id: accountId }, { section: kind });
    await this.openCaseIfDue(tx, actor, accountId);
    await this.#compare(tx, actor, accountId);
    await announceOnboardingChange(events, tx, accountId);
  }

  /** After a rejection: what the creator has to look at first is with them, the rest with staff. Safe to repeat. */
  async applyAgain(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    incomplete: readonly SectionKind[],
  ): Promise<void> {
    const { accountId } = application;
    demandOpen(application, this.parts.now());
    for (const kind of incomplete) await this.change(tx, actor, application, kind);
    const opened = await this.openCaseIfDue(tx, actor, accountId);
    if (!opened && incomplete.length === 0) return;
    await recordAudit(tx, actor, 'onboarding.applyAgain', { type: 'account', id: accountId }, { incomplete });
    await this.#compare(tx, actor, accountId);
    await announceOnboardingChange(this.parts.events, tx, accountId);
  }

  /** What was verified is not replaced in silence: whoever is in keeps what they have, and has to hand it in again in time. */
  #isVerifiedAgain(
    { activatedAt }: ApplicationRows,
    { kind, status, reverifyBy }: SectionRow,
  ): { reverifyBy: Date } | null {
    const counts = activatedAt !== null && status === SectionStatus.ACCEPTED && reverifyBy === null;
    if (!counts || !verified.includes(kind) || !this.asked().includes(kind)) return null;
    const { settings, now } = this.parts;
    return { reverifyBy: new Date(now().getTime() + settings.read(reverifyDays) * 86_400_000) };
  }

  async #tellToReverify(tx: Transaction, accountId: string, kind: SectionKind, by: Date): Promise<void> {
    const { notifier, publicUrl, settings } = this.parts;
    const reader = await readerOf(tx, accountId);
    await notifier.notify(tx, reverifyNotice, {
      accountId,
      variables: {
        what: sectionName(kind, reader.language),
        date: dayWords(by, reader),
        days: String(settings.read(reverifyDays)),
        link: `${publicUrl}/onboarding`,
      },
    });
  }

  /** With what others have, once this is there for them to see. */
  #compare(tx: Transaction, actor: Actor, accountId: string): Promise<void> {
    return this.parts.jobs.enqueue(tx, judgeRiskJob, { accountId }, { singletonKey: accountId, cause: actor });
  }

  /** Also for what was handed in while another case was with a reviewer, or when more was asked than is now. False: it is not. */
  async openCaseIfDue(tx: Transaction, actor: Actor, accountId: string): Promise<boolean> {
    const application = await readApplication(tx, accountId);
    const { sections, lastCase } = application;
    const isWithStaff = (kind: SectionKind): boolean => handedIn.includes(sections.get(kind)!.status);
    if (!this.asked().every(isWithStaff)) return false;
    if ((lastCase && openCases.includes(lastCase.status)) || isRejected(application, this.parts.now())) return false;
    const waits = [...sections.values()].some(({ status }) => status === SectionStatus.SUBMITTED);
    // Where all that is still asked was accepted, a person has only to say that this is enough.
    if (!waits && !(await isShutOut(tx, accountId))) return false;
    await openCase(this.parts, tx, actor, application);
    return true;
  }
}

/** By which it is known who somebody is and where they are paid. */
const verified: readonly SectionKind[] = [
  SectionKind.PERSON,
  SectionKind.ADDRESS,
  SectionKind.SOCIAL_PROFILES,
  SectionKind.IDENTITY_DOCUMENT,
  SectionKind.PAYOUT_ACCOUNT,
  SectionKind.TAX,
];

const handedIn: readonly SectionStatus[] = [SectionStatus.SUBMITTED, SectionStatus.ACCEPTED];

const hasRole = async (tx: Transaction, accountId: string, role: BuiltInRoleKey): Promise<boolean> =>
  (await rows(tx, 'select from account_role where account_id = $1 and role_key = $2', [accountId, role])).length > 0;

const isShutOut = (tx: Transaction, accountId: string): Promise<boolean> => hasRole(tx, accountId, 'APPLICANT');

/** Whoever was approved, and is not limited. */
export const isIn = (tx: Transaction, accountId: string): Promise<boolean> => hasRole(tx, accountId, 'INFLUENCER');

/** A rejection holds until the day it names. */
export const isRejected = ({ lastCase }: ApplicationRows, now: Date): boolean =>
  lastCase?.decision === CaseDecision.REJECTED && (lastCase.reapplyAt === null || lastCase.reapplyAt > now);

function demandOpen(application: ApplicationRows, now: Date): void {
  if (isRejected(application, now)) refuse(new ApplicationRejected(application.lastCase!.reapplyAt));
}
