import type { IncomingHttpHeaders } from 'node:http';
import type { BankAccount } from '@influencegen/shared-schema/contract/bank-account';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { StripeProductConfig } from '../../platform/config.ts';
import { HttpProblem } from '../../platform/http.ts';
import { isUuid } from '../../platform/uuid.ts';
import { keptText, openStripe, stripeEvent } from '../stripe.ts';
import type { PayoutVerificationVerb } from './payout-account.lifecycle.ts';
import type { PayoutDetails, PayoutPlace } from './payout-account.rows.ts';
import type { HostedVerification, PayoutNews, PayoutOrder, PayoutProvider } from './payout-provider.ts';

const ours = 'payout_verification';

/** What is read of an event about a connected account. */
const shape = z.object({
  id: keptText(255).min(1),
  type: keptText(255).min(1),
  created: z.number().int().min(0).max(100_000_000_000),
  data: z.object({
    object: z.object({
      id: keptText(255).min(1).optional(),
      metadata: z.record(z.string(), z.string()).nullish(),
      payouts_enabled: z.boolean().nullish(),
      details_submitted: z.boolean().nullish(),
      requirements: z
        .object({
          disabled_reason: keptText(200).nullish(),
          currently_due: z.array(z.string().max(500)).nullish(),
          errors: z.array(z.object({ code: keptText(200) })).nullish(),
        })
        .nullish(),
      external_accounts: z
        .object({ data: z.array(z.object({ object: z.string(), last4: z.string().max(20).nullish() })) })
        .nullish(),
    }),
  }),
});
type ConnectedAccount = z.infer<typeof shape>['data']['object'];

/** Stripe Connect: who the creator is and where they bank, on Stripe's own page. */
export class StripeConnect implements PayoutProvider {
  readonly name = 'stripe';
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;

  constructor({ stripe, webhookSecret }: StripeProductConfig) {
    this.#stripe = openStripe(stripe);
    this.#webhookSecret = webhookSecret;
  }

  async begin({ verificationId, providerAccountId, ...order }: PayoutOrder): Promise<HostedVerification> {
    const account = providerAccountId ?? (await this.#open(verificationId, order));
    const link = await this.#stripe.accountLinks.create({
      account,
      type: 'account_onboarding',
      refresh_url: order.returnUrl,
      return_url: order.returnUrl,
    });
    return { providerAccountId: account, url: link.url, expiresAt: new Date(link.expires_at * 1000) };
  }

  read(body: Buffer, headers: IncomingHttpHeaders, now: Date): PayoutNews {
    const event = stripeEvent(this.#stripe, { body, headers }, this.#webhookSecret, now);
    const read = shape.safeParse(event);
    if (!read.success) throw new HttpProblem(400, 'MALFORMED_BODY', 'The body is not an event');
    const { id, type, created, data } = read.data;
    const account = data.object;
    const verificationId = account.metadata?.[ours] ?? '';
    return {
      eventId: id,
      type,
      providerAccountId: account.id ?? null,
      verificationId: isUuid(verificationId) ? verificationId : null,
      verb: type === 'account.updated' ? verbOf(account) : null,
      problem: account.requirements?.errors?.[0]?.code ?? account.requirements?.disabled_reason ?? null,
      endings: (account.external_accounts?.data ?? []).flatMap(({ last4 }) => (last4 ? [last4] : [])),
      at: new Date(created * 1000),
    };
  }

  async #open(verificationId: string, { place, details }: Pick<PayoutOrder, 'place' | 'details'>): Promise<string> {
    const account = await this.#stripe.accounts.create(
      {
        type: 'express',
        country: place.country,
        business_type: 'individual',
        capabilities: { transfers: { requested: true } },
        external_account: externalAccount(place, details),
        metadata: { [ours]: verificationId },
      },
      { idempotencyKey: verificationId },
    );
    return account.id;
  }
}

function externalAccount({ country, currency }: PayoutPlace, { holder, numbers }: PayoutDetails) {
  return {
    object: 'bank_account',
    country,
    currency: currency.toLowerCase(),
    account_holder_name: holder,
    account_holder_type: 'individual',
    ...numbersOf(numbers),
  } as const;
}

/** https://docs.stripe.com/connect/payouts-bank-accounts */
function numbersOf({ iban, accountNumber = '', routingNumber, sortCode, bic }: BankAccount): {
  account_number: string;
  routing_number?: string;
} {
  if (iban !== undefined) return { account_number: iban };
  const routing = routingNumber ?? sortCode ?? bic;
  return { account_number: accountNumber, ...(routing !== undefined && { routing_number: routing }) };
}

/** https://docs.stripe.com/connect/handling-api-verification */
function verbOf({
  payouts_enabled: enabled,
  details_submitted: submitted,
  requirements,
}: ConnectedAccount): PayoutVerificationVerb | null {
  if (requirements?.disabled_reason?.startsWith('rejected')) return 'fail';
  if (enabled) return 'verify';
  if (!submitted) return null;
  return (requirements?.currently_due ?? []).length > 0 ? 'needInput' : 'process';
}
