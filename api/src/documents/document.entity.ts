import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { sealedColumn } from '../platform/sealed-columns.ts';
import { DocumentRefusal, DocumentStatus } from './document.lifecycle.ts';

/** What a document is for. What it says is kept by whoever asked for it. */
export enum DocumentPurpose {
  IDENTITY_FRONT = 'IDENTITY_FRONT',
  IDENTITY_BACK = 'IDENTITY_BACK',
  PROOF_OF_ADDRESS = 'PROOF_OF_ADDRESS',
  BANK_STATEMENT = 'BANK_STATEMENT',
  TAX_FORM = 'TAX_FORM',
  REQUESTED = 'REQUESTED',
}

/** What a document is handed in for: of those that were asked for one by one, also which one. */
export interface DocumentPlace {
  purpose: DocumentPurpose;
  /** Null unless REQUESTED. */
  requestId: string | null;
}

/** How long a document is kept: as long as its kind demands. */
export type RetentionClass = 'IDENTITY' | 'FINANCE';

/** Of what was asked for one by one, whoever asked knows. */
export const retentionOf: Record<Exclude<DocumentPurpose, DocumentPurpose.REQUESTED>, RetentionClass> = {
  IDENTITY_FRONT: 'IDENTITY',
  IDENTITY_BACK: 'IDENTITY',
  PROOF_OF_ADDRESS: 'IDENTITY',
  BANK_STATEMENT: 'FINANCE',
  TAX_FORM: 'FINANCE',
};

registerEnumType(DocumentPurpose, {
  name: 'DocumentPurpose',
  description: 'What a document is meant to prove.',
  valuesConfig: {
    IDENTITY_FRONT: { description: 'The front of an identity card, or the page of a passport with the photo.' },
    IDENTITY_BACK: { description: 'The back of an identity card.' },
    PROOF_OF_ADDRESS: { description: 'A recent letter or bill with name and address.' },
    BANK_STATEMENT: { description: 'That an account is the creator’s.' },
    TAX_FORM: { description: 'A form of the tax office.' },
    REQUESTED: { description: 'What a reviewer asked this creator for, in words of their own: see `requestId`.' },
  },
});
registerEnumType(DocumentStatus, {
  name: 'DocumentStatus',
  description: 'How far a document came.',
  valuesConfig: {
    READY: { description: 'Taken, and can be seen.' },
    UPLOADING: { description: 'Bytes are still to come.' },
    CHECKING: { description: 'Whole, and not yet looked at: nobody sees it.' },
    REFUSED: { description: 'Not taken, for a reason; its bytes are gone.' },
    SUPERSEDED: {
      description:
        'Replaced, and kept for a while for reviewers, as something was verified by it. Its owner sees REMOVED.',
    },
    REMOVED: { description: 'Taken back, replaced, or never finished; its bytes are gone.' },
  },
});
registerEnumType(DocumentRefusal, {
  name: 'DocumentRefusal',
  description: 'Why a document was not taken.',
  valuesConfig: {
    ANIMATED: { description: 'A moving picture.' },
    DAMAGED: { description: 'It cannot be opened as what it seems to be.' },
    HIDDEN_CONTENT: { description: 'Something is behind or between what can be seen.' },
    INFECTED: { description: 'The virus scanner found something.' },
    NOT_NOW: { description: 'It could not be looked at; it can be sent again.' },
    PDF_ACTION: { description: 'A PDF that does something when it is opened.' },
    PDF_ATTACHMENT: { description: 'A PDF with files inside.' },
    PDF_FORM: { description: 'A PDF with a form; printing it to a plain PDF helps.' },
    PDF_PASSWORD: { description: 'A PDF that asks for a password.' },
    PDF_SCRIPT: { description: 'A PDF with a program inside.' },
    TOO_COMPLEX: { description: 'Looking through it takes too long or too much memory.' },
    TOO_FEW_PIXELS: { description: 'Too small to be read.' },
    TOO_MANY_PAGES: { description: 'More pages than `documentRules` allows.' },
    TOO_MANY_PIXELS: { description: 'Larger than can be looked at.' },
    TRUNCATED: { description: 'The end is missing.' },
    HEIC: { description: 'A photo as iPhones keep it: it can be sent as JPEG.' },
    TYPE_NOT_ACCEPTED: { description: 'By its bytes it is none of the kinds that are taken, whatever its name says.' },
  },
});

@ObjectType({ description: 'A file that somebody handed in.' })
export class Document {
  @Field(() => ID)
  id!: string;

  @Field(() => DocumentPurpose, { description: 'What it is meant to prove.' })
  purpose!: DocumentPurpose;

  @Field(() => ID, { nullable: true, description: 'Which request it answers. Null unless REQUESTED.' })
  requestId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which of several forms it was asked as, such as `W9`. Null: there are not several.',
  })
  form!: string | null;

  @Field(() => DocumentStatus, { description: 'Only READY ones can be seen.' })
  status!: DocumentStatus;

  @Field(() => DocumentRefusal, { nullable: true, description: 'Null unless REFUSED.' })
  refusal!: DocumentRefusal | null;

  @Field(() => String, { nullable: true, description: 'As the person called the file. Null: it was removed.' })
  fileName!: string | null;

  @Field(() => Int, { description: 'Bytes of the file as it was handed in.' })
  byteSize!: number;

  @Field(() => String, { nullable: true, description: 'By its content; null until that was looked at.' })
  mimeType!: string | null;

  @Field(() => Int, { nullable: true, description: 'Null until it was looked through.' })
  pageCount!: number | null;

  @Field(() => [String], { description: 'One picture for each page; empty until it is READY.' })
  pageUrls!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The file as it was handed in, for download. Null: it cannot be seen, or no longer.',
  })
  originalUrl!: string | null;

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType({ description: 'What is taken as a document.' })
export class DocumentRules {
  @Field(() => [String], { description: 'MIME types.' })
  types!: readonly string[];

  @Field(() => Int, { description: 'Largest file that is taken.' })
  maxBytes!: number;

  @Field(() => Int, { description: 'Most pages that a PDF may have.' })
  maxPages!: number;
}

export const documentKey = sealedColumn({
  table: 'document',
  column: 'key_sealed',
  id: 'id',
  kind: 'document',
  retention: 'document',
  description: 'Opens the files of the document, which lie sealed in the file store',
});

export const documentName = sealedColumn({
  table: 'document',
  column: 'name_sealed',
  id: 'id',
  kind: 'document',
  retention: 'document',
  description: 'The name of the file',
  names: ['fileName'],
});

export const documentContent = sealedColumn({
  table: 'document',
  column: 'content_sealed',
  id: 'id',
  kind: 'document',
  retention: 'document',
  description: 'Digest of the file, to find the same file handed in by two people',
  indexes: [{ column: 'content_index', of: (keyring, text) => keyring.blindIndex('document.content', text) }],
});
