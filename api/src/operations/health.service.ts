import type { Health } from './health.ts';

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

export class HealthService {
  constructor(readonly parts: HealthParts) {}

  async look(): Promise<Health> {
    throw new Error('not yet');
  }
}
