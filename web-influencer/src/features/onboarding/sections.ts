import type { SectionKind, SectionStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { questionSections, type QuestionSection } from '@influencegen/shared-schema/contract/onboarding-questions';
import type { ApplicationViewFragment, SectionViewFragment } from './application.generated';

/** What is left to fill in takes about this long. */
export const minutesOf: Record<SectionKind, number> = {
  PERSON: 3,
  ADDRESS: 2,
  SOCIAL_PROFILES: 4,
  NICHES: 1,
  AUDIENCE: 3,
  IDENTITY_DOCUMENT: 4,
  PAYOUT_ACCOUNT: 3,
  TAX: 3,
  CONSENTS: 2,
};

export const hasQuestions = (kind: SectionKind): kind is QuestionSection =>
  questionSections.some((section) => section === kind);

/** `/onboarding/social-profiles` */
export const slugOf = (kind: SectionKind): string => kind.toLowerCase().replaceAll('_', '-');
export const pathOf = (kind: SectionKind): string => `/onboarding/${slugOf(kind)}`;

const doneStatuses: readonly SectionStatus[] = ['SUBMITTED', 'IN_REVIEW', 'ACCEPTED'];
export const isHandedIn = ({ status }: Pick<SectionViewFragment, 'status'>): boolean => doneStatuses.includes(status);

/** Too late to change: see the reason it gives. */
export function lockOf(application: ApplicationViewFragment, section: SectionViewFragment, now: Date): Lock | null {
  if (section.status === 'IN_REVIEW') return 'IN_REVIEW';
  const { status, reapplyAt } = application;
  if (status === 'REJECTED' && (reapplyAt === null || new Date(reapplyAt) > now)) return 'REJECTED';
  return null;
}
export type Lock = 'IN_REVIEW' | 'REJECTED';

/** Where to go on: what came back first, then what is asked now, in its order. */
export function nextSection(
  sections: readonly SectionViewFragment[],
  after?: SectionKind,
): SectionViewFragment | undefined {
  const open = sections.filter((section) => section.asked && !isHandedIn(section) && section.kind !== after);
  const begin = sections.findIndex(({ kind }) => kind === after);
  const rank = (section: SectionViewFragment): number =>
    (section.status === 'RETURNED' || section.status === 'EXPIRED' ? 0 : 100) +
    (sections.indexOf(section) > begin ? 0 : 50) +
    sections.indexOf(section);
  return open.toSorted((a, b) => rank(a) - rank(b))[0];
}
