import { randomUUID } from 'node:crypto';
import { checkLine } from '@influencegen/shared-schema/contract/typed-text';
import { FieldProblems } from '../../accounts/account.rules.ts';
import { readerOf } from '../../inbox/reader.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { transaction, type Db, type Transaction } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Notifier } from '../../platform/notifier.ts';
import { demand } from '../../platform/permission.ts';
import { moveSection, openVerdict, readApplication, type ApplicationRows } from '../application.rows.ts';
import { openCases } from '../case.lifecycle.ts';
import {
  DocumentRequestStatus,
  isUnanswered,
  requestExplanation,
  requestStatus,
  requestTitle,
  shownRequest,
  titleOf,
  type DocumentRequest,
  type DocumentRequestRow,
} from '../document-request.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import type { SectionStore } from '../section-store.ts';
import { SectionStatus, type SectionKind } from '../section.lifecycle.ts';
import { announceCaseChange } from './case.change.ts';
import type { Claims } from './claims.ts';
import { sectionName } from './decision-words.ts';
import { documentNotNeededNotice } from './decision.notices.ts';
import type { AskForDocumentInput } from './review-case.ts';
import { readNote } from './verdicts.ts';

export interface DocumentRequestsParts {
  db: Db;
  events: EventBus;
  notifier: Notifier;
  sections: SectionStore;
  claims: Claims;
  publicUrl: string;
  now: () => Date;
}

const longestTitle = 120;
/** Of one creator, that were not accepted yet. */
const mostOpen = 10;

const noSuchRequest = (): AppError => new AppError('NOT_FOUND', 'There is no such request');

/** What a reviewer asks for besides what is asked of everybody. The creator hears of it when its section goes back to them. */
export class DocumentRequests {
  constructor(private readonly parts: DocumentRequestsParts) {}

  /** Asking for the same twice asks once. What was accepted before is part of the case then. */
  async ask(actor: Actor, input: AskForDocumentInput): Promise<DocumentRequest> {
    demand(actor, reviewApplications);
    const { db, events, claims, now } = this.parts;
    const { section: kind } = input;
    const { title, explanation } = readInput(input);
    return transaction(db, async (tx) => {
      const { person, application, row } = await claims.demandClaimOf(tx, actor, input.caseId);
      const { status } = application.sections.get(kind)!;
      if (status !== SectionStatus.IN_REVIEW && status !== SectionStatus.ACCEPTED)
        throw new AppError('CONFLICT', 'This section is with the creator');
      const waiting = application.requests.filter(isUnanswered);
      const same = waiting
        .filter(({ section }) => section === kind)
        .map((request) => shownRequest(db.keyring, request))
        .find((request) => request.title === title && request.explanation === explanation);
      if (same) return same;
      if (waiting.length >= mostOpen) throw new AppError('CONFLICT', `At most ${mostOpen} documents at a time`);
      await claims.extend(tx, row);
      const { accountId } = row;
      const entity = { type: 'review_case', id: row.id };
      if (status === SectionStatus.ACCEPTED) {
        await moveSection(tx, db.keyring, application, { kind, verb: 'reopen', at: now() });
        await recordAudit(tx, person, 'onboarding.reopenSection', entity, { accountId, section: kind });
        await announceOnboardingChange(events, tx, accountId);
      }
      const id = randomUUID();
      await tx.query(
        `insert into document_request (id, account_id, case_id, section, title_sealed, explanation_sealed, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          id,
          accountId,
          row.id,
          kind,
          db.keyring.seal(requestTitle.at(id), title),
          db.keyring.seal(requestExplanation.at(id), explanation),
          now(),
        ],
      );
      await recordAudit(tx, person, 'onboarding.askDocument', entity, { accountId, section: kind, request: id });
      await announceCaseChange(events, tx, row);
      return this.#shown(tx, accountId, id);
    });
  }

  /**
   * By whoever has the case; while nobody has one, by every reviewer. What was handed in is decided with its section instead.
   * Safe to repeat.
   */
  async withdraw(actor: Actor, caseId: string, id: string): Promise<DocumentRequest> {
    const person = demand(actor, reviewApplications);
    const { db, events, claims, sections, now } = this.parts;
    return transaction(db, async (tx) => {
      const { application, row } = await claims.lock(tx, person, caseId);
      if (openCases.includes(row.status)) await claims.demandClaim(tx, actor, row.accountId);
      else claims.demandFreshProof(actor);
      const request = application.requests.find((each) => each.id === id);
      if (!request) throw noSuchRequest();
      const { accountId } = row;
      if (requestStatus(request) === DocumentRequestStatus.WITHDRAWN) return shownRequest(db.keyring, request);
      if (!isUnanswered(request)) throw new AppError('CONFLICT', 'Something was handed in for it: decide about that');
      await tx.query('update document_request set withdrawn_at = $2 where id = $1', [id, now()]);
      const { section } = request;
      const entity = { type: 'review_case', id: row.id };
      await recordAudit(tx, person, 'onboarding.withdrawDocument', entity, { accountId, section, request: id });
      if (request.toldAt !== null) {
        // With nothing left to put right, they have only to hand it in.
        if (this.#wasAllThatWasWrong(application, request)) await sections.change(tx, person, application, section);
        await this.#tell(tx, accountId, request);
        await announceOnboardingChange(events, tx, accountId);
      }
      await announceCaseChange(events, tx, row);
      return this.#shown(tx, accountId, id);
    });
  }

  #wasAllThatWasWrong({ sections, requests }: ApplicationRows, { id, section: kind }: DocumentRequestRow): boolean {
    const section = sections.get(kind)!;
    const others = requests.some((other) => other.id !== id && other.section === kind && isUnanswered(other));
    const { reasons, note } = openVerdict(this.parts.db.keyring, section);
    return section.status === SectionStatus.RETURNED && !others && reasons.length === 0 && note === null;
  }

  async #tell(tx: Transaction, accountId: string, request: DocumentRequestRow): Promise<void> {
    const { db, notifier, publicUrl } = this.parts;
    const { language } = await readerOf(tx, accountId);
    await notifier.notify(tx, documentNotNeededNotice, {
      accountId,
      variables: {
        title: titleOf(db.keyring, request),
        what: sectionName(request.section, language),
        link: `${publicUrl}/onboarding`,
      },
    });
  }

  async #shown(tx: Transaction, accountId: string, id: string): Promise<DocumentRequest> {
    const { requests } = await readApplication(tx, accountId);
    return shownRequest(
      this.parts.db.keyring,
      requests.find((request) => request.id === id)!,
    );
  }
}

/** What a decision about a section means for what was asked for in it. */
export async function settleRequests(
  tx: Transaction,
  { requests }: ApplicationRows,
  { kind, caseId, accepted, at }: { kind: SectionKind; caseId: string; accepted: boolean; at: Date },
): Promise<void> {
  const ids = requests
    .filter(({ section, withdrawnAt }) => section === kind && withdrawnAt === null)
    .map(({ id }) => id);
  if (ids.length === 0) return;
  if (accepted)
    await tx.query('update document_request set settled_at = coalesce(settled_at, $2) where id = any($1)', [ids, at]);
  // What was ticked off as not good has to be handed in again; the rest is only heard of.
  else
    await tx.query(
      `update document_request r set told_at = coalesce(told_at, $2), settled_at = null,
         refused_at = case when exists (
           select from document_check c join document d on d.id = c.document_id
           where c.case_id = $3 and d.request_id = r.id and d.status = 'READY'
             and not (coalesce(c.legible, true) and coalesce(c.in_date, true) and coalesce(c.genuine, true)))
           then $2 else refused_at end
       where id = any($1)`,
      [ids, at, caseId],
    );
}

/** Nothing more is wanted of somebody who was rejected. */
export const withdrawAllRequests = (tx: Transaction, accountId: string, at: Date): Promise<unknown> =>
  tx.query(
    'update document_request set withdrawn_at = $2 where account_id = $1 and settled_at is null and withdrawn_at is null',
    [accountId, at],
  );

function readInput(input: AskForDocumentInput): { title: string; explanation: string } {
  const problems = new FieldProblems();
  const checked = checkLine(input.title, longestTitle);
  if ('problem' in checked) {
    const { problem } = checked;
    if (problem === 'REQUIRED') problems.add('input.title', 'REQUIRED', 'Say what is wanted');
    else if (problem === 'TOO_LONG')
      problems.add('input.title', 'TOO_LONG', `At most ${longestTitle} characters`, longestTitle);
    else problems.add('input.title', 'MALFORMED', 'Only letters that can be seen');
  }
  const explanation = readNote(problems, input.explanation, 'input.explanation');
  if (explanation === null) problems.add('input.explanation', 'REQUIRED', 'Say why it is needed');
  problems.demandNone('This cannot be asked like that');
  return { title: 'value' in checked ? checked.value : '', explanation: explanation! };
}
