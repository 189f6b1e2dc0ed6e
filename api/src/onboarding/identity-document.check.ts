import { taxFormDue, type Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import type { UsTaxForm } from '@influencegen/shared-schema/contract/tax-id';
import { hasBack } from '@influencegen/shared-schema/contract/identity-document';
import { DocumentPurpose } from '../documents/document.entity.ts';
import type { Settings } from '../platform/setting.ts';
import type { IdentityCheckService } from './identity-check/identity-check.service.ts';
import { documentsDue, dueRules } from './due-within.ts';
import { payerCountry } from './onboarding.settings.ts';
import { documentFor } from './section-documents.ts';
import type { DocumentsAsked, SectionCheck } from './section-store.ts';
import type { SectionKind } from './section.lifecycle.ts';

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

/** Which form is to be signed, as the answers stand. */
export const dueTaxForm =
  (settings: Settings) =>
  (answers: Answers): UsTaxForm | null =>
    taxFormDue(answers, { payerCountry: settings.read(payerCountry) });

/** A bill with the address; the signed form, once the answers tell which one. */
export const dueDocuments =
  (settings: Settings, kind: SectionKind): DocumentsAsked =>
  async (_tx, _accountId, answers) =>
    documentsDue(kind, answers, dueRules(settings)).map(({ document }) => document);

/** Whatever is asked for has to be there, and found good; where the answers tell which kind, one of that kind. */
export const documentsCheck =
  (documentsAsked: DocumentsAsked, formOf?: (answers: Answers) => string | null): SectionCheck =>
  async (tx, accountId, answers) => {
    const codes: string[] = [];
    for (const purpose of await documentsAsked(tx, accountId, answers)) {
      const found = await documentFor(tx, accountId, purpose, { form: formOf?.(answers) ?? null });
      if (found !== 'READY') codes.push(found === 'CHECKING' ? 'DOCUMENT_BEING_CHECKED' : missing[purpose]!);
    }
    return codes.map((code) => ({ field: null, code }));
  };
