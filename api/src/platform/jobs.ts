import type { Actor } from './actor.ts';
import type { Transaction } from './db.ts';
import type { Log } from './log.ts';

/** One kind of background work. `Payload` holds ids only: the handler re-reads state. */
export interface JobType<Payload extends object> {
  name: string;
  retry: {
    /** Tries after the first one. Then the job becomes a dead letter. */
    limit: number;
    /** Seconds before the first retry; doubles each time, with jitter. */
    delay: number;
    /** Seconds; the doubling stops here. */
    delayMax: number;
  };
  /** Longest that one try may take, seconds. A killed worker is noticed sooner, by the missing sign of life. */
  expireIn: number;
  /** Jobs of this kind that one worker process runs at once. */
  concurrency: number;
  /** For the compiler only. */
  payload?: Payload;
}

export const defineJob = <Payload extends object>(type: JobType<Payload>): JobType<Payload> => type;

export interface JobContext {
  id: string;
  /** 1 on the first try. */
  attempt: number;
  lastAttempt: boolean;
  /** The system itself, with the request id and trace of whoever caused the job. */
  actor: Actor;
  log: Log;
  /** Fires when the worker stops or the job expires. */
  signal: AbortSignal;
}

export type JobHandler<Payload extends object> = (payload: Payload, job: JobContext) => Promise<void>;

/** Whoever caused a job: its lines in the log name them too. */
export type Cause = Pick<Actor, 'requestId' | 'traceparent'> & Partial<Pick<Actor, 'accountId'>>;

export interface EnqueueOptions {
  /** Seconds from now. */
  startAfter?: number;
  /** At most one waiting job of this type with this key. */
  singletonKey?: string;
  /** Whose request id and trace the job carries on, so that its log lines can be found from theirs. */
  cause?: Cause;
}

/** Thrown by a handler when trying again cannot help: the job becomes a dead letter at once. */
export class GiveUp extends Error {}

/** The queue is a table of the same database, and so it is the outbox: a rollback removes the job. */
export interface Jobs {
  enqueue<Payload extends object>(
    tx: Transaction,
    type: JobType<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
}
