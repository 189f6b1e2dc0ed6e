import type { Actor } from '../platform/actor.ts';
import { type Db, transaction } from '../platform/db.ts';
import type { DeadJob, PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { PageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import type { DeadLetter, DeadLetterConnection, JobQueue, SettledDeadLetter } from './dead-letter.ts';
import type { Health } from './health.ts';
import type { HealthService } from './health.service.ts';
import { seeHealth, settleDeadLetters } from './operations.policy.ts';

export class OperationsService {
  constructor(
    private readonly db: Db,
    private readonly jobs: PgBossJobs,
    private readonly healthService: HealthService,
  ) {}

  async health(actor: Actor): Promise<Health> {
    demand(actor, seeHealth);
    return this.healthService.look();
  }

  async jobQueues(actor: Actor): Promise<JobQueue[]> {
    demand(actor, seeHealth);
    return this.jobs.queues();
  }

  async deadLetters(actor: Actor, page: PageRequest): Promise<DeadLetterConnection> {
    demand(actor, settleDeadLetters);
    const { nodes, pageInfo } = await this.jobs.deadLetters(page);
    return { nodes: nodes.map(deadLetterOf), pageInfo };
  }

  async retryDeadLetter(actor: Actor, id: string): Promise<SettledDeadLetter> {
    const staff = demand(actor, settleDeadLetters);
    await transaction(this.db, (tx) => this.jobs.retryDeadLetter(tx, staff, id));
    return { id };
  }

  async discardDeadLetter(actor: Actor, id: string): Promise<SettledDeadLetter> {
    const staff = demand(actor, settleDeadLetters);
    await transaction(this.db, (tx) => this.jobs.discardDeadLetter(tx, staff, id));
    return { id };
  }
}

function deadLetterOf({ payload, ...job }: DeadJob): DeadLetter {
  const { requestId } = payload;
  return {
    ...job,
    payload: JSON.stringify(payload),
    imageRequestId: typeof requestId === 'string' ? requestId : null,
  };
}
