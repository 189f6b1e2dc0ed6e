import type { Route } from '../platform/http.ts';
import type { HealthService } from './health.service.ts';

/** `/healthz`: this process runs. `/readyz`: what it needs works, so it may be sent traffic. */
export function healthRoutes(_health: HealthService): Route[] {
  throw new Error('not yet');
}
