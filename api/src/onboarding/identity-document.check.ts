import { hasBack } from '@influencegen/shared-schema/contract/identity-document';
import { DocumentPurpose } from '../documents/document.entity.ts';
import type { Transaction } from '../platform/db.ts';
import type { Settings } from '../platform/setting.ts';
import type { SectionProblem } from './application.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import { askProofOfAddress } from './onboarding.settings.ts';
import { documentFor } from './section-documents.ts';
import type { SectionCheck } from './section-store.ts';

const problem = (code: string): SectionProblem => ({ field: null, code });

async function documentProblem(
  tx: Transaction,
  accountId: string,
  purpose: DocumentPurpose,
  missing: string,
): Promise<SectionProblem[]> {
  const found = await documentFor(tx, accountId, purpose);
  if (found === 'READY') return [];
  return [problem(found === 'CHECKING' ? 'DOCUMENT_BEING_CHECKED' : missing)];
}

/** Pictures of the document, unless a provider has looked at it. */
export const identityDocumentCheck =
  (checks: IdentityCheckService): SectionCheck =>
  async (tx, accountId, answers) => {
    if (await checks.isVerified(tx, accountId)) return [];
    const front = await documentProblem(tx, accountId, DocumentPurpose.IDENTITY_FRONT, 'DOCUMENT_FRONT_MISSING');
    if (!hasBack(answers['documentType']?.[0])) return front;
    const back = await documentProblem(tx, accountId, DocumentPurpose.IDENTITY_BACK, 'DOCUMENT_BACK_MISSING');
    return [...front, ...back];
  };

export const proofOfAddressCheck =
  (settings: Settings): SectionCheck =>
  async (tx, accountId) =>
    settings.read(askProofOfAddress)
      ? documentProblem(tx, accountId, DocumentPurpose.PROOF_OF_ADDRESS, 'PROOF_OF_ADDRESS_MISSING')
      : [];
