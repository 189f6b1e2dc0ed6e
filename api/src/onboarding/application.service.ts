import {
  checkAnswer,
  problemsOf,
  questionOf,
  questionSections,
  type Answers,
  type Question,
  type QuestionContext,
  type QuestionSection,
} from '@influencegen/shared-schema/contract/onboarding-questions';
import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, refuse, type FieldProblem } from '../platform/errors.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import type { ConsentService } from '../terms/consent.service.ts';
import {
  AnswerConflict,
  SectionIncomplete,
  type Answer,
  type AnswerInput,
  OnboardingApplication,
  OnboardingSection,
  type SectionProblem,
} from './application.ts';
import {
  allAnswers,
  openAnswers,
  openDecisionNote,
  openVerdict,
  readApplication,
  type ApplicationRows,
  type StoredAnswers,
} from './application.rows.ts';
import { setMarks, type MarkKind } from './applicant-mark.ts';
import { isOpenToCreator, isUnanswered, shownRequest } from './document-request.ts';
import { applicationStatus } from './application.status.ts';
import { applicationAsSeenBy, demandMayAnswer } from './application.view.ts';
import { CaseDecision, openCases } from './case.lifecycle.ts';
import { expiryReminderDays } from './desk/desk.settings.ts';
import { reasonTexts } from './desk/review-reasons.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import { useOwnApplication } from './onboarding.policy.ts';
import { minimumAge, payerCountry, sectionsAsked } from './onboarding.settings.ts';
import { isRejected, type DocumentsAsked, type SectionCheck, type SectionStore } from './section-store.ts';
import { openSections, SectionKind, SectionStatus } from './section.lifecycle.ts';

const dayMs = 86_400_000;
const mostAnswers = 50;
const mostValues = 50;
const longestValue = 2_000;

/** The others have rows of their own. */
const hasQuestions = (kind: SectionKind): kind is SectionKind & QuestionSection =>
  questionSections.some((section) => section === kind);

const questionIn = (kind: SectionKind, field: string): Question | undefined => {
  const question = questionOf(field);
  return question?.section === kind ? question : undefined;
};

export interface ApplicationServiceParts {
  db: Db;
  settings: Settings;
  sections: SectionStore;
  /** Of the sections that need more than answers. */
  checks: Readonly<Partial<Record<SectionKind, SectionCheck>>>;
  documentsAsked: Readonly<Partial<Record<SectionKind, DocumentsAsked>>>;
  consents: Pick<ConsentService, 'demandAccepted'>;
  identityChecks: Pick<IdentityCheckService, 'answersChanged'>;
  now: () => Date;
}

/** The creator's side of joining: answering, handing in, and seeing where it stands. */
export class ApplicationService {
  constructor(private readonly parts: ApplicationServiceParts) {}

  async own(actor: Actor): Promise<OnboardingApplication> {
    const { accountId } = demand(actor, useOwnApplication);
    return applicationAsSeenBy(actor, await this.of(accountId));
  }

  /** Whoever calls has checked that the reader may see it. */
  async of(accountId: string): Promise<OnboardingApplication> {
    return transaction(this.parts.db, async (tx) => this.#shown(tx, await readApplication(tx, accountId)));
  }

  async save(actor: Actor, kind: SectionKind, given: readonly AnswerInput[]): Promise<OnboardingSection> {
    const { accountId } = demand(actor, useOwnApplication);
    demandMayAnswer(actor, kind);
    const { db, sections } = this.parts;
    if (!hasQuestions(kind))
      throw new AppError('BAD_USER_INPUT', 'This section has no answers of its own', [notAllowed('section')]);
    demandSavable(kind, given);
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const before = openAnswers(db.keyring, application.sections.get(kind)!);
      const all = allAnswers(this.parts.db.keyring, application);
      const answers = merged(before, given, (field, values) => this.#normal(questionOf(field)!, values, all));
      const fields = Object.keys(answers).filter((field) => answers[field] !== before[field]);
      if (fields.length > 0) {
        await sections.change(tx, actor, application, kind, { answers, fields });
        await this.parts.identityChecks.answersChanged(tx, actor, accountId, fields);
      }
      const shown = await this.#shown(tx, await readApplication(tx, accountId));
      return shown.sections.find((section) => section.kind === kind)!;
    });
  }

  async submit(actor: Actor, kind: SectionKind): Promise<OnboardingApplication> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      let application = await sections.lock(tx, accountId);
      const { status } = application.sections.get(kind)!;
      const isOpen = !alreadyHandedIn.includes(status);
      const goesToStaff = status === SectionStatus.SUBMITTED && !isWithStaff(application);
      if (isOpen || goesToStaff) await this.#demandAgreed(tx, application, kind);
      const problems = isOpen ? await this.#problems(tx, application, kind) : [];
      if (problems.length > 0) refuse(new SectionIncomplete(problems));
      // Time has passed, or another answer says something else now: staff see what could be handed in today.
      if (!isWithStaff(application) && !isRejected(application, this.parts.now()))
        for (const old of await this.#noLongerRight(tx, application))
          await sections.change(tx, actor, application, old);
      if (isOpen) {
        // What was agreed to, verified, or only grew old may have nothing in it to change: handing it in again is the change.
        if (status !== SectionStatus.DRAFT && (!hasQuestions(kind) || status === SectionStatus.EXPIRED)) {
          await sections.change(tx, actor, application, kind);
          application = await sections.lock(tx, accountId);
        }
        // Before the case is opened, which looks for others with the same.
        for (const [mark, texts] of marksOf(kind, allAnswers(this.parts.db.keyring, application)))
          await setMarks(tx, db.keyring, accountId, mark, texts);
        await sections.submit(tx, actor, application, kind);
      } else await sections.openCaseIfDue(tx, actor, accountId);
      return applicationAsSeenBy(actor, await this.#shown(tx, await readApplication(tx, accountId)));
    });
  }

  /**
   * After a rejection, from the day that it names: what is still complete goes to staff again, and the rest is with the creator.
   * Safe to repeat.
   */
  async applyAgain(actor: Actor): Promise<OnboardingApplication> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      // Nothing is begun for whoever never applied.
      const { lastCase } = await readApplication(tx, accountId);
      const application = lastCase && (await sections.lock(tx, accountId));
      if (application?.lastCase?.decision === CaseDecision.REJECTED) {
        await this.#demandAgreed(tx, application, null);
        await sections.applyAgain(tx, actor, application, await this.#noLongerRight(tx, application));
      }
      return applicationAsSeenBy(actor, await this.#shown(tx, await readApplication(tx, accountId)));
    });
  }

  /** What was handed in, and could not be handed in like that today. */
  async #noLongerRight(tx: Transaction, application: ApplicationRows): Promise<SectionKind[]> {
    const incomplete: SectionKind[] = [];
    for (const { kind, status } of application.sections.values())
      if (status === SectionStatus.SUBMITTED && (await this.#problems(tx, application, kind)).length > 0)
        incomplete.push(kind);
    return incomplete;
  }

  /** A later version of the terms may keep somebody from handing in. Whoever has that section before them agrees there. */
  async #demandAgreed(
    tx: Transaction,
    { accountId, sections }: ApplicationRows,
    kind: SectionKind | null,
  ): Promise<void> {
    const asked = this.parts.settings.read(sectionsAsked).includes(SectionKind.CONSENTS);
    const agreesThere = asked && openSections.includes(sections.get(SectionKind.CONSENTS)!.status);
    if (kind === SectionKind.CONSENTS || agreesThere) return;
    await this.parts.consents.demandAccepted(tx, accountId, 'SUBMIT_APPLICATION');
  }

  async #shown(tx: Transaction, application: ApplicationRows): Promise<OnboardingApplication> {
    const { accountId, lastCase, activatedAt } = application;
    const asked = this.parts.settings.read(sectionsAsked);
    const sections: OnboardingSection[] = [];
    const reminded = new Date(
      this.parts.now().getTime() + Math.max(0, ...this.parts.settings.read(expiryReminderDays)) * dayMs,
    );
    const rejected = lastCase?.decision === CaseDecision.REJECTED ? lastCase : null;
    const said = await this.#reasonTexts(tx, application, rejected?.decisionReasons ?? []);
    for (const row of application.sections.values()) {
      const { reasons, note } = openVerdict(this.parts.db.keyring, row);
      // Unions know their members by class.
      const shown = Object.assign(new OnboardingSection(), {
        id: `${accountId}.${row.kind}`,
        kind: row.kind,
        status: row.status,
        asked: asked.includes(row.kind),
        answers: shownAnswers(openAnswers(this.parts.db.keyring, row)),
        documentsAsked:
          (await this.parts.documentsAsked[row.kind]?.(
            tx,
            accountId,
            allAnswers(this.parts.db.keyring, application),
          )) ?? [],
        documentRequests: application.requests
          .filter((request) => request.section === row.kind && isOpenToCreator(request))
          .map((request) => shownRequest(this.parts.db.keyring, request)),
        problems: alreadyHandedIn.includes(row.status) ? [] : await this.#problems(tx, application, row.kind),
        reasons,
        reasonTexts: reasons.map((code) => said.get(code) ?? code),
        note,
        changedAt: row.changedAt,
        submittedAt: row.submittedAt,
        decidedAt: row.decidedAt,
        expiresAt: row.expiresAt,
        expiresSoon: row.status === SectionStatus.ACCEPTED && row.expiresAt !== null && row.expiresAt <= reminded,
        verifiedBefore: row.wasAccepted,
        handInBy: asked.includes(row.kind) && openSections.includes(row.status) ? row.reverifyBy : null,
        newlyAsked: asked.includes(row.kind) && openSections.includes(row.status) ? row.newlyAsked : [],
      });
      sections.push(shown);
    }
    const open = lastCase && openCases.includes(lastCase.status) ? lastCase : null;
    return Object.assign(new OnboardingApplication(), {
      id: accountId,
      status: applicationStatus({ sections: sections.filter((section) => section.asked), lastCase }),
      sections,
      minimumAge: this.parts.settings.read(minimumAge),
      payerCountry: this.parts.settings.read(payerCountry),
      submittedAt: open?.openedAt ?? null,
      dueAt: open?.dueAt ?? null,
      decision: lastCase?.decision ?? null,
      decidedAt: lastCase?.decidedAt ?? null,
      decisionReasons: rejected?.decisionReasons.map((code) => said.get(code) ?? code) ?? [],
      decisionNote: rejected && openDecisionNote(this.parts.db.keyring, rejected),
      reapplyAt: lastCase?.reapplyAt ?? null,
      mayApplyAgain: rejected !== null && !isRejected(application, this.parts.now()),
      activatedAt,
      handInBy: firstOf(sections.flatMap(({ handInBy }) => handInBy ?? [])),
    });
  }

  /** Why sections were returned, or the whole was rejected, in the language of the creator. */
  async #reasonTexts(
    tx: Transaction,
    { accountId, sections }: ApplicationRows,
    more: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const { keyring } = this.parts.db;
    const codes = [...more, ...[...sections.values()].flatMap((section) => openVerdict(keyring, section).reasons)];
    if (codes.length === 0) return new Map();
    const [reader] = await rows<{ language: string }>(tx, 'select language from account where id = $1', [accountId]);
    return reasonTexts(tx, codes, reader?.language ?? 'en');
  }

  async #problems(tx: Transaction, application: ApplicationRows, kind: SectionKind): Promise<SectionProblem[]> {
    const answers = allAnswers(this.parts.db.keyring, application);
    const asked = hasQuestions(kind) ? problemsOf(kind, answers, this.#rules()) : [];
    const others = (await this.parts.checks[kind]?.(tx, application.accountId, answers)) ?? [];
    const requested = application.requests
      .filter((request) => request.section === kind && isOpenToCreator(request) && isUnanswered(request))
      .map(({ document }) => ({
        field: null,
        code: document === 'CHECKING' ? 'DOCUMENT_BEING_CHECKED' : 'REQUESTED_DOCUMENT_MISSING',
      }));
    return [...asked.map(({ field, problem }) => ({ field, code: problem })), ...others, ...requested];
  }

  /** As it is stored: in the one form that means the same, when it is right, else as it was typed. */
  #normal(question: Question, values: string[], others: Answers): string[] {
    const checked = checkAnswer(question, values, {
      ...this.#rules(),
      answers: { ...others, [question.field]: values },
    });
    return 'value' in checked ? checked.value : values;
  }

  #rules(): Omit<QuestionContext, 'answers'> {
    const { settings, now } = this.parts;
    return {
      today: now().toISOString().slice(0, 10),
      minimumAge: settings.read(minimumAge),
      payerCountry: settings.read(payerCountry),
    };
  }
}

/** With staff, or done: there is nothing to put right. */
const alreadyHandedIn: readonly SectionStatus[] = [
  SectionStatus.SUBMITTED,
  SectionStatus.IN_REVIEW,
  SectionStatus.ACCEPTED,
];

const firstOf = (moments: readonly Date[]): Date | null =>
  moments.reduce<Date | null>((first, each) => (first !== null && first <= each ? first : each), null);

const isWithStaff = ({ lastCase }: ApplicationRows): boolean =>
  lastCase !== null && openCases.includes(lastCase.status);

const notAllowed = (path: string): FieldProblem => ({
  path,
  code: 'NOT_ALLOWED',
  message: 'There is no such question',
});

function demandSavable(kind: SectionKind, given: readonly AnswerInput[]): void {
  const problems: FieldProblem[] = [];
  if (given.length > mostAnswers)
    problems.push({
      path: 'answers',
      code: 'TOO_LONG',
      bound: mostAnswers,
      message: `At most ${mostAnswers} at a time`,
    });
  given.slice(0, mostAnswers).forEach(({ field, values }, i) => {
    const path = `answers.${i}`;
    if (!questionIn(kind, field)) problems.push(notAllowed(`${path}.field`));
    if (values.length > mostValues)
      problems.push({ path: `${path}.values`, code: 'TOO_LONG', bound: mostValues, message: `At most ${mostValues}` });
    if (values.some((value) => value.length > longestValue))
      problems.push({
        path: `${path}.values`,
        code: 'TOO_LONG',
        bound: longestValue,
        message: `At most ${longestValue} characters`,
      });
  });
  if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'This cannot be saved', problems);
}

/** Refuses when another device changed one of the answers since it was seen; saying the same twice is no change. */
function merged(
  before: StoredAnswers,
  given: readonly AnswerInput[],
  normal: (field: string, values: string[]) => string[],
): StoredAnswers {
  const after: Record<string, { values: string[]; revision: number }> = { ...before };
  const conflicts: Answer[] = [];
  for (const { field, values: typed, revision } of given) {
    const values = normal(field, typed);
    const stored = before[field] ?? { values: [], revision: 0 };
    if (isSame(stored.values, values)) continue;
    if (stored.revision === revision) after[field] = { values, revision: revision + 1 };
    else conflicts.push({ field, ...stored });
  }
  if (conflicts.length > 0) refuse(new AnswerConflict(conflicts));
  return after;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i]);

/** What of these answers nobody else should have given. */
export function marksOf(kind: SectionKind, answers: Answers): [MarkKind, string[]][] {
  const text = (...fields: string[]): string[] => [fields.map((field) => answers[field]?.[0] ?? '').join(' ')];
  if (kind === SectionKind.IDENTITY_DOCUMENT)
    return [['DOCUMENT_NUMBER', text('documentCountry', 'documentType', 'documentNumber')]];
  return kind === SectionKind.TAX ? [['TAX_ID', text('taxId')]] : [];
}

const shownAnswers = (stored: StoredAnswers): Answer[] =>
  Object.entries(stored).map(([field, { values, revision }]) => ({ field, values, revision }));
