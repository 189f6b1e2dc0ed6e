import type { Actor } from '../platform/actor.ts';
import { rows, transaction, type Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { demand } from '../platform/permission.ts';
import { announceFirstSteps, FirstStepKind, type FirstStep, type FirstSteps } from './first-steps.ts';
import { demandCreatorInPerson, useOwnApplication } from './onboarding.policy.ts';

/** Whether the person did it, as rows of other rooms show. Null: it is no step in this workspace. */
export type StepFact = (accountId: string) => Promise<boolean | null>;

export interface FirstStepsServiceParts {
  db: Db;
  events: EventBus;
  /** Of steps that are more than having looked at something. */
  facts: Readonly<Partial<Record<FirstStepKind, StepFact>>>;
  now: () => Date;
}

/** The guide after approval: what somebody did already, and whether they still want to see it. */
export class FirstStepsService {
  constructor(private readonly parts: FirstStepsServiceParts) {}

  async own(actor: Actor): Promise<FirstSteps> {
    return this.of(demand(actor, useOwnApplication).accountId);
  }

  /** Whoever calls has checked that the reader may see it. */
  async of(accountId: string): Promise<FirstSteps> {
    const { db, facts } = this.parts;
    const { rows: found } = await db.pool.query<{ seen: string[]; putAwayAt: Date | null }>({
      name: 'first-steps',
      text: 'select seen, put_away_at as "putAwayAt" from first_steps where account_id = $1',
      values: [accountId],
    });
    const { seen, putAwayAt } = found[0] ?? { seen: [], putAwayAt: null };
    const steps = await Promise.all(
      Object.values(FirstStepKind).map(async (kind) => {
        const fact = facts[kind];
        return { kind, done: fact ? await fact(accountId) : seen.includes(kind) };
      }),
    );
    return { id: accountId, steps: steps.filter((step): step is FirstStep => step.done !== null), putAwayAt };
  }

  /** Safe to repeat. Nothing is noted of steps that show by themselves. */
  async see(actor: Actor, step: FirstStepKind): Promise<FirstSteps> {
    const { accountId } = demandCreatorInPerson(actor);
    if (!this.parts.facts[step])
      await this.#change(
        accountId,
        `insert into first_steps as f (account_id, seen) values ($1, array[$2])
         on conflict (account_id) do update set seen = f.seen || excluded.seen where not f.seen @> excluded.seen
         returning account_id`,
        step,
      );
    return this.of(accountId);
  }

  /** Safe to repeat; `away` false shows the guide again. */
  async putAway(actor: Actor, away: boolean): Promise<FirstSteps> {
    const { accountId } = demandCreatorInPerson(actor);
    await this.#change(
      accountId,
      `insert into first_steps as f (account_id, put_away_at) values ($1, $2)
       on conflict (account_id) do update set put_away_at = excluded.put_away_at
         where (f.put_away_at is null) <> (excluded.put_away_at is null)
       returning account_id`,
      away ? this.parts.now() : null,
    );
    return this.of(accountId);
  }

  #change(accountId: string, statement: string, value: unknown): Promise<void> {
    const { db, events } = this.parts;
    return transaction(db, async (tx) => {
      const changed = await rows(tx, statement, [accountId, value]);
      if (changed.length > 0) await announceFirstSteps(events, tx, accountId);
    });
  }
}
