import { DocumentPurpose } from '../documents/document.entity.ts';
import type { DocumentHooks } from '../documents/document.change.ts';
import { DocumentRelied } from '../documents/document.refusals.ts';
import { DocumentStatus } from '../documents/document.lifecycle.ts';
import { systemActor } from '../platform/actor.ts';
import { rows, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { announceOnboardingChange } from './onboarding.change.ts';
import { SectionKind, SectionStatus } from './section.lifecycle.ts';
import { isRejected, type SectionStore } from './section-store.ts';

/** Which section of the application a document is handed in for. */
export const sectionOf: Readonly<Record<DocumentPurpose, SectionKind>> = {
  [DocumentPurpose.IDENTITY_FRONT]: SectionKind.IDENTITY_DOCUMENT,
  [DocumentPurpose.IDENTITY_BACK]: SectionKind.IDENTITY_DOCUMENT,
  [DocumentPurpose.PROOF_OF_ADDRESS]: SectionKind.ADDRESS,
  [DocumentPurpose.BANK_STATEMENT]: SectionKind.PAYOUT_ACCOUNT,
  [DocumentPurpose.TAX_FORM]: SectionKind.TAX,
};

/** The documents that are handed in for a section. */
export const purposesOf = (kind: SectionKind): DocumentPurpose[] =>
  Object.values(DocumentPurpose).filter((purpose) => sectionOf[purpose] === kind);

/**
 * What a creator handed in for one purpose: a good file, one that is still looked at, or none. What was there when staff refused it
 * last does not count any more, nor do the same bytes sent once again.
 */
export async function documentFor(
  tx: Transaction,
  accountId: string,
  purpose: DocumentPurpose,
  refusedAt: Date | null = null,
): Promise<'READY' | 'CHECKING' | null> {
  const found = await rows<{ status: DocumentStatus }>(
    tx,
    `select status from document d where account_id = $1 and purpose = $2 and status = any($3)
       and ($4::timestamptz is null or (created_at > $4 and not exists (
         select from document refused where refused.account_id = d.account_id and refused.content_index = d.content_index
           and refused.created_at <= $4)))`,
    [accountId, purpose, [DocumentStatus.READY, DocumentStatus.CHECKING], refusedAt],
  );
  if (found.some(({ status }) => status === DocumentStatus.READY)) return 'READY';
  return found.length > 0 ? 'CHECKING' : null;
}

/** A document stays as it is while somebody reviews its section; another one makes the section one to hand in again. */
export const documentHooks = ({
  sections,
  events,
  now,
}: {
  sections: SectionStore;
  events: EventBus;
  now: () => Date;
}): DocumentHooks => ({
  async demandOpen(tx, accountId, purpose) {
    const application = await sections.lock(tx, accountId);
    if (application.sections.get(sectionOf[purpose])!.status === SectionStatus.IN_REVIEW)
      throw new AppError('CONFLICT', 'This part is being reviewed right now');
    if (isRejected(application, now())) throw new AppError('CONFLICT', 'This application was rejected');
  },
  async demandRemovable(tx, accountId, purpose) {
    const { sections: all } = await sections.lock(tx, accountId);
    if (all.get(sectionOf[purpose])!.wasAccepted) refuse(new DocumentRelied());
  },
  async isRelied(tx, accountId, purpose, createdAt) {
    const { sections: all } = await sections.lock(tx, accountId);
    const { acceptedAt } = all.get(sectionOf[purpose])!;
    return acceptedAt !== null && createdAt <= acceptedAt;
  },
  async onChanged(tx, accountId, purpose) {
    const application = await sections.lock(tx, accountId);
    const kind = sectionOf[purpose];
    // The file was on its way before the review began: what counts is what was handed in.
    if (application.sections.get(kind)!.status === SectionStatus.IN_REVIEW || isRejected(application, now()))
      return announceOnboardingChange(events, tx, accountId);
    const actor = { ...systemActor({ requestId: `document-${accountId}`, traceparent: newTraceparent() }), accountId };
    await sections.change(tx, actor, application, kind);
  },
});
