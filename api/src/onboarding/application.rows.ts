import { randomUUID } from 'node:crypto';
import type { Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import { rows, together, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import { caseMoves, type CaseDecision, type CaseStatus, type CaseVerb } from './case.lifecycle.ts';
import { readRequests, type DocumentRequestRow } from './document-request.ts';
import { digestOf, type DueRules } from './due-within.ts';
import { sectionKinds, sectionMoves, SectionStatus, type SectionKind, type SectionVerb } from './section.lifecycle.ts';

const answersColumn = sealedColumn({
  table: 'onboarding_section',
  column: 'answers_sealed',
  id: 'id',
  kind: 'identity',
  retention: 'kyc',
  description: 'What a creator answered in a section of the application',
  names: ['answers'],
});
const acceptedColumn = sealedColumn({
  table: 'onboarding_section',
  column: 'accepted_sealed',
  id: 'id',
  kind: 'identity',
  retention: 'kyc',
  description: 'What of it staff accepted last',
});
const verdictColumn = sealedColumn({
  table: 'onboarding_section',
  column: 'verdict_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'Why a section was returned to the creator',
});

export const proposalColumn = sealedColumn({
  table: 'review_case',
  column: 'proposal_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'What the first of two reviewers wants to decide about a creator',
});
export const decisionNoteColumn = sealedColumn({
  table: 'review_case',
  column: 'decision_note_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'What a reviewer wrote to a creator who was rejected',
  names: ['decisionNote'],
});

/** By field. */
export type StoredAnswers = Readonly<Record<string, { values: string[]; revision: number }>>;

export interface Verdict {
  reasons: string[];
  note: string | null;
}

export interface SectionRow {
  /** Null: nothing was ever stored. */
  id: string | null;
  kind: SectionKind;
  status: SectionStatus;
  answersSealed: Buffer | null;
  verdictSealed: Buffer | null;
  changedAt: Date | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
  expiresAt: Date | null;
  /** At some time; what was accepted then is kept. */
  wasAccepted: boolean;
  acceptedAt: Date | null;
  acceptedSealed: Buffer | null;
  /** Of who is in: until when it has to be handed in, after it was changed or newly asked for. */
  reverifyBy: Date | null;
  /** What is due in it only since it was handed in or accepted: names of questions, and purposes of documents. */
  newlyAsked: string[];
  /** When it was opened again for that, and what it was until then. Null: it was with the creator anyway. */
  newlyAskedAt: Date | null;
  newlyAskedFrom: SectionStatus.SUBMITTED | SectionStatus.ACCEPTED | null;
}

export interface CaseRow {
  id: string;
  number: string;
  accountId: string;
  status: CaseStatus;
  openedAt: Date;
  dueAt: Date;
  highRisk: boolean;
  assigneeId: string | null;
  claimedBy: string | null;
  claimExpiresAt: Date | null;
  proposedBy: string | null;
  decision: CaseDecision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reapplyAt: Date | null;
  renewal: boolean;
  lookedAt: Date | null;
  /** Ids of the hints of high risk that are known. */
  riskHints: string[];
  /** When the last of them was found. */
  riskAt: Date | null;
  proposedAt: Date | null;
  proposalSealed: Buffer | null;
  /** Of a rejection. */
  decisionReasons: string[];
  decisionNoteSealed: Buffer | null;
}

export interface ApplicationRows {
  accountId: string;
  activatedAt: Date | null;
  /** All kinds, stored or not. */
  sections: ReadonlyMap<SectionKind, SectionRow>;
  /** What reviewers asked for in words of their own, also what is over. */
  requests: readonly DocumentRequestRow[];
  /** The newest one. */
  lastCase: CaseRow | null;
}

/** Whoever has it locked is the only one who changes anything about this creator's joining until the transaction ends. */
export async function lockApplication(
  tx: Transaction,
  accountId: string,
  now: Date,
  within: DueRules | null = null,
): Promise<ApplicationRows> {
  await tx.query(
    `insert into onboarding_application (account_id, created_at, asked, asked_within, asked_digest)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [accountId, now, within?.sections ?? null, within, within && digestOf(within)],
  );
  await tx.query('select from onboarding_application where account_id = $1 for update', [accountId]);
  return readApplication(tx, accountId);
}

/** Also of who has not begun. */
export async function readApplication(tx: Transaction, accountId: string): Promise<ApplicationRows> {
  const [applications, stored, cases, requests] = await together(
    rows<{ activatedAt: Date | null }>(
      tx,
      'select activated_at as "activatedAt" from onboarding_application where account_id = $1',
      [accountId],
    ),
    rows<SectionRow>(
      tx,
      `select id, kind, status, answers_sealed as "answersSealed", verdict_sealed as "verdictSealed",
         changed_at as "changedAt", submitted_at as "submittedAt", decided_at as "decidedAt", expires_at as "expiresAt",
         accepted_sealed is not null as "wasAccepted", accepted_at as "acceptedAt", accepted_sealed as "acceptedSealed", reverify_by as "reverifyBy",
         newly_asked as "newlyAsked", newly_asked_at as "newlyAskedAt", newly_asked_from as "newlyAskedFrom"
       from onboarding_section where account_id = $1`,
      [accountId],
    ),
    rows<CaseRow>(tx, `select ${caseColumns} from review_case c where account_id = $1 order by c.number desc limit 1`, [
      accountId,
    ]),
    readRequests(tx, accountId),
  );
  const byKind = new Map(stored.map((row) => [row.kind, row]));
  return {
    accountId,
    activatedAt: applications[0]?.activatedAt ?? null,
    sections: new Map(sectionKinds.map((kind) => [kind, byKind.get(kind) ?? emptySection(kind)])),
    requests,
    lastCase: cases[0] ?? null,
  };
}

export const caseColumns = `id, number::text, account_id as "accountId", status, opened_at as "openedAt", due_at as "dueAt",
  high_risk as "highRisk", assignee_id as "assigneeId", claimed_by as "claimedBy", claim_expires_at as "claimExpiresAt",
  proposed_by as "proposedBy", decision, decided_by as "decidedBy", decided_at as "decidedAt", reapply_at as "reapplyAt",
  renewal, looked_at as "lookedAt", risk_hints as "riskHints", risk_at as "riskAt", proposed_at as "proposedAt", proposal_sealed as "proposalSealed", decision_reasons as "decisionReasons",
  decision_note_sealed as "decisionNoteSealed"`;

const emptySection = (kind: SectionKind): SectionRow => ({
  id: null,
  kind,
  status: SectionStatus.EMPTY,
  answersSealed: null,
  verdictSealed: null,
  changedAt: null,
  submittedAt: null,
  decidedAt: null,
  expiresAt: null,
  wasAccepted: false,
  acceptedAt: null,
  acceptedSealed: null,
  reverifyBy: null,
  newlyAsked: [],
  newlyAskedAt: null,
  newlyAskedFrom: null,
});

export const openAnswers = (
  keyring: Keyring,
  { id, answersSealed }: Pick<SectionRow, 'id' | 'answersSealed'>,
): StoredAnswers =>
  id === null || answersSealed === null
    ? {}
    : (JSON.parse(keyring.openText(answersColumn.at(id), answersSealed)) as StoredAnswers);

/** Of all sections: what is asked in one may depend on what was answered in another. */
export const allAnswers = (keyring: Keyring, { sections }: Pick<ApplicationRows, 'sections'>): Answers =>
  Object.fromEntries(
    [...sections.values()].flatMap((section) =>
      Object.entries(openAnswers(keyring, section)).map(([field, { values }]) => [field, values]),
    ),
  );

/** Something that staff accepted: the answer to a question, or what lay in rows of its own. */
export interface AcceptedFact {
  field: string;
  values: string[];
}

/** None where nothing was ever accepted. */
export function openAccepted(keyring: Keyring, { id, acceptedSealed }: SectionRow): AcceptedFact[] {
  if (id === null || acceptedSealed === null) return [];
  const stored = JSON.parse(keyring.openText(acceptedColumn.at(id), acceptedSealed)) as AcceptedFact[] | StoredAnswers;
  // As a former release kept it.
  return Array.isArray(stored) ? stored : factsOf(stored);
}

const factsOf = (answers: StoredAnswers): AcceptedFact[] =>
  Object.entries(answers)
    .filter(([, { values }]) => values.length > 0)
    .map(([field, { values }]) => ({ field, values }));

/** Also what lies in rows of its own: it may be another one tomorrow. */
export async function keepAccepted(
  tx: Transaction,
  keyring: Keyring,
  { accountId, sections }: ApplicationRows,
  kind: SectionKind,
  facts: readonly AcceptedFact[],
): Promise<void> {
  const { id } = sections.get(kind)!;
  if (id === null) return;
  await tx.query('update onboarding_section set accepted_sealed = $3 where account_id = $1 and kind = $2', [
    accountId,
    kind,
    keyring.seal(acceptedColumn.at(id), JSON.stringify(facts)),
  ]);
}

export const openDecisionNote = (keyring: Keyring, { id, decisionNoteSealed }: CaseRow): string | null =>
  decisionNoteSealed && keyring.openText(decisionNoteColumn.at(id), decisionNoteSealed);

export const openVerdict = (keyring: Keyring, { id, verdictSealed }: SectionRow): Verdict =>
  id === null || verdictSealed === null
    ? { reasons: [], note: null }
    : (JSON.parse(keyring.openText(verdictColumn.at(id), verdictSealed)) as Verdict);

/** What else a move brings with it. */
export interface SectionChange {
  answers?: StoredAnswers;
  /** Null: it was good. */
  verdict?: Verdict | null;
  expiresAt?: Date | null;
  reverifyBy?: Date;
}

/** The only place that assigns the status of a section. The application must be locked. */
export async function moveSection(
  tx: Transaction,
  keyring: Keyring,
  { accountId, sections }: ApplicationRows,
  move: { kind: SectionKind; verb: SectionVerb; at: Date } & SectionChange,
): Promise<SectionStatus> {
  const { kind, verb, at } = move;
  const before = sections.get(kind)!;
  const id = before.id ?? randomUUID();
  const status = nextStatus(before.status, sectionMoves[verb], verb);
  const answers = move.answers && keyring.seal(answersColumn.at(id), JSON.stringify(move.answers));
  const verdict = move.verdict && keyring.seal(verdictColumn.at(id), JSON.stringify(move.verdict));
  const accepted = verb === 'accept' ? factsOf(openAnswers(keyring, before)) : null;
  await tx.query(
    `insert into onboarding_section (id, account_id, kind, status, answers_sealed, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (account_id, kind) do update set status = $4, answers_sealed = coalesce($5, onboarding_section.answers_sealed),
       changed_at = case when $7 = 'change' then $6 else onboarding_section.changed_at end,
       submitted_at = case when $7 = 'submit' then $6 else onboarding_section.submitted_at end,
       decided_at = case when $7 in ('accept', 'return') then $6 else onboarding_section.decided_at end,
       verdict_sealed = case when $8 then $9 else onboarding_section.verdict_sealed end,
       accepted_sealed = coalesce($10, onboarding_section.accepted_sealed),
       accepted_at = case when $7 = 'accept' then $6 else onboarding_section.accepted_at end,
       expires_at = case when $11 then $12 else onboarding_section.expires_at end,
       reverify_by = case when $7 not in ('accept', 'unaskAccepted') then coalesce($13, onboarding_section.reverify_by) end,
       newly_asked = case when $7 = 'accept' then '{}' else onboarding_section.newly_asked end,
       newly_asked_at = case when $7 <> 'accept' then onboarding_section.newly_asked_at end,
       newly_asked_from = case when $7 <> 'accept' then onboarding_section.newly_asked_from end`,
    [
      id,
      accountId,
      kind,
      status,
      answers ?? null,
      at,
      verb,
      move.verdict !== undefined,
      verdict ?? null,
      accepted && keyring.seal(acceptedColumn.at(id), JSON.stringify(accepted)),
      move.expiresAt !== undefined,
      move.expiresAt ?? null,
      move.reverifyBy ?? null,
    ],
  );
  return status;
}

/** Who is in has to hand in these until then. The application must be locked. */
export async function demandBy(
  tx: Transaction,
  accountId: string,
  kinds: readonly SectionKind[],
  day: Date,
): Promise<void> {
  await tx.query(
    `insert into onboarding_section (account_id, kind, status, reverify_by)
     select $1, kind, 'EMPTY', $3 from unnest($2::text[]) kind
     on conflict (account_id, kind) do update set reverify_by = $3`,
    [accountId, kinds, day],
  );
}

/** None: what is due in it was due when it was handed in. The application must be locked. */
export async function keepNewlyAsked(
  tx: Transaction,
  accountId: string,
  kind: SectionKind,
  { newlyAsked, newlyAskedAt, newlyAskedFrom }: Pick<SectionRow, 'newlyAsked' | 'newlyAskedAt' | 'newlyAskedFrom'>,
): Promise<void> {
  await tx.query(
    `update onboarding_section set newly_asked = $3, newly_asked_at = $4, newly_asked_from = $5
     where account_id = $1 and kind = $2`,
    [accountId, kind, newlyAsked, newlyAskedAt, newlyAskedFrom],
  );
}

/** Of what is asked no longer. */
export async function forgetDays(tx: Transaction, accountId: string, asked: readonly SectionKind[]): Promise<void> {
  await tx.query(
    'update onboarding_section set reverify_by = null where account_id = $1 and kind <> all($2) and reverify_by is not null',
    [accountId, asked],
  );
}

/** The only place that assigns the status of a case. */
export async function moveCase(
  tx: Transaction,
  { id, status }: Pick<CaseRow, 'id' | 'status'>,
  verb: CaseVerb,
  columns: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const changes = Object.entries({ ...columns, status: nextStatus(status, caseMoves[verb], verb) });
  await tx.query(
    `update review_case set ${changes.map(([column], i) => `${column} = $${i + 2}`).join(', ')} where id = $1`,
    [id, ...changes.map(([, value]) => value)],
  );
}
