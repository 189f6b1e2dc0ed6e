import { taxFormDue } from '@influencegen/shared-schema/contract/onboarding-questions';
import { hasBack } from '@influencegen/shared-schema/contract/identity-document';
import { DocumentPurpose } from '../documents/document.entity.ts';
import type { Settings } from '../platform/setting.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import { askProofOfAddress, payerCountry, taxFormsAsked } from './onboarding.settings.ts';
import { documentFor } from './section-documents.ts';
import type { DocumentsAsked, SectionCheck } from './section-store.ts';

const missing: Readonly<Partial<Record<DocumentPurpose, string>>> = {
  [DocumentPurpose.IDENTITY_FRONT]: 'DOCUMENT_FRONT_MISSING',
  [DocumentPurpose.IDENTITY_BACK]: 'DOCUMENT_BACK_MISSING',
  [DocumentPurpose.PROOF_OF_ADDRESS]: 'PROOF_OF_ADDRESS_MISSING',
  [DocumentPurpose.TAX_FORM]: 'TAX_FORM_MISSING',
};

/** Pictures of the document, unless a provider has looked at it. */
export const identityPictures =
  (checks: IdentityCheckService): DocumentsAsked =>
  async (tx, accountId, answers) => {
    if (await checks.isVerified(tx, accountId)) return [];
    return hasBack(answers['documentType']?.[0])
      ? [DocumentPurpose.IDENTITY_FRONT, DocumentPurpose.IDENTITY_BACK]
      : [DocumentPurpose.IDENTITY_FRONT];
  };

export const proofOfAddress =
  (settings: Settings): DocumentsAsked =>
  async () =>
    settings.read(askProofOfAddress) ? [DocumentPurpose.PROOF_OF_ADDRESS] : [];

/** The signed form, once the answers tell which one. */
export const signedTaxForm =
  (settings: Settings): DocumentsAsked =>
  async (_tx, _accountId, answers) => {
    const form = taxFormDue(answers, { payerCountry: settings.read(payerCountry) });
    return form !== null && settings.read(taxFormsAsked).includes(form) ? [DocumentPurpose.TAX_FORM] : [];
  };

/** Whatever is asked for has to be there, and found good. */
export const documentsCheck =
  (documentsAsked: DocumentsAsked): SectionCheck =>
  async (tx, accountId, answers) => {
    const codes: string[] = [];
    for (const purpose of await documentsAsked(tx, accountId, answers)) {
      const found = await documentFor(tx, accountId, purpose);
      if (found !== 'READY') codes.push(found === 'CHECKING' ? 'DOCUMENT_BEING_CHECKED' : missing[purpose]!);
    }
    return codes.map((code) => ({ field: null, code }));
  };
