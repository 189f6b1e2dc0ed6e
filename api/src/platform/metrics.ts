import { Registry } from 'prom-client';
import type { Route } from './http.ts';

export type { Registry } from 'prom-client';

/** One for each workspace, with the figures of the process itself. */
export function createMetrics(): Registry {
  return new Registry();
}

/** `/metrics` in Prometheus text form; with a token, only for who sends it as `Authorization: Bearer`. */
export function metricsRoute(_registry: Registry, _token?: string): Route {
  throw new Error('not yet');
}
