import type { SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import type { ReviewCasePageQuery } from './review-case.generated';

export type File = ReviewCasePageQuery['reviewFile'];
export type FileSection = File['sections'][number];
export type Verdict = NonNullable<FileSection['verdict']>;

export type CaseDocument = FileSection['documents'][number] & {
  section: SectionKind;
  /** In the words of the reviewer who asked for it; null: it is asked of everybody. */
  title: string | null;
  /** It was replaced; the section was accepted with it, and when. */
  former: { acceptedAt: string | null } | null;
};

/** Each document, and after it the one that it replaced. All that was handed in: what was typed in one section may stand on a document of another one. Who somebody is comes first. */
export const documentsOf = (file: File): CaseDocument[] =>
  file.sections
    .toSorted((one, other) => Number(other.kind === 'IDENTITY_DOCUMENT') - Number(one.kind === 'IDENTITY_DOCUMENT'))
    .flatMap(({ kind, documents, before, documentRequests }) => {
      const titleOf = (requestId: string | null): string | null =>
        documentRequests.find(({ id }) => id === requestId)?.title ?? null;
      const former = (before?.documents ?? []).map((document) => ({
        ...document,
        section: kind,
        title: titleOf(document.requestId),
        former: { acceptedAt: before?.at ?? null },
      }));
      const current = documents.map((document) => ({
        ...document,
        section: kind,
        title: titleOf(document.requestId),
        former: null,
      }));
      const all = [...current, ...former];
      return [...new Set(all.map(placeOf))].flatMap((place) => all.filter((document) => placeOf(document) === place));
    });

/** Where one takes the place of another. */
export const placeOf = ({ purpose, requestId }: Pick<CaseDocument, 'purpose' | 'requestId'>): string =>
  `${purpose} ${requestId}`;

/** What is to be decided in this case. */
export const underReview = (file: File): FileSection[] => file.sections.filter(({ status }) => status === 'IN_REVIEW');

/** The creator was rejected with this case, and has not applied again since. */
export const isRejected = ({ case: { decision, openedAt }, otherCases }: File): boolean =>
  decision === 'REJECTED' && !otherCases.some((other) => other.openedAt > openedAt);

export type Suggestion = 'APPROVED' | 'RETURNED' | null;

/** What follows from the verdicts; null: some are missing. */
export function suggestionOf(file: File): Suggestion {
  const sections = underReview(file);
  // Everything that is still asked was accepted before.
  if (sections.length === 0)
    return file.sections.every(({ asked, status }) => !asked || status === 'ACCEPTED') ? 'APPROVED' : null;
  if (sections.some(({ verdict }) => verdict?.outcome == null)) return null;
  return sections.some(({ verdict }) => verdict?.outcome === 'RETURN') ? 'RETURNED' : 'APPROVED';
}
