import { type Health, type HealthCheck, HealthStatus } from './health.ts';

/**
 * Resolves with a word for people (or null) when the part works, rejects when it does not.
 * 'OFF': not part of this installation.
 */
export type Check = 'OFF' | ((signal: AbortSignal) => Promise<string | null>);

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
  if (check === 'OFF') return { name, status: HealthStatus.OFF, detail: null, latency: null };
  const late = Promise.withResolvers<never>();
  const giveUp = new AbortController();
  const timer = setTimeout(() => {
    giveUp.abort();
    late.reject(new Error(`no answer within ${answerWithinMs / 1000} s`));
  }, answerWithinMs);
  const began = performance.now();
  const since = (): number => Math.round(performance.now() - began);
  try {
    const detail = await Promise.race([check(giveUp.signal), late.promise]);
    return { name, status: HealthStatus.UP, detail, latency: since() };
  } catch (error) {
    return { name, status: HealthStatus.DOWN, detail: messageOf(error), latency: since() };
  } finally {
    clearTimeout(timer);
  }
}

/** A refused connection to several addresses is an AggregateError without a message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
