import { FieldProblems } from '../../accounts/account.rules.ts';
import { readerOf } from '../../inbox/reader.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { Notifier } from '../../platform/notifier.ts';
import { demand } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import { DocumentPurpose, type DocumentPlace } from '../../documents/document.entity.ts';
import { forgetSuperseded } from '../../documents/superseded.ts';
import {
  decisionNoteColumn,
  keepAccepted,
  moveCase,
  moveSection,
  proposalColumn,
  type ApplicationRows,
  type CaseRow,
} from '../application.rows.ts';
import { isUnanswered, readRequests, titleOf } from '../document-request.ts';
import { CaseDecision, CaseStatus } from '../case.lifecycle.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import { expiryMonths, reverifyDays, sectionsAsked } from '../onboarding.settings.ts';
import type { SectionStore } from '../section-store.ts';
import { purposesOf, sectionOf } from '../section-documents.ts';
import { type SectionKind, SectionStatus } from '../section.lifecycle.ts';
import { activate, limit } from '../standing.ts';
import { announceCaseChange } from './case.change.ts';
import type { CaseReads } from './case.reads.ts';
import type { Claims, HeldCase } from './claims.ts';
import { approvedNotice, rejectedNotice, returnedNotice } from './decision.notices.ts';
import { handInWords, reapplyWords, sectionName } from './decision-words.ts';
import { settleRequests, withdrawAllRequests } from './document-requests.ts';
import { checklistNeeded, fourEyes } from './desk.settings.ts';
import {
  CaseUndecided,
  VerdictOutcome,
  type DecideCaseInput,
  type DocumentCheck,
  type ReviewCase,
  type SectionVerdict,
} from './review-case.ts';
import { ReasonUse } from './review-reason.ts';
import { reasonTexts } from './review-reasons.ts';
import { isOutdated, type RiskWatch } from './risk.ts';
import { statedOf, type Evidence } from './stated.ts';
import { asksForMore, checksOf, demandReasons, readNote, readReasons, verdictsOf } from './verdicts.ts';

export interface DecisionsParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  notifier: Notifier;
  sections: SectionStore;
  claims: Claims;
  reads: CaseReads;
  evidence: Evidence;
  risk: RiskWatch;
  /** Of the app for creators, without a trailing slash. */
  publicUrl: string;
  now: () => Date;
}

/** What a reviewer wants, checked. */
export interface Decision {
  decision: CaseDecision;
  reasons: string[];
  note: string | null;
  reapplyAt: Date | null;
}

/** What the first of two reviewers wants, section by section: the second one wants the same, or something else. */
export interface Proposal extends Decision {
  verdicts: Said[];
}
type Said = Pick<SectionVerdict, 'section' | 'outcome' | 'reasons' | 'note'> & {
  /** Ids of what is asked for with it. */
  requests: string[];
};

interface Work extends HeldCase {
  verdicts: SectionVerdict[];
}

/** What comes of a case: for its sections, its creator, and everybody who waits to hear of it. */
export class Decisions {
  constructor(private readonly parts: DecisionsParts) {}

  /** Safe to repeat: whoever decided the same already is answered alike. */
  async decide(actor: Actor, input: DecideCaseInput): Promise<ReviewCase> {
    const { db, claims, reads, risk } = this.parts;
    const wanted = this.#read(input);
    const outcome = await transaction(db, async (tx) => {
      await claims.lock(tx, demand(actor, reviewApplications), input.caseId);
      const before = await reads.one(tx, actor, input.caseId);
      const decided = before.decider?.id === actor.accountId && before.decision === wanted.decision;
      const proposed = before.status === CaseStatus.PROPOSED && before.proposer?.id === actor.accountId;
      if (decided || proposed) return before;
      const held = await claims.demandClaimOf(tx, actor, input.caseId);
      // Kept, and not decided over: the reviewer has not seen it.
      if (await risk.judge(tx, actor, held.application)) return null;
      await demandReasons(tx, wanted.reasons, ReasonUse.REJECT, null);
      const work = { ...held, verdicts: await verdictsOf(tx, db.keyring, held.row.id) };
      await this.#demandDecidable(tx, work, wanted);
      if (this.#needsAnother(work, wanted)) await this.#propose(tx, work, wanted);
      else await this.#carryOut(tx, work, wanted);
      return reads.one(tx, actor, input.caseId);
    });
    return outcome ?? refuse(new CaseUndecided({ riskFound: true }));
  }

  #read({ decision, reasons, note, reapplyAt }: DecideCaseInput): Decision {
    const problems = new FieldProblems();
    if (decision !== CaseDecision.REJECTED) return { decision, reasons: [], note: null, reapplyAt: null };
    const given = readReasons(problems, reasons ?? []);
    if (given.length === 0) problems.add('input.reasons', 'REQUIRED', 'Say why');
    const written = readNote(problems, note);
    if (written === null) problems.add('input.note', 'REQUIRED', 'Say what they can do');
    if (reapplyAt && reapplyAt <= this.parts.now())
      problems.add('input.reapplyAt', 'TOO_SMALL', 'This day is in the past');
    if (reapplyAt && reapplyAt.getUTCFullYear() > 2200)
      problems.add('input.reapplyAt', 'TOO_LARGE', 'This is too far away');
    problems.demandNone('This cannot be decided like that');
    return { decision, reasons: given, note: written, reapplyAt: reapplyAt ?? null };
  }

  async #demandDecidable(tx: Transaction, work: Work, { decision }: Decision): Promise<void> {
    if (decision === CaseDecision.REJECTED) return;
    const { application, verdicts, row } = work;
    const statusOf = (kind: SectionKind): SectionStatus => application.sections.get(kind)!.status;
    const inReview = [...application.sections.keys()].filter((kind) => statusOf(kind) === SectionStatus.IN_REVIEW);
    const given = new Map(verdicts.map(({ section, outcome }) => [section, outcome]));
    const said = (kind: SectionKind): boolean =>
      verdicts.some(
        ({ section, outcome, reasons }) =>
          section === kind &&
          (outcome === VerdictOutcome.ACCEPT || reasons.length > 0 || asksForMore(application, kind)),
      );
    const withoutVerdict = inReview.filter((kind) => !said(kind));
    const returned = inReview.filter((kind) => given.get(kind) === VerdictOutcome.RETURN);
    const accepted = inReview.filter((kind) => given.get(kind) === VerdictOutcome.ACCEPT);
    const unchecked = await this.#unchecked(tx, application, row, accepted);
    const unanswered = accepted.filter((kind) => asksForMore(application, kind));
    const approving = decision === CaseDecision.APPROVED;
    const withCreator = this.parts.settings
      .read(sectionsAsked)
      .filter((kind) => !inReview.includes(kind) && statusOf(kind) !== SectionStatus.ACCEPTED);
    const why = {
      withoutVerdict,
      unchecked,
      unanswered,
      returned: approving ? returned : [],
      withCreator: approving ? withCreator : [],
      nothingReturned: !approving && returned.length === 0,
    };
    if (
      why.nothingReturned ||
      [withoutVerdict, unchecked, unanswered, why.returned, why.withCreator].some(({ length }) => length > 0)
    )
      refuse(new CaseUndecided(why));
  }

  /** Accepted sections with a document that is not as it should be, or that was not looked at though it has to be. */
  async #unchecked(
    tx: Transaction,
    application: ApplicationRows,
    { id, accountId }: CaseRow,
    accepted: readonly SectionKind[],
  ): Promise<SectionKind[]> {
    const documents = await rows<DocumentPlace & { id: string }>(
      tx,
      `select id, purpose, request_id as "requestId" from document where account_id = $1 and status = 'READY'`,
      [accountId],
    );
    const checks = new Map((await checksOf(tx, id)).map((check) => [check.documentId, check]));
    const wrong = documents.filter((document) => !this.#isGood(checks.get(document.id)));
    return accepted.filter((kind) => wrong.some((document) => sectionOf(application, document) === kind));
  }

  #isGood(check: DocumentCheck | undefined): boolean {
    const ticks = [check?.legible ?? null, check?.inDate ?? null, check?.genuine ?? null];
    return this.parts.settings.read(checklistNeeded) ? ticks.every((tick) => tick === true) : !ticks.includes(false);
  }

  /** Four eyes: what one wants is done when another one wants the same. */
  #needsAnother(work: Work, wanted: Decision): boolean {
    const { row, person } = work;
    const rule = this.parts.settings.read(fourEyes);
    if (rule === 'NEVER' || (rule === 'HIGH_RISK' && !row.highRisk)) return false;
    const proposal = openProposal(this.parts.db.keyring, row);
    return (
      proposal === null ||
      isOutdated(row) ||
      row.proposedBy === person.accountId ||
      !isSame(proposal, { ...wanted, verdicts: saidIn(work) })
    );
  }

  async #propose(tx: Transaction, work: Work, wanted: Decision): Promise<void> {
    const { person, row } = work;
    const { db, events } = this.parts;
    const proposal: Proposal = { ...wanted, verdicts: saidIn(work) };
    await moveCase(tx, row, 'propose', {
      claimed_by: null,
      claim_expires_at: null,
      assignee_id: null,
      proposed_by: person.accountId,
      proposed_at: this.parts.now(),
      proposal_sealed: db.keyring.seal(proposalColumn.at(row.id), JSON.stringify(proposal)),
    });
    const { decision, reasons } = wanted;
    await recordAudit(
      tx,
      person,
      'onboarding.propose',
      { type: 'review_case', id: row.id },
      { accountId: row.accountId, decision, reasons },
    );
    await announceCaseChange(events, tx, row);
  }

  async #carryOut(tx: Transaction, work: Work, wanted: Decision): Promise<void> {
    const { db, events, sections, now } = this.parts;
    const { person, row } = work;
    const { accountId } = row;
    const at = now();
    const returned = await this.#settleSections(tx, work, wanted, at);
    await moveCase(tx, row, 'decide', {
      claimed_by: null,
      claim_expires_at: null,
      assignee_id: null,
      decision: wanted.decision,
      decided_by: person.accountId,
      decided_at: at,
      reapply_at: wanted.reapplyAt,
      decision_reasons: wanted.reasons,
      decision_note_sealed: wanted.note && db.keyring.seal(decisionNoteColumn.at(row.id), wanted.note),
      proposal_sealed: null,
    });
    await recordAudit(
      tx,
      person,
      'onboarding.decide',
      { type: 'review_case', id: row.id },
      {
        accountId,
        decision: wanted.decision,
        reasons: wanted.reasons,
        returned: returned.map(({ section, reasons }) => ({ section, reasons })),
      },
    );
    if (wanted.decision === CaseDecision.APPROVED) {
      await tx.query(
        'update onboarding_application set activated_at = coalesce(activated_at, $2) where account_id = $1',
        [accountId, at],
      );
      await activate(events, tx, person, accountId);
    }
    // Who was approved before and is refused now.
    if (wanted.decision === CaseDecision.REJECTED) {
      await limit(events, tx, person, accountId);
      await forgetSuperseded(tx, this.parts.settings, accountId, { purposes: Object.values(DocumentPurpose) });
      await withdrawAllRequests(tx, accountId, at);
    }
    await sections.openCaseIfDue(tx, person, accountId);
    await this.#tell(tx, accountId, wanted, returned);
    await announceCaseChange(events, tx, row);
    await announceOnboardingChange(events, tx, accountId);
  }

  /** Answers with what goes back to the creator. */
  async #settleSections(
    tx: Transaction,
    { person, application, verdicts }: Work,
    { decision }: Decision,
    at: Date,
  ): Promise<SectionVerdict[]> {
    const { db, evidence, settings } = this.parts;
    const { accountId, requests, activatedAt, lastCase } = application;
    const asked = settings.read(sectionsAsked);
    const returned: SectionVerdict[] = [];
    for (const [kind, { status, reverifyBy }] of application.sections) {
      if (status !== SectionStatus.IN_REVIEW) continue;
      const verdict = verdicts.find(({ section }) => section === kind);
      const room = evidence[kind];
      if (verdict?.outcome === VerdictOutcome.RETURN) {
        const { reasons, note } = verdict;
        // Who waited for staff until now has their days anew; so has who is in, and of whom more is wanted.
        const counts = reverifyBy !== null || (activatedAt !== null && asked.includes(kind));
        const again = counts && { reverifyBy: new Date(at.getTime() + settings.read(reverifyDays) * 86_400_000) };
        const said = { reasons, note };
        await moveSection(tx, db.keyring, application, { kind, verb: 'return', at, verdict: said, ...again });
        await settleRequests(tx, application, { kind, caseId: lastCase!.id, accepted: false, at });
        await room?.decided?.(tx, person, accountId, false);
        returned.push(verdict);
      } else if (decision === CaseDecision.REJECTED) {
        // Nothing is said about it: it stays as it was handed in.
        await moveSection(tx, db.keyring, application, { kind, verb: 'release', at });
      } else {
        const expiresAt = this.#expiryOf(kind, at, (await room?.expiresAt?.(tx, accountId)) ?? null);
        await moveSection(tx, db.keyring, application, { kind, verb: 'accept', at, verdict: null, expiresAt });
        await settleRequests(tx, application, { kind, caseId: lastCase!.id, accepted: true, at });
        await room?.decided?.(tx, person, accountId, true);
        if (room) {
          // As it is after the decision.
          const stated = await statedOf(tx, db.keyring, evidence, application, kind);
          const facts = stated.map(({ field, values }) => ({ field, values }));
          await keepAccepted(tx, db.keyring, application, kind, facts);
        }
        const requestIds = requests.filter(({ section }) => section === kind).map(({ id }) => id);
        await forgetSuperseded(tx, settings, accountId, { purposes: purposesOf(kind), requestIds });
      }
    }
    return returned;
  }

  /** As soon as one of both is over: what shows it, or the time for which staff rely on it. */
  #expiryOf(kind: SectionKind, at: Date, ends: Date | null): Date | null {
    const months = this.parts.settings.read(expiryMonths[kind]);
    if (months === 0) return ends;
    const later = monthsAfter(at, months);
    return ends !== null && ends < later ? ends : later;
  }

  async #tell(
    tx: Transaction,
    accountId: string,
    wanted: Decision,
    returned: readonly SectionVerdict[],
  ): Promise<void> {
    const { db, notifier, publicUrl } = this.parts;
    const link = `${publicUrl}/onboarding`;
    const reader = await readerOf(tx, accountId);
    const requests = await readRequests(tx, accountId);
    const codes = [...wanted.reasons, ...returned.flatMap(({ reasons }) => reasons)];
    const texts = await reasonTexts(tx, codes, reader.language);
    const said = (reasons: readonly string[], note: string | null): string =>
      [...reasons.map((code) => texts.get(code) ?? code), ...(note === null ? [] : [note])].join(' ');
    switch (wanted.decision) {
      case CaseDecision.APPROVED:
        return notifier.notify(tx, approvedNotice, { accountId, variables: { link: `${publicUrl}/` } });
      case CaseDecision.RETURNED: {
        const what = returned
          .map(({ section, reasons, note }) => {
            const wantedHere = requests.filter((request) => request.section === section && isUnanswered(request));
            const titles = wantedHere.map((request) => titleOf(db.keyring, request));
            const asking = titles.length > 0 ? [handInWords(titles, reader.language)] : [];
            const words = [said(reasons, note), ...asking].join(' ').trim();
            // A line for each section.
            return `${sectionName(section, reader.language)}: ${words.replaceAll(/\s+/g, ' ')}`;
          })
          .join('\n');
        return notifier.notify(tx, returnedNotice, { accountId, variables: { what, link } });
      }
      case CaseDecision.REJECTED: {
        const variables = {
          why: said(wanted.reasons, wanted.note),
          next: reapplyWords(wanted.reapplyAt, reader),
          link,
        };
        return notifier.notify(tx, rejectedNotice, { accountId, variables });
      }
    }
  }
}

/** The same day of a later month, or its last one. */
function monthsAfter(at: Date, months: number): Date {
  const later = new Date(at);
  later.setUTCMonth(at.getUTCMonth() + months);
  if (later.getUTCDate() !== at.getUTCDate()) later.setUTCDate(0);
  return later;
}

export function openProposal(keyring: Keyring, { id, proposalSealed }: CaseRow): Proposal | null {
  if (proposalSealed === null) return null;
  const stored = JSON.parse(keyring.openText(proposalColumn.at(id), proposalSealed)) as Omit<
    Proposal,
    'reapplyAt' | 'verdicts'
  > & {
    reapplyAt: string | null;
    /** Not kept by the former release: then nobody can want the same. */
    verdicts?: (Omit<Said, 'requests'> & Partial<Pick<Said, 'requests'>>)[];
  };
  return {
    ...stored,
    reapplyAt: stored.reapplyAt === null ? null : new Date(stored.reapplyAt),
    // Nor were the requests: there were none.
    verdicts: (stored.verdicts ?? []).map((said) => ({ ...said, requests: said.requests ?? [] })),
  };
}

const isSame = (one: Proposal, other: Proposal): boolean =>
  one.decision === other.decision &&
  one.note === other.note &&
  isSameSet(one.reasons, other.reasons) &&
  one.reapplyAt?.getTime() === other.reapplyAt?.getTime() &&
  isSameSet(one.verdicts.map(inOneForm), other.verdicts.map(inOneForm));

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());

const inOneForm = ({ section, outcome, reasons, note, requests }: Said): string =>
  JSON.stringify([section, outcome, reasons.toSorted(), note, requests.toSorted()]);

const saidIn = ({ application, verdicts }: Work): Said[] =>
  verdicts.map(({ section, outcome, reasons, note }) => ({
    section,
    outcome,
    reasons,
    note,
    requests: application.requests
      .filter((request) => request.section === section && isUnanswered(request))
      .map(({ id }) => id),
  }));
