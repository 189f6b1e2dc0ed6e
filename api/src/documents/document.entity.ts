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
}

/** How long a document is kept: as long as its kind demands. */
export type RetentionClass = 'IDENTITY' | 'FINANCE';

export const retentionOf: Record<DocumentPurpose, RetentionClass> = {
  IDENTITY_FRONT: 'IDENTITY',
  IDENTITY_BACK: 'IDENTITY',
  PROOF_OF_ADDRESS: 'IDENTITY',
  BANK_STATEMENT: 'FINANCE',
  TAX_FORM: 'FINANCE',
};

registerEnumType(DocumentPurpose, { name: 'DocumentPurpose' });
registerEnumType(DocumentStatus, { name: 'DocumentStatus' });
registerEnumType(DocumentRefusal, { name: 'DocumentRefusal', description: 'Why a document was not taken.' });

@ObjectType({ description: 'A file that somebody handed in.' })
export class Document {
  @Field(() => ID)
  id!: string;

  @Field(() => DocumentPurpose)
  purpose!: DocumentPurpose;

  @Field(() => DocumentStatus)
  status!: DocumentStatus;

  @Field(() => DocumentRefusal, { nullable: true })
  refusal!: DocumentRefusal | null;

  @Field(() => String, { nullable: true, description: 'As the person called the file.' })
  fileName!: string | null;

  @Field(() => Int)
  byteSize!: number;

  @Field(() => String, { nullable: true, description: 'By its content; null until that was looked at.' })
  mimeType!: string | null;

  @Field(() => Int, { nullable: true })
  pageCount!: number | null;

  @Field(() => [String], { description: 'One picture for each page; empty until it is READY.' })
  pageUrls!: string[];

  @Field(() => String, { nullable: true, description: 'The file as it was handed in, for download.' })
  originalUrl!: string | null;

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType({ description: 'What is taken as a document.' })
export class DocumentRules {
  @Field(() => [String], { description: 'MIME types.' })
  types!: readonly string[];

  @Field(() => Int)
  maxBytes!: number;

  @Field(() => Int)
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
