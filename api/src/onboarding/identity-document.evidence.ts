import type { Keyring } from '../platform/keyring.ts';
import { openAnswers, readApplication } from './application.rows.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import type { SectionEvidence } from './section-evidence.ts';
import { SectionKind } from './section.lifecycle.ts';

/** What it says is answered as questions; here is what a provider says of it, and until when it is valid. */
export const identityDocumentEvidence = (
  keyring: Keyring,
  checks: Pick<IdentityCheckService, 'facts' | 'expiresOn' | 'returned'>,
): SectionEvidence => ({
  facts: (tx, accountId) => checks.facts(tx, accountId),
  async expiresAt(tx, accountId) {
    const { sections } = await readApplication(tx, accountId);
    const typed = openAnswers(keyring, sections.get(SectionKind.IDENTITY_DOCUMENT)!)['documentExpiresOn']?.values[0];
    const day = (await checks.expiresOn(tx, accountId)) ?? typed;
    // Valid for all of its last day.
    return day === undefined ? null : new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  },
  async decided(tx, actor, accountId, accepted) {
    if (!accepted) await checks.returned(tx, actor, accountId);
  },
});
