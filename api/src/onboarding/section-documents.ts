import { taxFormDue } from '@influencegen/shared-schema/contract/onboarding-questions';
import { DocumentPurpose, retentionOf, type DocumentPlace, type RetentionClass } from '../documents/document.entity.ts';
import type { DocumentHooks } from '../documents/document.change.ts';
import { DocumentRelied } from '../documents/document.refusals.ts';
import { DocumentStatus } from '../documents/document.lifecycle.ts';
import { systemActor } from '../platform/actor.ts';
import { rows, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Settings } from '../platform/setting.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { openAnswers, type ApplicationRows } from './application.rows.ts';
import { isOpenToCreator, type DocumentRequestRow } from './document-request.ts';
import { announceOnboardingChange } from './onboarding.change.ts';
import { payerCountry } from './onboarding.settings.ts';
import { SectionKind, SectionStatus } from './section.lifecycle.ts';
import { isRejected, type SectionStore } from './section-store.ts';

type FixedPurpose = Exclude<DocumentPurpose, DocumentPurpose.REQUESTED>;

/** For which section of the application everybody hands a document in. */
const sections: Readonly<Record<FixedPurpose, SectionKind>> = {
  [DocumentPurpose.IDENTITY_FRONT]: SectionKind.IDENTITY_DOCUMENT,
  [DocumentPurpose.IDENTITY_BACK]: SectionKind.IDENTITY_DOCUMENT,
  [DocumentPurpose.PROOF_OF_ADDRESS]: SectionKind.ADDRESS,
  [DocumentPurpose.BANK_STATEMENT]: SectionKind.PAYOUT_ACCOUNT,
  [DocumentPurpose.TAX_FORM]: SectionKind.TAX,
};

/** The section that a document belongs to; null: whatever it was asked for is gone. */
export const sectionOf = (
  { requests }: Pick<ApplicationRows, 'requests'>,
  { purpose, requestId }: DocumentPlace,
): SectionKind | null =>
  purpose === DocumentPurpose.REQUESTED
    ? (requests.find(({ id }) => id === requestId)?.section ?? null)
    : sections[purpose];

/** The documents that everybody hands in for a section. */
export const purposesOf = (kind: SectionKind): DocumentPurpose[] =>
  (Object.keys(sections) as FixedPurpose[]).filter((purpose) => sections[purpose] === kind);

const financial: readonly SectionKind[] = [SectionKind.PAYOUT_ACCOUNT, SectionKind.TAX];
const retentionIn = (kind: SectionKind): RetentionClass => (financial.includes(kind) ? 'FINANCE' : 'IDENTITY');

/** What counts of what a creator handed in for one purpose. */
export interface Counting {
  /** What was there when staff refused it last does not count any more, nor do the same bytes sent once again. */
  refusedAt?: Date | null;
  /** Of which kind it has to be; what was handed in when nobody kept that counts. */
  form?: string | null;
}

/** A good file, one that is still looked at, or none. */
export async function documentFor(
  tx: Transaction,
  accountId: string,
  purpose: DocumentPurpose,
  { refusedAt = null, form = null }: Counting = {},
): Promise<'READY' | 'CHECKING' | null> {
  const found = await rows<{ status: DocumentStatus }>(
    tx,
    `select status from document d where account_id = $1 and purpose = $2 and status = any($3)
       and ($5::text is null or form is null or form = $5)
       and ($4::timestamptz is null or (created_at > $4 and not exists (
         select from document refused where refused.account_id = d.account_id and refused.content_index = d.content_index
           and refused.created_at <= $4)))`,
    [accountId, purpose, [DocumentStatus.READY, DocumentStatus.CHECKING], refusedAt, form],
  );
  if (found.some(({ status }) => status === DocumentStatus.READY)) return 'READY';
  return found.length > 0 ? 'CHECKING' : null;
}

interface DocumentHooksParts {
  keyring: Keyring;
  settings: Settings;
  sections: SectionStore;
  events: EventBus;
  now: () => Date;
}

/** A document stays as it is while somebody reviews its section; another one makes the section one to hand in again. */
export const documentHooks = (parts: DocumentHooksParts): DocumentHooks => ({
  async asked(tx, accountId, { purpose, requestId }) {
    const application = await parts.sections.lock(tx, accountId);
    if (purpose !== DocumentPurpose.REQUESTED)
      return {
        retention: retentionOf[purpose],
        form: purpose === DocumentPurpose.TAX_FORM ? formDue(parts, application) : null,
      };
    const { section } = openRequest(application, requestId) ?? refuseUnknown();
    return { retention: retentionIn(section), form: null };
  },
  async demandOpen(tx, accountId, place) {
    const application = await parts.sections.lock(tx, accountId);
    const kind = sectionOf(application, place);
    if (kind === null || (place.requestId !== null && !openRequest(application, place.requestId)))
      throw new AppError('CONFLICT', 'This document is not asked for any more');
    if (application.sections.get(kind)!.status === SectionStatus.IN_REVIEW)
      throw new AppError('CONFLICT', 'This part is being reviewed right now');
    if (isRejected(application, parts.now())) throw new AppError('CONFLICT', 'This application was rejected');
  },
  async demandRemovable(tx, accountId, place) {
    const application = await parts.sections.lock(tx, accountId);
    const kind = sectionOf(application, place);
    if (kind !== null && application.sections.get(kind)!.wasAccepted) refuse(new DocumentRelied());
  },
  async isRelied(tx, accountId, place, createdAt) {
    const application = await parts.sections.lock(tx, accountId);
    const kind = sectionOf(application, place);
    const acceptedAt = kind && application.sections.get(kind)!.acceptedAt;
    return acceptedAt !== null && createdAt <= acceptedAt;
  },
  async onChanged(tx, accountId, place) {
    const { sections, events, now } = parts;
    const application = await sections.lock(tx, accountId);
    const kind = sectionOf(application, place);
    // The file was on its way before the review began: what counts is what was handed in.
    if (
      kind === null ||
      application.sections.get(kind)!.status === SectionStatus.IN_REVIEW ||
      isRejected(application, now())
    )
      return announceOnboardingChange(events, tx, accountId);
    const actor = { ...systemActor({ requestId: `document-${accountId}`, traceparent: newTraceparent() }), accountId };
    await sections.change(tx, actor, application, kind);
  },
});

const openRequest = ({ requests }: ApplicationRows, requestId: string | null): DocumentRequestRow | undefined =>
  requests.find((request) => request.id === requestId && isOpenToCreator(request));

const refuseUnknown = (): never => {
  throw new AppError('NOT_FOUND', 'No such document is asked for');
};

/** The form that a creator sees asked at this moment. */
function formDue({ keyring, settings }: DocumentHooksParts, { sections }: ApplicationRows): string | null {
  const stored = openAnswers(keyring, sections.get(SectionKind.TAX)!);
  const answers = Object.fromEntries(Object.entries(stored).map(([field, { values }]) => [field, values]));
  return taxFormDue(answers, { payerCountry: settings.read(payerCountry) });
}
