import { createHash, timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Route, sendProblem } from './http.ts';

export type { Registry } from 'prom-client';

/** One for each workspace, with the figures of the process itself. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `/metrics` in Prometheus text form; with a token, only for who sends it as `Authorization: Bearer`. */
export function metricsRoute(registry: Registry, token?: string): Route {
  const expected = token === undefined ? null : digest(`Bearer ${token}`);
  return {
    name: 'metrics',
    methods: ['GET', 'HEAD'],
    path: /^\/metrics$/,
    async handle(req, res, context) {
      if (expected && !timingSafeEqual(digest(req.headers.authorization ?? ''), expected))
        return sendProblem(res, context, 401, 'UNAUTHENTICATED', 'Send the metrics token as a bearer token');
      const text = Buffer.from(await registry.metrics());
      res.writeHead(200, { 'content-type': registry.contentType, 'content-length': text.length });
      res.end(text);
    },
  };
}
