import type { IncomingHttpHeaders } from 'node:http';
import Stripe from 'stripe';
import { z } from 'zod';
import type { StripeConfig } from '../platform/config.ts';
import { isStorable } from '../platform/graphql-limits.ts';
import { HttpProblem } from '../platform/http.ts';

const toleratedSeconds = 300;

/** Calls that hang would hold a job. The jobs themselves try again. */
const timeoutMilliseconds = 15_000;

export function openStripe({ secretKey, apiUrl }: StripeConfig): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    maxNetworkRetries: 0,
    timeout: timeoutMilliseconds,
    telemetry: false,
  });
}

/** What is genuine and new enough. The library alone would also take what claims to come from the future. */
export function stripeEvent(
  stripe: Stripe,
  { body, headers }: { body: Buffer; headers: IncomingHttpHeaders },
  secret: string,
  now: Date,
): Stripe.Event {
  const signature = headers['stripe-signature'];
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(String(signature))?.[1] ?? Number.NaN);
  if (typeof signature !== 'string' || Number.isNaN(signedAt))
    throw new HttpProblem(401, 'SIGNATURE_MISSING', 'A webhook carries a signature');
  const seconds = Math.floor(now.getTime() / 1000);
  if (Math.abs(seconds - signedAt) > toleratedSeconds)
    throw new HttpProblem(401, 'TIMESTAMP_OUT_OF_RANGE', 'The timestamp is too far from now');
  try {
    return stripe.webhooks.constructEvent(body, signature, secret, toleratedSeconds, undefined, now.getTime());
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      throw new HttpProblem(401, 'SIGNATURE_WRONG', 'The signature does not match');
    throw new HttpProblem(400, 'MALFORMED_BODY', 'The body is not an event');
  }
}

/** Of an event, what is kept. */
export const keptText = (longest: number): z.ZodString => z.string().max(longest).refine(isStorable);
