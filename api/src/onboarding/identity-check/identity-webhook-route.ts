import { Counter } from 'prom-client';
import { systemActor } from '../../platform/actor.ts';
import { HttpProblem, readBody, sendJson, type Route } from '../../platform/http.ts';
import type { Registry } from '../../platform/metrics.ts';
import type { IdentityCheckService } from './identity-check.service.ts';
import type { IdentityProvider } from './identity-provider.ts';

const limit = { bytes: 262_144, milliseconds: 10_000 };

/** POST /webhooks/identity: where the identity provider tells what it found. Without a provider there is no such place. */
export function identityWebhookRoute(
  provider: IdentityProvider,
  { checks, metrics, now }: { checks: IdentityCheckService; metrics: Registry; now: () => Date },
): Route {
  const outcomes = new Counter({
    name: 'identity_webhooks_total',
    help: 'News of the identity provider: what became of them, or the code of the refusal',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return {
    name: 'identity-webhook',
    methods: ['POST'],
    path: /^\/webhooks\/identity$/,
    async handle(req, res, context) {
      let outcome = 'ERROR';
      try {
        const news = provider.read(await readBody(req, limit), req.headers, now());
        outcome = await checks.hear({ ...systemActor(context), ip: context.ip }, provider.name, news);
        sendJson(res, 200, { outcome });
      } catch (error) {
        if (error instanceof HttpProblem) outcome = error.code;
        throw error;
      } finally {
        outcomes.inc({ outcome });
      }
    },
  };
}
