import { pino } from 'pino';
import { systemActor } from '../src/platform/actor.ts';
import type { JobContext } from '../src/platform/jobs.ts';

/** As a worker gives it to a handler. */
export const aJobContext = (details: Partial<JobContext> = {}): JobContext => ({
  id: 'a job',
  attempt: 1,
  lastAttempt: false,
  actor: systemActor({ requestId: 'a job', traceparent: '00-00000000000000000000000000000001-0000000000000001-01' }),
  log: pino({ level: 'silent' }),
  signal: new AbortController().signal,
  ...details,
});
