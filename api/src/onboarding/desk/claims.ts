import { proofMinutes } from '../../accounts/second-factor.settings.ts';
import type { Actor, SignedInActor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import { demand, demandProof, may } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { ViewedDocument } from '../../documents/document.policy.ts';
import { moveCase, moveSection, type ApplicationRows, type CaseRow } from '../application.rows.ts';
import { caseMoves, CaseStatus } from '../case.lifecycle.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { assignReviews, reviewApplications } from '../onboarding.policy.ts';
import type { SectionStore } from '../section-store.ts';
import { SectionStatus } from '../section.lifecycle.ts';
import { announceCaseChange } from './case.change.ts';
import { noSuchCase, type CaseReads, type Put } from './case.reads.ts';
import { claimMinutes, reviewProofMinutes } from './desk.settings.ts';
import type { RiskWatch } from './risk.ts';
import { CaseNotHeld, QueueEmpty, type CaseFilter, type ReviewCase } from './review-case.ts';

export interface ClaimsParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  sections: SectionStore;
  reads: CaseReads;
  risk: RiskWatch;
  now: () => Date;
}

/** A case that the actor holds, with its application locked. */
export interface HeldCase {
  person: SignedInActor;
  application: ApplicationRows;
  row: CaseRow;
}

/** Tries for a case that nobody else takes at the same moment. */
const mostTries = 20;

/** Who has which case before them: one reviewer at a time, and for as long as they do something. */
export class Claims {
  constructor(private readonly parts: ClaimsParts) {}

  async claim(actor: Actor, caseId: string): Promise<ReviewCase> {
    const person = this.#demandProof(actor);
    const { db, reads } = this.parts;
    return transaction(db, async (tx) => {
      const { application, row } = await this.lock(tx, person, caseId);
      if (holds(person, row)) {
        await this.extend(tx, row);
        await recordClaim(tx, person, row, { again: true });
      } else await this.#take(tx, person, application, row);
      return reads.one(tx, actor, caseId);
    });
  }

  /** The one that is due first: of those that are assigned to this person, then of those that nobody has. */
  async claimNext(actor: Actor, filter: CaseFilter): Promise<ReviewCase> {
    const person = this.#demandProof(actor);
    const { db, reads } = this.parts;
    return transaction(db, async (tx) => {
      for (let tries = 0; tries < mostTries; tries += 1) {
        const next =
          (await this.#candidate(tx, person, filter, true)) ?? (await this.#candidate(tx, person, filter, false));
        if (!next) break;
        // Between finding and locking somebody else may have been faster.
        const application = await this.parts.sections.lock(tx, next.accountId);
        const row = application.lastCase;
        if (row?.id !== next.id || !isFreeFor(person, row)) continue;
        await this.#take(tx, person, application, row);
        return reads.one(tx, actor, next.id);
      }
      return refuse(new QueueEmpty());
    });
  }

  /** Back to the queue, undecided. Who assigns may take it from somebody. */
  async release(actor: Actor, caseId: string): Promise<ReviewCase> {
    const person = demand(actor, reviewApplications);
    const { db, reads } = this.parts;
    return transaction(db, async (tx) => {
      const { application, row } = await this.lock(tx, person, caseId);
      if (row.status === CaseStatus.CLAIMED) {
        if (row.claimedBy !== person.accountId && !may(actor, assignReviews))
          refuse(new CaseNotHeld(row.id, row.status));
        await this.#letGo(tx, actor, application, row, 'onboarding.release');
      }
      return reads.one(tx, actor, caseId);
    });
  }

  /** Claims of reviewers who went away. Safe to run twice. */
  async releaseExpired(actor: Actor): Promise<number> {
    const { db, sections, now } = this.parts;
    const { rows: expired } = await db.pool.query<{ accountId: string }>(
      `select account_id as "accountId" from review_case where claim_expires_at <= $1 order by claim_expires_at limit 500`,
      [now()],
    );
    let released = 0;
    for (const { accountId } of expired)
      await transaction(db, async (tx) => {
        const application = await sections.lock(tx, accountId);
        const row = application.lastCase;
        if (row?.status !== CaseStatus.CLAIMED || row.claimExpiresAt! > now()) return;
        await this.#letGo(tx, actor, application, row, 'onboarding.claimExpired');
        released += 1;
      });
    return released;
  }

  /** Gives cases to a reviewer, or back to everybody. One that somebody has before them stays theirs. */
  async assign(actor: Actor, caseIds: readonly string[], assigneeId: string | null): Promise<ReviewCase[]> {
    const person = demand(actor, assignReviews);
    const { db, events, reads } = this.parts;
    return transaction(db, async (tx) => {
      const assigned: ReviewCase[] = [];
      // One order for everybody who locks several.
      for (const { caseId, accountId } of await this.#inOrder(tx, person, caseIds)) {
        const row = (await this.parts.sections.lock(tx, accountId)).lastCase!;
        const may =
          row.status === CaseStatus.WAITING || (row.status === CaseStatus.PROPOSED && row.proposedBy !== assigneeId);
        if (row.id === caseId && may && accountId !== assigneeId && row.assigneeId !== assigneeId) {
          await tx.query('update review_case set assignee_id = $2, late_told_at = null where id = $1', [
            caseId,
            assigneeId,
          ]);
          await recordAudit(tx, actor, 'onboarding.assign', { type: 'review_case', id: caseId }, { assigneeId });
          await announceCaseChange(events, tx, row);
        }
        assigned.push(await reads.one(tx, actor, caseId));
      }
      return assigned;
    });
  }

  /**
   * The case that the actor holds of this creator: whoever does not, sees nothing in full and decides nothing. Not through
   * somebody else's eyes.
   */
  async demandClaim(tx: Transaction, actor: Actor, accountId: string): Promise<HeldCase> {
    const person = demand(actor, reviewApplications);
    const application = await this.parts.sections.lock(tx, accountId);
    const row = application.lastCase;
    if (!row || accountId === person.accountId) throw noSuchCase();
    if (!holds(person, row) || row.claimExpiresAt! <= this.parts.now()) refuse(new CaseNotHeld(row.id, row.status));
    this.demandFreshProof(actor);
    return { person, application, row };
  }

  async demandClaimOf(tx: Transaction, actor: Actor, caseId: string): Promise<HeldCase> {
    const person = demand(actor, reviewApplications);
    const held = await this.demandClaim(tx, actor, await this.#creatorOf(tx, person, caseId));
    if (held.row.id !== caseId) refuse(new CaseNotHeld(caseId, CaseStatus.DECIDED));
    return held;
  }

  /** Whether this person sees everything of the case. */
  isHeldBy(actor: Actor, row: Pick<CaseRow, 'status' | 'claimedBy' | 'claimExpiresAt'>): boolean {
    return actor.accountId !== null && holds(actor as SignedInActor, row) && row.claimExpiresAt! > this.parts.now();
  }

  /** For the room of documents. Whoever has the case is asked for proof in the session with which they look. */
  async mayView(tx: Transaction, actor: Actor, { accountId }: Pick<ViewedDocument, 'accountId'>): Promise<boolean> {
    if (!may(actor, reviewApplications) || accountId === actor.accountId) return false;
    const [row] = await rows<Pick<CaseRow, 'status' | 'claimedBy' | 'claimExpiresAt'>>(
      tx,
      `select status, claimed_by as "claimedBy", claim_expires_at as "claimExpiresAt" from review_case
       where account_id = $1 and status = 'CLAIMED'`,
      [accountId],
    );
    if (!row || !this.isHeldBy(actor, row)) return false;
    this.demandFreshProof(actor);
    return true;
  }

  /** The claim is of a person, what it shows is for sessions of theirs that have shown lately who holds them. */
  demandFreshProof(actor: Actor): void {
    const { settings, now } = this.parts;
    demandProof(actor, Math.max(settings.read(reviewProofMinutes), settings.read(proofMinutes)), now());
  }

  /** Whoever does something with a case keeps it. */
  async extend(tx: Transaction, { id }: Pick<CaseRow, 'id'>): Promise<void> {
    await tx.query('update review_case set claim_expires_at = $2 where id = $1', [id, this.#expiry()]);
  }

  #expiry(): Date {
    const { settings, now } = this.parts;
    return new Date(now().getTime() + settings.read(claimMinutes) * 60_000);
  }

  #demandProof(actor: Actor): SignedInActor {
    const person = demand(actor, reviewApplications);
    this.demandFreshProof(person);
    return person;
  }

  async #creatorOf(tx: Transaction, { accountId }: SignedInActor, caseId: string): Promise<string> {
    const [found] = isUuid(caseId)
      ? await rows<{ accountId: string }>(
          tx,
          'select account_id as "accountId" from review_case where id = $1 and account_id <> $2',
          [caseId, accountId],
        )
      : [];
    if (!found) throw noSuchCase();
    return found.accountId;
  }

  async #inOrder(
    tx: Transaction,
    { accountId }: SignedInActor,
    caseIds: readonly string[],
  ): Promise<{ caseId: string; accountId: string }[]> {
    const wanted = [...new Set(caseIds.map((id) => id.toLowerCase()))];
    const found = wanted.every(isUuid)
      ? await rows<{ caseId: string; accountId: string }>(
          tx,
          `select id as "caseId", account_id as "accountId" from review_case
           where id = any($1) and account_id <> $2 order by account_id, id`,
          [wanted, accountId],
        )
      : [];
    if (found.length < wanted.length) throw noSuchCase();
    return found;
  }

  /** Nothing about the creator changes until the transaction ends. */
  async lock(tx: Transaction, person: SignedInActor, caseId: string): Promise<Omit<HeldCase, 'person'>> {
    const application = await this.parts.sections.lock(tx, await this.#creatorOf(tx, person, caseId));
    const row = application.lastCase!;
    // Only the newest one can be open.
    if (row.id !== caseId) refuse(new CaseNotHeld(caseId, CaseStatus.DECIDED));
    return { application, row };
  }

  async #candidate(
    tx: Transaction,
    person: SignedInActor,
    filter: CaseFilter,
    own: boolean,
  ): Promise<{ id: string; accountId: string } | undefined> {
    const values: unknown[] = [];
    const put: Put = (value) => `$${values.push(value)}`;
    const { status: _, assignee: __, ...narrowed } = filter;
    const conditions = [
      ...this.parts.reads.conditions(person, { ...narrowed, status: [CaseStatus.WAITING, CaseStatus.PROPOSED] }, put),
      own ? `c.assignee_id = ${put(person.accountId)}` : 'c.assignee_id is null',
      `c.proposed_by is distinct from ${put(person.accountId)}`,
    ];
    const [found] = await rows<{ id: string; accountId: string }>(
      tx,
      `select c.id, c.account_id as "accountId" from review_case c join onboarding_application a using (account_id)
       where ${conditions.join(' and ')} order by c.due_at, c.id limit 1 for update of a skip locked`,
      values,
    );
    return found;
  }

  async #take(tx: Transaction, person: SignedInActor, application: ApplicationRows, row: CaseRow): Promise<void> {
    const { db, events, now } = this.parts;
    if (!isFreeFor(person, row)) refuse(new CaseNotHeld(row.id, row.status));
    const at = now();
    await moveCase(tx, row, 'claim', {
      claimed_by: person.accountId,
      claimed_at: at,
      claim_expires_at: this.#expiry(),
      assignee_id: person.accountId,
      looked_at: null,
    });
    for (const [kind, { status }] of application.sections)
      if (status === SectionStatus.SUBMITTED)
        await moveSection(tx, db.keyring, application, { kind, verb: 'review', at });
    await recordClaim(tx, person, row);
    await this.parts.risk.judge(tx, person, application);
    await announceCaseChange(events, tx, row);
    await announceOnboardingChange(events, tx, row.accountId);
  }

  async #letGo(
    tx: Transaction,
    actor: Actor,
    application: ApplicationRows,
    row: CaseRow,
    action: string,
  ): Promise<void> {
    const { db, events, now } = this.parts;
    // That it is late is for others to hear now.
    const free = { claimed_by: null, claim_expires_at: null, assignee_id: null, late_told_at: null };
    // What the first of two reviewers proposed stays, and its sections stay closed.
    const proposed = row.proposedBy !== null;
    await moveCase(tx, row, proposed ? 'releaseProposal' : 'release', free);
    if (!proposed)
      for (const [kind, { status }] of application.sections)
        if (status === SectionStatus.IN_REVIEW)
          await moveSection(tx, db.keyring, application, { kind, verb: 'release', at: now() });
    // More is asked since it was taken: it comes back when that is there.
    if (!proposed && this.parts.sections.waitsForCreator(application))
      await moveCase(tx, { id: row.id, status: CaseStatus.WAITING }, 'withdraw');
    await recordAudit(tx, actor, action, { type: 'review_case', id: row.id }, { accountId: row.accountId });
    await announceCaseChange(events, tx, row);
    await announceOnboardingChange(events, tx, row.accountId);
  }
}

const holds = (
  { accountId, impersonatorId }: SignedInActor,
  { status, claimedBy }: Pick<CaseRow, 'status' | 'claimedBy'>,
): boolean => status === CaseStatus.CLAIMED && claimedBy === accountId && impersonatorId === null;

/** Each time anew: for as long as it lasts, everything of the creator is shown. */
const recordClaim = (tx: Transaction, actor: Actor, { id, accountId }: CaseRow, more: object = {}): Promise<void> =>
  recordAudit(tx, actor, 'onboarding.claim', { type: 'review_case', id }, { accountId, ...more });

/** Nobody confirms what they proposed themselves. */
const isFreeFor = ({ accountId }: SignedInActor, { status, proposedBy }: CaseRow): boolean =>
  caseMoves.claim.from.includes(status) && proposedBy !== accountId;
