import { type Route, sendJson } from '../platform/http.ts';
import { HealthStatus } from './health.ts';
import type { HealthService } from './health.service.ts';

/** Without these no request can be served. The engine and the workers are not among them: requests wait in the queue. */
const neededForTraffic = new Set(['database', 'queue', 'storage', 'events']);

/** `/healthz`: this process runs. `/readyz`: what it needs works, so it may be sent traffic. */
export function healthRoutes(health: HealthService): Route[] {
  return [
    {
      name: 'healthz',
      methods: ['GET', 'HEAD'],
      path: /^\/healthz$/,
      async handle(_req, res) {
        const { instanceId, version } = health.parts;
        sendJson(res, 200, { status: HealthStatus.UP, processId: instanceId, version });
      },
    },
    {
      name: 'readyz',
      methods: ['GET', 'HEAD'],
      path: /^\/readyz$/,
      async handle(_req, res) {
        const { processId, version, startedAt, checks } = await health.look();
        const ready = checks.every(({ name, status }) => status !== HealthStatus.DOWN || !neededForTraffic.has(name));
        sendJson(res, ready ? 200 : 503, {
          status: ready ? HealthStatus.UP : HealthStatus.DOWN,
          processId,
          version,
          startedAt,
          // Anybody may ask: what is down is said, why is for staff and the log.
          checks: Object.fromEntries(checks.map(({ name, status, latency }) => [name, { status, latency }])),
        });
      },
    },
  ];
}
