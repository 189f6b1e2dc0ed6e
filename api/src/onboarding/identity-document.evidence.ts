import type { Keyring } from '../platform/keyring.ts';
import { openAnswers, readApplication } from './application.rows.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import type { SectionEvidence } from './section-evidence.ts';
import { SectionKind } from './section.lifecycle.ts';

/** What it says is answered as questions; here is whether a provider vouches for it, and until when it is valid. */
export const identityDocumentEvidence = (
  keyring: Keyring,
  checks: Pick<IdentityCheckService, 'isVerified'>,
): SectionEvidence => ({
  facts: async (tx, accountId) =>
    (await checks.isVerified(tx, accountId)) ? [{ field: 'providerVerified', values: ['YES'] }] : [],
  async expiresAt(tx, accountId) {
    const { sections } = await readApplication(tx, accountId);
    const day = openAnswers(keyring, sections.get(SectionKind.IDENTITY_DOCUMENT)!)['documentExpiresOn']?.values[0];
    // Valid for all of its last day.
    return day === undefined ? null : new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  },
});
