import type { IncomingHttpHeaders } from 'node:http';
import type Stripe from 'stripe';
import { z } from 'zod';
import { HttpProblem } from '../../platform/http.ts';
import { isUuid } from '../../platform/uuid.ts';
import { stripeEvent } from '../stripe.ts';
import type { IdentityCheckVerb } from './identity-check.lifecycle.ts';
import type { HostedCheck, IdentityNews, IdentityProvider } from './identity-provider.ts';

/** https://docs.stripe.com/identity/handle-verification-outcomes */
const verbs: Readonly<Record<string, IdentityCheckVerb>> = {
  'identity.verification_session.processing': 'process',
  'identity.verification_session.requires_input': 'needInput',
  'identity.verification_session.verified': 'verify',
  'identity.verification_session.canceled': 'cancel',
};

/** What is read of an event about a verification session. */
const shape = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  created: z.number().int().min(0).max(100_000_000_000),
  data: z.object({
    object: z.object({
      id: z.string().min(1).max(255),
      client_reference_id: z.string().nullish(),
      last_error: z.object({ code: z.string().max(100).nullish() }).nullish(),
    }),
  }),
});

/** Stripe Identity: a document and a selfie on Stripe's own page. */
export class StripeIdentity implements IdentityProvider {
  readonly name = 'stripe';

  constructor(
    private readonly stripe: Stripe,
    private readonly webhookSecret: string,
  ) {}

  async begin(checkId: string, returnUrl: string): Promise<HostedCheck> {
    const session = await this.stripe.identity.verificationSessions.create(
      {
        type: 'document',
        client_reference_id: checkId,
        return_url: returnUrl,
        options: { document: { require_matching_selfie: true } },
      },
      { idempotencyKey: checkId },
    );
    if (session.url === null) throw new Error('the provider gave no page to go to');
    return { sessionId: session.id, url: session.url };
  }

  read(body: Buffer, headers: IncomingHttpHeaders, now: Date): IdentityNews {
    const event = stripeEvent(this.stripe, { body, headers }, this.webhookSecret, now);
    const read = shape.safeParse(event);
    if (!read.success) throw new HttpProblem(400, 'MALFORMED_BODY', 'The body is not an event');
    const { id, type, created, data } = read.data;
    const { client_reference_id: checkId, last_error: lastError } = data.object;
    return {
      eventId: id,
      type,
      sessionId: data.object.id,
      checkId: checkId && isUuid(checkId) ? checkId : null,
      verb: verbs[type] ?? null,
      problem: lastError?.code ?? null,
      at: new Date(created * 1000),
    };
  }
}
