import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { anApi, lena } from './builders.ts';

export const noa = { ...lena, id: 'noa', roles: ['APPLICANT'], permissions: ['imaging.own', 'onboarding.own'] };
const kinds = [
  'PERSON',
  'ADDRESS',
  'SOCIAL_PROFILES',
  'NICHES',
  'AUDIENCE',
  'IDENTITY_DOCUMENT',
  'PAYOUT_ACCOUNT',
  'TAX',
  'CONSENTS',
];

export type Given = Record<string, unknown>;

export const anAnswer = (field: string, values: string[], revision = 1) => ({
  __typename: 'Answer',
  field,
  values,
  revision,
});
export const aSection = (kind: string, given: Given = {}) => ({
  __typename: 'OnboardingSection',
  id: `noa.${kind}`,
  kind,
  status: 'EMPTY',
  asked: true,
  answers: [] as object[],
  documentsAsked: [] as string[],
  documentRequests: [] as object[],
  problems: [] as object[],
  reasonTexts: [] as string[],
  note: null,
  submittedAt: null,
  decidedAt: null,
  expiresAt: null,
  expiresSoon: false,
  verifiedBefore: false,
  handInBy: null,
  newlyAsked: [] as string[],
  ...given,
});
export const anApplication = (status: string, sections: Record<string, Given> = {}, given: Given = {}) => ({
  __typename: 'OnboardingApplication',
  id: 'noa',
  status,
  sections: kinds.map((kind) => aSection(kind, sections[kind])),
  minimumAge: 18,
  payerCountry: 'DE',
  submittedAt: null,
  dueAt: null,
  decidedAt: null,
  decisionReasons: [] as string[],
  decisionNote: null,
  reapplyAt: null,
  mayApplyAgain: false,
  activatedAt: null,
  handInBy: null,
  ...given,
});

export function joining(application: ReturnType<typeof anApplication>, viewer: Given = noa): FakeApi {
  const api = anApi();
  api.answer('StudioSession', () => ({ viewer }));
  api.answer('StudioImpersonation', () => ({ viewer: { ...viewer, impersonation: null } }));
  api.answer('StudioOnboarding', () => ({ onboarding: application }));
  api.answer('OwnDocuments', () => ({
    documents: [],
    documentRules: { __typename: 'DocumentRules', types: ['image/jpeg'], maxBytes: 5_000_000, maxPages: 20 },
  }));
  return api;
}
