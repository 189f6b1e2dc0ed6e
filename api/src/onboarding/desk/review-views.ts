import { FieldProblems } from '../../accounts/account.rules.ts';
import type { Actor } from '../../platform/actor.ts';
import { rows, transaction, type Db } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { demand } from '../../platform/permission.ts';
import { isUuid } from '../../platform/uuid.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import type { SavedCaseFilter, ReviewView } from './review-case.ts';

const longestName = 60;
const mostViews = 30;

/** Filters that a reviewer keeps, on every device of theirs. */
export class ReviewViews {
  constructor(private readonly db: Db) {}

  async list(actor: Actor): Promise<ReviewView[]> {
    const { accountId } = demand(actor, reviewApplications);
    const { rows: found } = await this.db.pool.query<ReviewView>(
      'select id, name, filter from review_view where account_id = $1 order by lower(name)',
      [accountId],
    );
    return found;
  }

  /** One with the same name is replaced. */
  async save(actor: Actor, given: string, filter: SavedCaseFilter): Promise<ReviewView> {
    const { accountId } = demand(actor, reviewApplications);
    const problems = new FieldProblems();
    const name = problems.text('name', given.toWellFormed(), longestName);
    problems.demandNone('This view cannot be kept');
    const { status, assignee, highRisk, overdue, renewal, order, columns } = filter;
    const kept = {
      status: status && [...new Set(status)],
      assignee,
      highRisk,
      overdue,
      renewal,
      order,
      columns: columns && [...new Set(columns)],
    };
    return transaction(this.db, async (tx) => {
      await tx.query('select from account where id = $1 for update', [accountId]);
      const [saved] = await rows<ReviewView>(
        tx,
        `insert into review_view (account_id, name, filter)
         select $1, $2, $3 where (select count(*) from review_view where account_id = $1 and lower(name) <> lower($2)) < ${mostViews}
         on conflict (account_id, lower(name)) do update set name = excluded.name, filter = excluded.filter
         returning id, name, filter`,
        [accountId, name, JSON.stringify(kept)],
      );
      if (!saved) throw new AppError('CONFLICT', `At most ${mostViews} views can be kept`);
      return saved;
    });
  }

  async remove(actor: Actor, id: string): Promise<{ id: string }> {
    const { accountId } = demand(actor, reviewApplications);
    const gone = isUuid(id)
      ? await transaction(this.db, (tx) =>
          rows(tx, 'delete from review_view where id = $1 and account_id = $2 returning id', [id, accountId]),
        )
      : [];
    if (gone.length === 0) throw new AppError('NOT_FOUND', 'No such view');
    return { id };
  }
}
