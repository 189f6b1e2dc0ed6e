import type { IncomingHttpHeaders } from 'node:http';
import type { IdentityDocumentType } from '@influencegen/shared-schema/contract/identity-document';
import type { IdentityCheckVerb } from './identity-check.lifecycle.ts';

/** Where the creator shows their document, and how the provider calls it. */
export interface HostedCheck {
  sessionId: string;
  url: string;
}

/** What a provider tells about a check. */
export interface IdentityNews {
  /** Theirs: the same news again has the same id. */
  eventId: string;
  type: string;
  sessionId: string;
  /** Ours, as given to `begin`. Null: theirs alone, nothing of ours. */
  checkId: string | null;
  /** Null: nothing that concerns us. */
  verb: IdentityCheckVerb | null;
  /** Their code of what was wrong. */
  problem: string | null;
  /** When it happened there. */
  at: Date;
}

/** What stands on a document, as far as the provider tells. Never stored. */
export interface IdentityOutputs {
  name: string | null;
  /** YYYY-MM-DD */
  birthDate: string | null;
  documentNumber: string | null;
  /** ISO 3166 */
  documentCountry: string | null;
  documentType: IdentityDocumentType | null;
  /** YYYY-MM-DD */
  expiresOn: string | null;
}

/** Somebody who looks at identity documents for us: a page to send the creator to, and signed news about the outcome. */
export interface IdentityProvider {
  readonly name: string;
  /** Safe to repeat: the same check id begins one session. Throws when the provider cannot be reached. */
  begin(checkId: string, returnUrl: string, signal: AbortSignal): Promise<HostedCheck>;
  /** What was read in a session that was verified. Null: it is not verified there, or was redacted. */
  outputs(sessionId: string, signal: AbortSignal): Promise<IdentityOutputs | null>;
  /** Throws `HttpProblem` when it is not genuine, or too old. */
  read(body: Buffer, headers: IncomingHttpHeaders, now: Date): IdentityNews;
}
