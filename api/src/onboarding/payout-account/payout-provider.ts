import type { IncomingHttpHeaders } from 'node:http';
import type { PayoutDetails, PayoutPlace } from './payout-account.rows.ts';
import type { PayoutVerificationVerb } from './payout-account.lifecycle.ts';

export interface PayoutOrder {
  /** Ours: the same one makes the same account there. */
  verificationId: string;
  /** Theirs, when it was made already. */
  providerAccountId: string | null;
  place: PayoutPlace;
  details: PayoutDetails;
  /** Where they send the creator afterwards, and when their link was used up. */
  returnUrl: string;
}

/** Where the creator goes, and until when. */
export interface HostedVerification {
  providerAccountId: string;
  url: string;
  expiresAt: Date;
}

/** What a provider tells about an account. */
export interface PayoutNews {
  /** Theirs: the same news again has the same id. */
  eventId: string;
  type: string;
  providerAccountId: string | null;
  /** Ours, as given to `begin`. Null: nothing of ours. */
  verificationId: string | null;
  /** Null: nothing that concerns us. */
  verb: PayoutVerificationVerb | null;
  /** Their code of what was wrong. */
  problem: string | null;
  /** The last characters of the accounts that they would pay to. */
  endings: string[];
  /** When it happened there. */
  at: Date;
}

/** Somebody who verifies accounts for us, on a page of their own, and tells the outcome with a signature. */
export interface PayoutProvider {
  readonly name: string;
  /** Safe to repeat; each time with a new link. Throws when the provider cannot be reached. */
  begin(order: PayoutOrder, signal: AbortSignal): Promise<HostedVerification>;
  /** Throws `HttpProblem` when it is not genuine, or too old. */
  read(body: Buffer, headers: IncomingHttpHeaders, now: Date): PayoutNews;
}
