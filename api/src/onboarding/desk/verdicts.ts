import { randomUUID } from 'node:crypto';
import { FieldProblems } from '../../accounts/account.rules.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { AppError, refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import { isUuid } from '../../platform/uuid.ts';
import { moveSection, type ApplicationRows } from '../application.rows.ts';
import { isUnanswered } from '../document-request.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { SectionStatus, type SectionKind } from '../section.lifecycle.ts';
import { announceCaseChange } from './case.change.ts';
import type { CaseReads } from './case.reads.ts';
import type { Claims } from './claims.ts';
import {
  DocumentCheck,
  SectionVerdict,
  VerdictConflict,
  VerdictOutcome,
  type ReviewCase,
  type SaveDocumentCheckInput,
  type SaveVerdictInput,
} from './review-case.ts';
import { ReasonUse } from './review-reason.ts';
import { unknownReasons } from './review-reasons.ts';

const noteColumn = sealedColumn({
  table: 'review_verdict',
  column: 'note_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'What a reviewer writes to the creator about a section',
});

export const mostReasons = 10;
export const longestNote = 2_000;

interface Row extends Omit<SectionVerdict, 'note'> {
  noteSealed: Buffer | null;
}

/** What reviewers said about the sections of a case so far. */
export async function verdictsOf(tx: Transaction, keyring: Keyring, caseId: string): Promise<SectionVerdict[]> {
  const found = await rows<Row>(
    tx,
    `select id, section, outcome, reasons, note_sealed as "noteSealed", revision from review_verdict where case_id = $1`,
    [caseId],
  );
  return found.map(({ noteSealed, ...row }) =>
    Object.assign(new SectionVerdict(), row, {
      note: noteSealed && keyring.openText(noteColumn.at(row.id), noteSealed),
    }),
  );
}

export const checksOf = (tx: Transaction, caseId: string): Promise<DocumentCheck[]> =>
  rows(
    tx,
    `select document_id as "documentId", legible, in_date as "inDate", genuine from document_check where case_id = $1`,
    [caseId],
  );

export interface VerdictsParts {
  db: Db;
  claims: Claims;
  events: EventBus;
  reads: CaseReads;
  now: () => Date;
}

/** What a reviewer thinks, kept with the case while they work on it. */
export class Verdicts {
  constructor(private readonly parts: VerdictsParts) {}

  async save(actor: Actor, input: SaveVerdictInput): Promise<SectionVerdict> {
    const { db, claims, now } = this.parts;
    const { caseId, section, outcome } = input;
    const wanted = readVerdict(input);
    return transaction(db, async (tx) => {
      const { person, application, row } = await claims.demandClaimOf(tx, actor, caseId);
      if (application.sections.get(section)!.status !== SectionStatus.IN_REVIEW)
        throw new AppError('CONFLICT', 'This section is not being reviewed');
      if (outcome === VerdictOutcome.RETURN && wanted.reasons.length === 0 && !asksForMore(application, section))
        throw new AppError('BAD_USER_INPUT', 'This verdict cannot be saved', [
          { path: 'input.reasons', code: 'REQUIRED', message: 'Say why, or ask for a document' },
        ]);
      await demandReasons(tx, wanted.reasons, ReasonUse.RETURN, section);
      const before =
        (await verdictsOf(tx, db.keyring, caseId)).find((verdict) => verdict.section === section) ?? noVerdict(section);
      if (isSame(before, { ...wanted, outcome: outcome ?? null })) return before;
      if (before.revision !== input.revision) refuse(new VerdictConflict(before));
      await claims.extend(tx, row);
      if (outcome == null) {
        await tx.query('delete from review_verdict where case_id = $1 and section = $2', [caseId, section]);
        return noVerdict(section);
      }
      const id = before.revision === 0 ? randomUUID() : before.id;
      const revision = before.revision + 1;
      await tx.query(
        `insert into review_verdict (id, case_id, section, outcome, reasons, note_sealed, revision, reviewer_id, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (case_id, section) do update set outcome = $4, reasons = $5, note_sealed = $6, revision = $7,
           reviewer_id = $8, changed_at = $9`,
        [
          id,
          caseId,
          section,
          outcome,
          wanted.reasons,
          wanted.note === null ? null : db.keyring.seal(noteColumn.at(id), wanted.note),
          revision,
          person.accountId,
          now(),
        ],
      );
      return Object.assign(new SectionVerdict(), { id, section, outcome, ...wanted, revision });
    });
  }

  /** What was accepted before is part of this case, too: it wants a verdict, and may go back. Safe to repeat. */
  async reopen(actor: Actor, caseId: string, kind: SectionKind): Promise<ReviewCase> {
    const { db, claims, events, reads, now } = this.parts;
    return transaction(db, async (tx) => {
      const { person, application, row } = await claims.demandClaimOf(tx, actor, caseId);
      const { status } = application.sections.get(kind)!;
      if (status === SectionStatus.IN_REVIEW) return reads.one(tx, actor, caseId);
      if (status !== SectionStatus.ACCEPTED) throw new AppError('CONFLICT', 'This section has not been accepted');
      await claims.extend(tx, row);
      await moveSection(tx, db.keyring, application, { kind, verb: 'reopen', at: now() });
      const { accountId } = row;
      const entity = { type: 'review_case', id: row.id };
      await recordAudit(tx, person, 'onboarding.reopenSection', entity, { accountId, section: kind });
      await announceCaseChange(events, tx, row);
      await announceOnboardingChange(events, tx, accountId);
      return reads.one(tx, actor, caseId);
    });
  }

  async check(actor: Actor, input: SaveDocumentCheckInput): Promise<DocumentCheck> {
    const { db, claims, now } = this.parts;
    const { caseId, documentId } = input;
    const ticks = { legible: input.legible ?? null, inDate: input.inDate ?? null, genuine: input.genuine ?? null };
    return transaction(db, async (tx) => {
      const { person, row } = await claims.demandClaimOf(tx, actor, caseId);
      const found = isUuid(documentId)
        ? await rows(tx, 'select from document where id = $1 and account_id = $2', [documentId, row.accountId])
        : [];
      if (found.length === 0) throw new AppError('NOT_FOUND', 'No such document');
      await claims.extend(tx, row);
      await tx.query(
        `insert into document_check (case_id, document_id, legible, in_date, genuine, reviewer_id, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (case_id, document_id) do update set legible = $3, in_date = $4, genuine = $5, reviewer_id = $6, changed_at = $7`,
        [caseId, documentId, ticks.legible, ticks.inDate, ticks.genuine, person.accountId, now()],
      );
      const entity = { type: 'document', id: documentId };
      await recordAudit(tx, person, 'onboarding.checkDocument', entity, { case: row.id, ...ticks });
      return Object.assign(new DocumentCheck(), { documentId, ...ticks });
    });
  }
}

/** A document that is asked for is reason enough to return a section. */
export const asksForMore = ({ requests }: ApplicationRows, kind: SectionKind): boolean =>
  requests.some((request) => request.section === kind && isUnanswered(request));

const noVerdict = (section: SectionKind): SectionVerdict =>
  Object.assign(new SectionVerdict(), { id: section, section, outcome: null, reasons: [], note: null, revision: 0 });

type Said = Pick<SectionVerdict, 'outcome' | 'reasons' | 'note'>;

const isSame = (one: Said, other: Said): boolean =>
  one.outcome === other.outcome && one.note === other.note && one.reasons.join() === other.reasons.join();

function readVerdict({ outcome, reasons, note, revision }: SaveVerdictInput): Pick<SectionVerdict, 'reasons' | 'note'> {
  const problems = new FieldProblems();
  problems.between('input.revision', revision, 0, 1_000_000);
  const returned = outcome === VerdictOutcome.RETURN;
  const given = returned ? readReasons(problems, reasons ?? []) : [];
  const written = returned ? readNote(problems, note) : null;
  problems.demandNone('This verdict cannot be saved');
  return { reasons: given, note: written };
}

export function readReasons(problems: FieldProblems, reasons: readonly string[]): string[] {
  if (reasons.length > mostReasons)
    problems.add('input.reasons', 'TOO_LONG', `At most ${mostReasons} reasons`, mostReasons);
  if (reasons.some((code) => !/^[A-Z][A-Z0-9_]{1,39}$/.test(code)))
    problems.add('input.reasons', 'NOT_ALLOWED', 'There is no such reason');
  return [...new Set(reasons)];
}

export function readNote(problems: FieldProblems, note: string | null | undefined, path = 'input.note'): string | null {
  const text = note?.trim().replaceAll('\r\n', '\n') ?? '';
  if (text.length > longestNote) problems.add(path, 'TOO_LONG', `At most ${longestNote} characters`, longestNote);
  if (/[^\P{Cc}\n\t]/u.test(text) || !text.isWellFormed())
    problems.add(path, 'MALFORMED', 'Control characters cannot be part of this');
  return text === '' ? null : text;
}

export async function demandReasons(
  tx: Transaction,
  codes: readonly string[],
  use: ReasonUse,
  section: SectionKind | null,
): Promise<void> {
  const unknown = await unknownReasons(tx, codes, use, section);
  if (unknown.length === 0) return;
  throw new AppError('BAD_USER_INPUT', 'This reason cannot be given here', [
    { path: 'input.reasons', code: 'NOT_ALLOWED', message: `Not offered here: ${unknown.join(', ')}` },
  ]);
}
