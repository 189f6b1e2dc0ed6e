import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import type { PgBossJobs } from '../platform/jobs.pgboss.ts';
import type { PageRequest } from '../platform/pagination.ts';
import type { DeadLetterConnection, JobQueue, SettledDeadLetter } from './dead-letter.ts';
import type { Health } from './health.ts';
import type { HealthService } from './health.service.ts';

export class OperationsService {
  constructor(
    readonly db: Db,
    readonly jobs: PgBossJobs,
    readonly healthService: HealthService,
  ) {}

  async health(_actor: Actor): Promise<Health> {
    throw new Error('not yet');
  }

  async jobQueues(_actor: Actor): Promise<JobQueue[]> {
    throw new Error('not yet');
  }

  async deadLetters(_actor: Actor, _page: PageRequest): Promise<DeadLetterConnection> {
    throw new Error('not yet');
  }

  async retryDeadLetter(_actor: Actor, _id: string): Promise<SettledDeadLetter> {
    throw new Error('not yet');
  }

  async discardDeadLetter(_actor: Actor, _id: string): Promise<SettledDeadLetter> {
    throw new Error('not yet');
  }
}
