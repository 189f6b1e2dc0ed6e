import type { Actor, SignedInActor } from './actor.ts';
import type { Db, Transaction } from './db.ts';
import type { EnqueueOptions, JobHandler, Jobs, JobType } from './jobs.ts';
import type { Log } from './log.ts';
import type { Registry } from './metrics.ts';
import type { Page, PageRequest } from './pagination.ts';

export interface JobQueueState {
  name: string;
  waiting: number;
  active: number;
  deadLetters: number;
}

/** A job whose tries are used up. It waits until staff retry or discard it. */
export interface DeadJob {
  id: string;
  queue: string;
  error: string;
  attempts: number;
  failedAt: Date;
  /** Ids only. */
  payload: Record<string, unknown>;
}

export interface WorkOptions<Payload extends object> {
  /** Replaces running the same job again when staff retry a dead letter of this kind. Runs in the API process; must be safe to repeat. */
  revive?: (actor: SignedInActor, payload: Payload, tx: Transaction) => Promise<void>;
}

export interface JobsParts {
  db: Db;
  databaseUrl: string;
  log: Log;
  metrics: Registry;
}

export class PgBossJobs implements Jobs {
  static async open(_parts: JobsParts): Promise<PgBossJobs> {
    throw new Error('not yet');
  }

  async enqueue<Payload extends object>(
    _tx: Transaction,
    _type: JobType<Payload>,
    _payload: Payload,
    _options: EnqueueOptions = {},
  ): Promise<void> {
    throw new Error('not yet');
  }

  /** Declares who does this kind of work. Every process declares; only one that calls `startWorking` works. */
  work<Payload extends object>(
    _type: JobType<Payload>,
    _handler: JobHandler<Payload>,
    _options: WorkOptions<Payload> = {},
  ): void {
    throw new Error('not yet');
  }

  /** Enqueues the type, with an empty payload, whenever the cron expression (UTC) is due; once for all workers. */
  schedule(_type: JobType<Record<string, never>>, _cron: string): void {
    throw new Error('not yet');
  }

  async startWorking(): Promise<void> {
    throw new Error('not yet');
  }

  async queues(): Promise<JobQueueState[]> {
    throw new Error('not yet');
  }

  async deadLetters(_page: PageRequest): Promise<Page<DeadJob>> {
    throw new Error('not yet');
  }

  async retryDeadLetter(_tx: Transaction, _actor: SignedInActor, _id: string): Promise<void> {
    throw new Error('not yet');
  }

  async discardDeadLetter(_tx: Transaction, _actor: Actor, _id: string): Promise<void> {
    throw new Error('not yet');
  }

  async stop(): Promise<void> {
    throw new Error('not yet');
  }
}
