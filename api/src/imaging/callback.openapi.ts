import type { Route } from '../platform/http.ts';

/** GET /openapi.json */
export function openApiRoute(): Route {
  throw new Error('not yet');
}
