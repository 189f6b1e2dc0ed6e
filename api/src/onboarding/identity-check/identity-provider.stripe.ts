import type { IncomingHttpHeaders } from 'node:http';
import { isDay } from '@influencegen/shared-schema/contract/birth-date';
import type { IdentityDocumentType } from '@influencegen/shared-schema/contract/identity-document';
import Stripe from 'stripe';
import { z } from 'zod';
import type { StripeProductConfig } from '../../platform/config.ts';
import { HttpProblem } from '../../platform/http.ts';
import { isUuid } from '../../platform/uuid.ts';
import { keptText, openStripe, stripeEvent } from '../stripe.ts';
import type { IdentityCheckVerb } from './identity-check.lifecycle.ts';
import type { HostedCheck, IdentityNews, IdentityOutputs, IdentityProvider } from './identity-provider.ts';

/** https://docs.stripe.com/identity/handle-verification-outcomes */
const verbs: Readonly<Record<string, IdentityCheckVerb>> = {
  'identity.verification_session.processing': 'process',
  'identity.verification_session.requires_input': 'needInput',
  'identity.verification_session.verified': 'verify',
  'identity.verification_session.canceled': 'cancel',
};

/** What is read of an event about a verification session. */
const shape = z.object({
  id: keptText(255).min(1),
  type: keptText(255).min(1),
  created: z.number().int().min(0).max(100_000_000_000),
  data: z.object({
    object: z.object({
      id: keptText(255).min(1),
      client_reference_id: z.string().nullish(),
      last_error: z.object({ code: keptText(100).nullish() }).nullish(),
    }),
  }),
});

const documentTypes: Readonly<Record<string, IdentityDocumentType>> = {
  driving_license: 'DRIVING_LICENCE',
  id_card: 'NATIONAL_ID',
  passport: 'PASSPORT',
};

/** https://docs.stripe.com/identity/access-verification-results */
const results = ['verified_outputs', 'last_verification_report'];
/** Only a restricted key may ask for these. */
const sensitiveResults = [
  ...results,
  'verified_outputs.dob',
  'last_verification_report.document.dob',
  'last_verification_report.document.number',
  'last_verification_report.document.expiration_date',
];

/** Stripe Identity: a document and a selfie on Stripe's own page. */
export class StripeIdentity implements IdentityProvider {
  readonly name = 'stripe';
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;

  constructor({ stripe, webhookSecret }: StripeProductConfig) {
    this.#stripe = openStripe(stripe);
    this.#webhookSecret = webhookSecret;
  }

  async begin(checkId: string, returnUrl: string): Promise<HostedCheck> {
    const session = await this.#stripe.identity.verificationSessions.create(
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

  async outputs(sessionId: string): Promise<IdentityOutputs | null> {
    const { status, verified_outputs: outputs, last_verification_report: report } = await this.#session(sessionId);
    if (status !== 'verified' || !outputs) return null;
    const document = typeof report === 'object' ? report?.document : undefined;
    const names = [outputs.first_name, outputs.last_name].filter((name) => name);
    const country = document?.issuing_country?.toUpperCase() ?? '';
    return {
      name: names.length > 0 ? names.join(' ').slice(0, longestName) : null,
      birthDate: dayOf(outputs.dob ?? document?.dob),
      documentNumber: document?.number?.slice(0, longestNumber) ?? null,
      documentCountry: /^[A-Z]{2}$/.test(country) ? country : null,
      documentType: documentTypes[document?.type ?? ''] ?? null,
      expiresOn: dayOf(document?.expiration_date),
    };
  }

  async #session(id: string): Promise<Stripe.Identity.VerificationSession> {
    const { verificationSessions } = this.#stripe.identity;
    try {
      return await verificationSessions.retrieve(id, { expand: sensitiveResults });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripePermissionError)) throw error;
      return verificationSessions.retrieve(id, { expand: results });
    }
  }

  read(body: Buffer, headers: IncomingHttpHeaders, now: Date): IdentityNews {
    const event = stripeEvent(this.#stripe, { body, headers }, this.#webhookSecret, now);
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

const longestName = 400;
const longestNumber = 100;

interface Day {
  day: number | null;
  month: number | null;
  year: number | null;
}

function dayOf(given: Day | null | undefined): string | null {
  if (!given?.year || !given.month || !given.day) return null;
  const day = `${String(given.year).padStart(4, '0')}-${String(given.month).padStart(2, '0')}-${String(given.day).padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
