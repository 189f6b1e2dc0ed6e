import { type MailProblem, mailProblemOf } from '../inbox/mail-problem.ts';
import { type Health, type HealthCheck, HealthFinding, HealthStatus } from './health.ts';

/** What is to be said of a part. */
export interface Found {
  finding: HealthFinding;
  /** What is filled into the words, such as a number. */
  value?: string;
}

/**
 * Resolves with what there is to say (or null) when the part works, rejects when it does not.
 * 'OFF': not part of this installation.
 */
export type Check = 'OFF' | ((signal: AbortSignal) => Promise<Found | null>);

/** Why a part does not work, where the platform has words for it. */
export class Unwell extends Error {
  constructor(readonly found: Found) {
    super(inEnglish(found));
  }
}

const english: Readonly<Record<HealthFinding, (value: string) => string>> = {
  KEY: (number) => `Key ${number}`,
  SEALING_ANEW: (number) => `Sealing anew under key ${number}`,
  KEY_MISSING: (number) =>
    `Master key ${number} is missing: what was sealed with it cannot be opened until it is among MASTER_KEYS again`,
  KEY_FOREIGN: (number) =>
    `Master key ${number} is not the one that sealed what lies in the database: give back the key that belongs to it`,
  WORKERS: (count) => `${count} run`,
  NO_WORKER: () => 'No job worker runs: what people ask for waits',
  AUDIT_WAITS: (seconds) => `An event has waited ${seconds} s for its place in the audit chain`,
  AUDIT_HEADS_STAY: (error) =>
    `The folder for audit heads cannot be written: they stay in the database, whose owner could rewrite them (${error})`,
  AUDIT_JOURNAL_STAYS: (error) =>
    `What is recorded cannot be noted outside of the database (${error}): it is in the audit trail, and noted later`,
  AUDIT_JOURNALS_STAY: (count) =>
    `${count} processes could not note outside of the database what they recorded, within the last hour`,
  AUDIT_MISSING: (count) =>
    `${count} events that were noted outside of the database are missing in it: run npm run audit:verify`,
  STORE_FULL: () => 'The file store is full: nothing new can be kept',
  STORE_UNREACHABLE: () => 'The file store is out of reach',
  MAIL_STAYS: () => 'No mail server: mail stays in the outbox',
  MAIL_WAITS: (failure) => `The mail server does not take mail, which waits in the outbox: ${failure}`,
  MAIL_WOULD_WAIT: (failure) => `The mail server cannot be used, and mail would wait in the outbox: ${failure}`,
  PREVIEWS: () => 'Previews without an AI model',
  ENGINE: (name) => name,
  ENGINE_ANSWERS: (answer) => `The engine answers ${answer}`,
  NO_ANSWER: (seconds) => `No answer within ${seconds} s`,
};
const inEnglish = ({ finding, value = '' }: Found): string => english[finding](value);

export interface HealthParts {
  /** Proves which process answers. */
  instanceId: string;
  version: string;
  /** By name, such as `database`, `queue`, `storage`, `events`, `engine`. */
  checks: Record<string, Check>;
}

/** A part that answers later than this is as good as down. */
const answerWithinMs = 2_000;

export class HealthService {
  readonly #startedAt = new Date(Date.now() - process.uptime() * 1000);

  constructor(readonly parts: HealthParts) {}

  async look(): Promise<Health> {
    const { instanceId, version, checks } = this.parts;
    const results = await Promise.all(Object.entries(checks).map(([name, check]) => lookAt(name, check)));
    return {
      processId: instanceId,
      version,
      startedAt: this.#startedAt,
      status: results.some(({ status }) => status === HealthStatus.DOWN) ? HealthStatus.DOWN : HealthStatus.UP,
      checks: results,
    };
  }
}

async function lookAt(name: string, check: Check): Promise<HealthCheck> {
  if (check === 'OFF')
    return {
      name,
      status: HealthStatus.OFF,
      detail: null,
      finding: null,
      value: null,
      mailProblem: null,
      latency: null,
    };
  const late = Promise.withResolvers<never>();
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    giveUp.abort();
    late.reject(new Unwell({ finding: HealthFinding.NO_ANSWER, value: String(answerWithinMs / 1000) }));
  }, answerWithinMs);
  const began = performance.now();
  const since = (): number => Math.round(performance.now() - began);
  try {
    const found = await Promise.race([check(giveUp.signal), late.promise]);
    return { name, status: HealthStatus.UP, ...told(found), latency: since() };
  } catch (error) {
    const why = error instanceof Unwell ? told(error.found) : { ...told(null), detail: messageOf(error) };
    return { name, status: HealthStatus.DOWN, ...why, latency: since() };
  } finally {
    clearTimeout(timer);
  }
}

const mailFindings: readonly HealthFinding[] = [HealthFinding.MAIL_WAITS, HealthFinding.MAIL_WOULD_WAIT];
const mailProblemIn = ({ finding, value }: Found): MailProblem | null =>
  value !== undefined && mailFindings.includes(finding) ? mailProblemOf(value) : null;

const told = (found: Found | null): Pick<HealthCheck, 'detail' | 'finding' | 'value' | 'mailProblem'> => ({
  detail: found && inEnglish(found),
  finding: found?.finding ?? null,
  value: found?.value ?? null,
  mailProblem: found && mailProblemIn(found),
});

/** A refused connection to several addresses is an AggregateError without a message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
