import type { SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { lazy, type ComponentType } from 'react';
import type { SectionViewFragment } from '../features/onboarding/application.generated';
import { DocumentUpload } from '../features/documents/document-upload.tsx';
import {
  IdentityDocument,
  ProofOfAddress,
  TaxForm,
} from '../features/onboarding/identity-document/identity-document.tsx';
import { hasQuestions } from '../features/onboarding/sections.ts';
import { SocialProfiles } from '../features/onboarding/social-proof/social-profiles.tsx';

export interface SectionSlotProps {
  /** Nothing may be changed now: under review, accepted, or rejected. */
  readOnly: boolean;
  /** Grows with each try to hand in: from then on everything that is wrong is said. */
  tries: number;
}

/** What sections have besides questions. One with neither is not shown. */
export const sectionSlots: Partial<Record<SectionKind, ComponentType<SectionSlotProps>>> = {
  ADDRESS: (props) => <ProofOfAddress {...props} Upload={DocumentUpload} />,
  SOCIAL_PROFILES: SocialProfiles,
  IDENTITY_DOCUMENT: (props) => <IdentityDocument {...props} Upload={DocumentUpload} />,
  TAX: (props) => <TaxForm {...props} Upload={DocumentUpload} />,
  PAYOUT_ACCOUNT: lazy(async () => ({ default: (await import('./payout-section.tsx')).PayoutSection })),
  CONSENTS: lazy(async () => ({
    default: (await import('../features/terms/consent-section.tsx')).ConsentSection,
  })),
};

export const shownSections = (sections: readonly SectionViewFragment[]): SectionViewFragment[] =>
  sections.filter(({ kind }) => hasQuestions(kind) || sectionSlots[kind] !== undefined);
