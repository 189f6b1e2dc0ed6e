import { Counter } from 'prom-client';
import { systemActor } from '../../platform/actor.ts';
import { HttpProblem, readBody, sendJson, type Route } from '../../platform/http.ts';
import type { Registry } from '../../platform/metrics.ts';
import type { PayoutProvider } from './payout-provider.ts';
import type { PayoutProviderService } from './payout-provider.service.ts';

const limit = { bytes: 262_144, milliseconds: 10_000 };

/** POST /webhooks/payouts: where the payout provider tells about accounts. Without a provider there is no such place. */
export function payoutWebhookRoute(
  provider: PayoutProvider,
  { verifications, metrics, now }: { verifications: PayoutProviderService; metrics: Registry; now: () => Date },
): Route {
  const outcomes = new Counter({
    name: 'payout_webhooks_total',
    help: 'News of the payout provider: what became of them, or the code of the refusal',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return {
    name: 'payout-webhook',
    methods: ['POST'],
    path: /^\/webhooks\/payouts$/,
    async handle(req, res, context) {
      let outcome = 'ERROR';
      try {
        const news = provider.read(await readBody(req, limit), req.headers, now());
        outcome = await verifications.hear({ ...systemActor(context), ip: context.ip }, provider.name, news);
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
