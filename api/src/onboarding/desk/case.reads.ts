import { named } from '../../accounts/account.personal.ts';
import { personJson, personOf, type PersonRow } from '../../accounts/person.ts';
import type { Actor, SignedInActor } from '../../platform/actor.ts';
import { rows, type Db, type Transaction } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../../platform/pagination.ts';
import { demand, may } from '../../platform/permission.ts';
import { isUuid } from '../../platform/uuid.ts';
import { caseMoves, CaseStatus, openCases } from '../case.lifecycle.ts';
import { assignReviews, reviewApplications } from '../onboarding.policy.ts';
import { CaseAssignee, CaseFilter, CaseOrder, ReviewCase, ReviewMove, type ReviewQueueFacts } from './review-case.ts';

export interface CaseList extends PageRequest {
  filter: CaseFilter | null;
  order: CaseOrder;
}

type Names = 'creator' | 'assignee' | 'reviewer' | 'proposer' | 'decider';
type Row = Omit<ReviewCase, Names | 'overdue' | 'viewerMoves'> & Record<Names, PersonRow | null>;

/** Where each order looks, and its direction. */
const orders: Record<CaseOrder, { column: string; of: (row: Row) => Date; down: boolean }> = {
  DUE: { column: 'due_at', of: ({ dueAt }) => dueAt, down: false },
  OLDEST: { column: 'opened_at', of: ({ openedAt }) => openedAt, down: false },
  NEWEST: { column: 'opened_at', of: ({ openedAt }) => openedAt, down: true },
  DECIDED: { column: 'decided_at', of: ({ decidedAt }) => decidedAt!, down: true },
};

const personOrNull = (a: string): string => `case when ${a}.id is not null then ${personJson(a)} end`;

/** Of those that `found` names, whatever their number. */
const shownCases = (found: string, order = ''): string => `
  select c.id, c.number::text, c.status, c.opened_at as "openedAt", c.due_at as "dueAt", c.high_risk as "highRisk", c.renewal,
    case when c.status in ('WAITING', 'CLAIMED', 'PROPOSED') then
      (select min(reverify_by) from onboarding_section s where s.account_id = c.account_id) end as "handInBy",
    c.status in ('WAITING', 'CLAIMED', 'PROPOSED') and exists (
      select from onboarding_section s where s.account_id = c.account_id and s.newly_asked <> '{}' and s.status <> 'ACCEPTED') as "newlyAsked",
    c.claim_expires_at as "claimExpiresAt", c.decision, c.decided_at as "decidedAt",
    ${personJson('creator')} as creator, ${personOrNull('assignee')} as assignee, ${personOrNull('reviewer')} as reviewer,
    ${personOrNull('proposer')} as proposer, ${personOrNull('decider')} as decider
  from (${found}) c
  join account creator on creator.id = c.account_id
  left join account assignee on assignee.id = c.assignee_id
  left join account reviewer on reviewer.id = c.claimed_by
  left join account proposer on proposer.id = c.proposed_by
  left join account decider on decider.id = c.decided_by ${order}`;

export type Put = (value: unknown) => string;

/** What reviewers see of cases without opening one. */
export class CaseReads {
  constructor(
    private readonly db: Db,
    private readonly now: () => Date,
  ) {}

  async list(actor: Actor, list: CaseList): Promise<Page<ReviewCase>> {
    const person = demand(actor, reviewApplications);
    const { first, after } = readPageRequest(list);
    const { column, of, down } = orders[list.order];
    const values: unknown[] = [];
    const put: Put = (value) => `$${values.push(value)}`;
    const conditions = [
      ...this.conditions(person, list.filter ?? new CaseFilter(), put),
      ...(list.order === CaseOrder.DECIDED ? ['c.decided_at is not null'] : []),
      ...(after ? [`(c.${column}, c.id) ${down ? '<' : '>'} (${put(after.at)}, ${put(after.id)})`] : []),
    ];
    const direction = down ? 'desc' : 'asc';
    const order = `order by c.${column} ${direction}, c.id ${direction}`;
    const { rows: found } = await this.db.pool.query<Row>(
      shownCases(`select c.* from review_case c where ${conditions.join(' and ')} ${order} limit ${first + 1}`, order),
      values,
    );
    const page = pageOf(found, first, (row) => ({ at: of(row).toISOString(), id: row.id }));
    return { ...page, nodes: page.nodes.map((row) => this.#shown(person, row)) };
  }

  async facts(actor: Actor): Promise<ReviewQueueFacts> {
    const { accountId } = demand(actor, reviewApplications);
    const { rows: found } = await this.db.pool.query<ReviewQueueFacts>(
      `select count(*) filter (where status = 'WAITING')::int as waiting,
         count(*) filter (where status = 'CLAIMED')::int as claimed,
         count(*) filter (where status = 'PROPOSED')::int as proposed,
         count(*) filter (where due_at < $2)::int as overdue,
         count(*) filter (where high_risk)::int as "highRisk",
         count(*) filter (where assignee_id = $1)::int as mine
       from review_case where status in ('WAITING', 'CLAIMED', 'PROPOSED') and account_id <> $1`,
      [accountId, this.now()],
    );
    return found[0]!;
  }

  /** As this person sees it. Not found where there is none, and where it is their own. */
  async one(tx: Transaction, actor: Actor, id: string): Promise<ReviewCase> {
    const person = demand(actor, reviewApplications);
    const [found] = isUuid(id)
      ? await rows<Row>(tx, shownCases('select * from review_case where id = $1 and account_id <> $2'), [
          id,
          person.accountId,
        ])
      : [];
    if (!found) throw noSuchCase();
    return this.#shown(person, found);
  }

  /** The newest first, without the one that is looked at. */
  async othersOf(tx: Transaction, actor: SignedInActor, { id, creator }: ReviewCase): Promise<ReviewCase[]> {
    const found = await rows<Row>(
      tx,
      shownCases(
        'select * from review_case where account_id = $1 and id <> $2 order by number desc limit 20',
        'order by c.number desc',
      ),
      [creator.id, id],
    );
    return found.map((row) => this.#shown(actor, row));
  }

  /** SQL for the cases `c`. Everybody but oneself: nobody reviews their own. */
  conditions({ accountId }: SignedInActor, filter: CaseFilter, put: Put): string[] {
    const { status, assignee, highRisk, overdue, renewal, search } = filter;
    // Written out, not given as values: Postgres has to see that they lie within a partial index.
    const states = [...new Set(status?.length ? status : openCases)].map((state) => `'${state}'`);
    const text = search?.trim();
    return [
      `c.status in (${states.join(', ')})`,
      `c.account_id <> ${put(accountId)}`,
      ...(assignee === CaseAssignee.ME ? [`c.assignee_id = ${put(accountId)}`] : []),
      ...(assignee === CaseAssignee.NONE ? ['c.assignee_id is null'] : []),
      ...(assignee === CaseAssignee.OTHER ? [`c.assignee_id is not null and c.assignee_id <> ${put(accountId)}`] : []),
      ...(highRisk == null ? [] : [highRisk ? 'c.high_risk' : 'not c.high_risk']),
      ...(overdue == null
        ? []
        : [overdue ? `c.due_at < ${put(this.now())} and c.decided_at is null` : `c.due_at >= ${put(this.now())}`]),
      ...(renewal == null ? [] : [renewal ? 'c.renewal' : 'not c.renewal']),
      ...(text ? [this.#numberOrName(text, put)] : []),
    ];
  }

  #numberOrName(text: string, put: Put): string {
    const number = /^#?(\d{1,15})$/.exec(text)?.[1];
    if (number) return `c.number = ${put(number)}`;
    const byName = named(this.db.keyring, text, 'c.account_id', put);
    return byName.length > 0 ? `(${byName.join(' or ')})` : 'false';
  }

  #shown(actor: SignedInActor, row: Row): ReviewCase {
    const { keyring } = this.db;
    const name = (person: PersonRow | null) => person && personOf(keyring, person);
    const overdue = openCases.includes(row.status) && row.dueAt < this.now();
    return Object.assign(new ReviewCase(), row, {
      creator: personOf(keyring, row.creator!),
      assignee: name(row.assignee),
      reviewer: name(row.reviewer),
      proposer: name(row.proposer),
      decider: name(row.decider),
      overdue,
      viewerMoves: movesOpenTo(actor, {
        status: row.status,
        claimedBy: row.reviewer?.id ?? null,
        proposedBy: row.proposer?.id ?? null,
      }),
    });
  }
}

export const noSuchCase = (): AppError => new AppError('NOT_FOUND', 'No such case');

function movesOpenTo(
  actor: SignedInActor,
  { status, claimedBy, proposedBy }: { status: CaseStatus; claimedBy: string | null; proposedBy: string | null },
): ReviewMove[] {
  const holds = claimedBy === actor.accountId;
  const open: Record<ReviewMove, boolean> = {
    CLAIM: caseMoves.claim.from.includes(status) && !(status === CaseStatus.PROPOSED && proposedBy === actor.accountId),
    RELEASE: holds || (claimedBy !== null && may(actor, assignReviews)),
    DECIDE: holds,
    ASSIGN: may(actor, assignReviews) && openCases.includes(status),
  };
  return Object.values(ReviewMove).filter((move) => open[move]);
}
