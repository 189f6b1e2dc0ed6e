import { personJson, personOf, type PersonRow } from '../../accounts/person.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { csvCell } from '../../platform/csv.ts';
import { rows, together, transaction, type Db } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { demand } from '../../platform/permission.ts';
import { assignReviews } from '../onboarding.policy.ts';
import { sectionKinds } from '../section.lifecycle.ts';
import type {
  DecisionTimes,
  FunnelStep,
  ReasonCount,
  ReviewerCount,
  ReviewNumbers,
  ReviewNumbersFile,
} from './review-numbers.ts';

const longestDays = 400;

/** SQL: who came in the period, and may join or has joined. */
const creators = `select a.id, a.status from account a
  where a.created_at >= $1 and a.created_at < $2 and exists (
    select from account_role ar join role r on r.key = ar.role_key where ar.account_id = a.id and r.audience = 'CREATOR')`;

/** What the desk did, counted by the database. */
export class ReviewNumbersReads {
  constructor(private readonly db: Db) {}

  async read(actor: Actor, from: Date, to: Date): Promise<ReviewNumbers> {
    demand(actor, assignReviews);
    demandPeriod(from, to);
    return transaction(this.db, async (tx) => {
      const period = [from, to];
      const [applications, sections, times, reasons, reviewers] = await together(
        rows<Omit<FunnelStep, 'section'> & { registered: number; verified: number }>(
          tx,
          `with creators as (${creators}),
           gone as (
             select distinct record_id from audit_event
             where action = 'accounts.register' and outcome = 'DONE' and at >= $1 and at < $2
               and not exists (select from account where id::text = record_id))
           select count(*)::int + (select count(*)::int from gone) as registered,
             count(*) filter (where c.status <> 'UNVERIFIED')::int as verified,
             count(a.account_id)::int as begun,
             count(*) filter (where exists (select from review_case r where r.account_id = c.id))::int as "handedIn",
             count(a.activated_at)::int as accepted
           from creators c left join onboarding_application a on a.account_id = c.id`,
          period,
        ),
        // What staff accepted last stays with the section, also when it is changed or expires.
        rows<FunnelStep>(
          tx,
          `select s.kind as section, count(*)::int as begun, count(s.submitted_at)::int as "handedIn",
             count(s.accepted_sealed)::int as accepted
           from (${creators}) c join onboarding_section s on s.account_id = c.id group by s.kind`,
          period,
        ),
        rows<DecisionTimes>(
          tx,
          `select count(*)::int as decided, count(*) filter (where decision = 'APPROVED')::int as approved,
             count(*) filter (where decision = 'RETURNED')::int as returned,
             count(*) filter (where decision = 'REJECTED')::int as rejected,
             (percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at)) / 3600)::float8 as "medianHours",
             (percentile_cont(0.9) within group (order by extract(epoch from decided_at - opened_at)) / 3600)::float8 as "p90Hours",
             avg(case when decided_at <= due_at then 1 else 0 end)::float8 as "withinDue"
           from review_case where decided_at >= $1 and decided_at < $2`,
          period,
        ),
        rows<ReasonCount>(
          tx,
          `with decided as (
             select id, decision_reasons from review_case where decided_at >= $1 and decided_at < $2),
           given as (
             select unnest(v.reasons) as code, 'RETURN' as use from decided d join review_verdict v on v.case_id = d.id
             where v.outcome = 'RETURN'
             union all
             select unnest(decision_reasons), 'REJECT' from decided)
           select code, use, count(*)::int as count from given group by code, use order by count(*) desc, code`,
          period,
        ),
        rows<Omit<ReviewerCount, 'reviewer'> & { reviewer: PersonRow }>(
          tx,
          `select ${personJson('a')} as reviewer, n.decided, n."medianMinutes", n."withinDue" from (
             select decided_by, count(*)::int as decided,
               (percentile_cont(0.5) within group (order by extract(epoch from decided_at - claimed_at)) / 60)::float8 as "medianMinutes",
               avg(case when decided_at <= due_at then 1 else 0 end)::float8 as "withinDue"
             from review_case where decided_at >= $1 and decided_at < $2 and decided_by is not null group by decided_by) n
           join account a on a.id = n.decided_by order by n.decided desc, a.id`,
          period,
        ),
      );
      const none = { begun: 0, handedIn: 0, accepted: 0 };
      const { registered, verified, ...whole } = applications[0]!;
      return {
        registered,
        verified,
        funnel: [
          { section: null, ...whole },
          ...sectionKinds.map((section) => sections.find((step) => step.section === section) ?? { section, ...none }),
        ],
        times: times[0]!,
        reasons,
        reviewers: reviewers.map(({ reviewer, ...numbers }) => ({
          ...numbers,
          reviewer: personOf(this.db.keyring, reviewer),
        })),
      };
    });
  }

  async file(actor: Actor, from: Date, to: Date): Promise<ReviewNumbersFile> {
    const { registered, verified, funnel, times, reasons, reviewers } = await this.read(actor, from, to);
    const { decided, approved, returned, rejected, medianHours, p90Hours, withinDue } = times;
    const lines: Cell[][] = [
      ['part', 'name', 'figure', 'value'],
      ...cellsOf('funnel', 'ALL', { registered, verified }),
      ...funnel.flatMap(({ section, ...figures }) => cellsOf('funnel', section ?? 'ALL', figures)),
      ...cellsOf('decisions', 'ALL', { decided, approved, returned, rejected, medianHours, p90Hours, withinDue }),
      ...reasons.map(({ code, use, count }): Cell[] => ['reasons', code, use, count]),
      ...reviewers.flatMap(({ reviewer, ...figures }) => cellsOf('reviewers', reviewer.displayName, figures)),
    ];
    await transaction(this.db, (tx) =>
      recordAudit(tx, actor, 'onboarding.exportNumbers', null, { from: from.toISOString(), to: to.toISOString() }),
    );
    const day = (date: Date): string => date.toISOString().slice(0, 10);
    return {
      fileName: `reviews-${day(from)}-${day(to)}.csv`,
      content: lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join(''),
    };
  }
}

type Cell = string | number | null;

const cellsOf = (part: string, name: string, figures: Record<string, number | null>): Cell[][] =>
  Object.entries(figures).map(([figure, value]) => [part, name, figure, value]);

function demandPeriod(from: Date, to: Date): void {
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  const wrong =
    days <= 0
      ? ({ path: 'to', code: 'TOO_SMALL', message: 'After `from`' } as const)
      : days > longestDays
        ? ({ path: 'to', code: 'TOO_LARGE', bound: longestDays, message: `At most ${longestDays} days` } as const)
        : from.getUTCFullYear() < 2000 || to.getUTCFullYear() > 2200
          ? ({ path: 'from', code: 'NOT_ALLOWED', message: 'This is too far away' } as const)
          : null;
  if (wrong) throw new AppError('BAD_USER_INPUT', 'There are no numbers for this period', [wrong]);
}
