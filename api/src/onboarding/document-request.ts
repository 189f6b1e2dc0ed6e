import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { rows, type Transaction } from '../platform/db.ts';
import type { Keyring } from '../platform/keyring.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import { SectionKind } from './section.lifecycle.ts';

export enum DocumentRequestStatus {
  PLANNED = 'PLANNED',
  ASKED = 'ASKED',
  HANDED_IN = 'HANDED_IN',
  ACCEPTED = 'ACCEPTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DocumentRequestStatus, {
  name: 'DocumentRequestStatus',
  description: 'Where the wish for a document stands; follows from what happened to it.',
  valuesConfig: {
    PLANNED: { description: 'The creator hears of it when the section goes back to them.' },
    ASKED: { description: 'With the creator.' },
    HANDED_IN: { description: 'Something was handed in for it, and is decided with its section.' },
    ACCEPTED: { description: 'The section was accepted with it.' },
    WITHDRAWN: { description: 'Not needed any more.' },
  },
});

@ObjectType({ description: 'A document that a reviewer asks one creator for, in words of their own.' })
export class DocumentRequest {
  @Field(() => ID)
  id!: string;

  @Field(() => SectionKind, { description: 'With which it is handed in and decided.' })
  section!: SectionKind;

  @Field(() => DocumentRequestStatus, { description: 'With whom it is now.' })
  state!: DocumentRequestStatus;

  @Field(() => String, { description: 'What is wanted, in one line.' })
  title!: string;

  @Field(() => String, { description: 'Why, and what it should look like.' })
  explanation!: string;

  @Field(() => Date, { description: 'When the reviewer asked for it.' })
  askedAt!: Date;
}

export const requestTitle = sealedColumn({
  table: 'document_request',
  column: 'title_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'What a reviewer asks a creator for, in one line',
});
export const requestExplanation = sealedColumn({
  table: 'document_request',
  column: 'explanation_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'Why a reviewer asks a creator for it',
});

export interface DocumentRequestRow {
  id: string;
  section: SectionKind;
  titleSealed: Buffer;
  explanationSealed: Buffer;
  askedAt: Date;
  toldAt: Date | null;
  settledAt: Date | null;
  withdrawnAt: Date | null;
  /** What counts of what was handed in for it. */
  document: 'READY' | 'CHECKING' | null;
}

/** The oldest first. What lay there when a reviewer found it wanting does not count any more, nor the same bytes sent again. */
export const readRequests = (tx: Transaction, accountId: string): Promise<DocumentRequestRow[]> =>
  rows<DocumentRequestRow>(
    tx,
    `select id, section, title_sealed as "titleSealed", explanation_sealed as "explanationSealed", asked_at as "askedAt",
       told_at as "toldAt", settled_at as "settledAt", withdrawn_at as "withdrawnAt",
       (select d.status from document d where d.request_id = r.id and d.status in ('READY', 'CHECKING')
          and (r.refused_at is null or (d.created_at > r.refused_at and not exists (
            select from document refused where refused.account_id = d.account_id
              and refused.content_index = d.content_index and refused.created_at <= r.refused_at)))
        order by d.status desc limit 1) as document
     from document_request r where account_id = $1 order by asked_at, id`,
    [accountId],
  );

const S = DocumentRequestStatus;

export function requestStatus({ toldAt, settledAt, withdrawnAt, document }: DocumentRequestRow): DocumentRequestStatus {
  if (withdrawnAt !== null) return S.WITHDRAWN;
  if (settledAt !== null) return S.ACCEPTED;
  if (toldAt === null) return S.PLANNED;
  return document === 'READY' ? S.HANDED_IN : S.ASKED;
}

/** Nothing was handed in for it yet, and it is still wanted. */
export const isUnanswered = (request: DocumentRequestRow): boolean => unanswered.includes(requestStatus(request));
const unanswered: readonly DocumentRequestStatus[] = [S.PLANNED, S.ASKED];

/** The creator may hand something in for it, or something else in its place. */
export const isOpenToCreator = ({ toldAt, withdrawnAt }: DocumentRequestRow): boolean =>
  toldAt !== null && withdrawnAt === null;

export const titleOf = (keyring: Keyring, { id, titleSealed }: DocumentRequestRow): string =>
  keyring.openText(requestTitle.at(id), titleSealed);

export const shownRequest = (keyring: Keyring, row: DocumentRequestRow): DocumentRequest =>
  Object.assign(new DocumentRequest(), {
    id: row.id,
    section: row.section,
    state: requestStatus(row),
    title: titleOf(keyring, row),
    explanation: keyring.openText(requestExplanation.at(row.id), row.explanationSealed),
    askedAt: row.askedAt,
  });
