import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';
import { TermsMove, TermsStatus } from './terms-version.lifecycle.ts';

export enum TermsBlock {
  REQUEST_IMAGES = 'REQUEST_IMAGES',
  SUBMIT_APPLICATION = 'SUBMIT_APPLICATION',
}
registerEnumType(TermsBlock, {
  name: 'TermsBlock',
  description: 'What nobody may do before they accept.',
  valuesConfig: {
    REQUEST_IMAGES: { description: 'Ask for pictures.' },
    SUBMIT_APPLICATION: { description: 'Hand in the application.' },
  },
});

export enum MyTermsState {
  NEW = 'NEW',
  CHANGED = 'CHANGED',
  ACCEPTED = 'ACCEPTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(MyTermsState, {
  name: 'MyTermsState',
  description: 'CHANGED: an earlier version was accepted, and not this one.',
  valuesConfig: {
    NEW: { description: 'No version was ever accepted.' },
    CHANGED: { description: 'An earlier version was accepted, and not this one.' },
    ACCEPTED: { description: 'The version in force was accepted.' },
    WITHDRAWN: { description: 'Was accepted, and taken back.' },
  },
});

@ObjectType({ description: 'One version of a document, in one language.' })
export class Terms {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => Int, { description: 'Version of the document, counted from 1.' })
  number!: number;

  @Field(() => String, { description: 'Of the text: the one asked for, or English.' })
  language!: string;

  @Field(() => [String], { description: 'Codes of those in which it can be read.' })
  languages!: string[];

  @Field(() => String, { description: 'Heading, in the language it was asked for or shown in.' })
  title!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;

  @Field(() => Boolean, { description: 'Whether something stops without consent.' })
  required!: boolean;

  @Field(() => Date, { description: 'Since then it has to be accepted.' })
  inForceSince!: Date;

  @Field(() => Boolean, { description: 'False: another version has replaced it.' })
  inForce!: boolean;
}

@ObjectType({ description: 'What stops working without consent, and when.' })
export class TermsStop {
  @Field(() => TermsBlock, { description: 'What stops.' })
  block!: TermsBlock;

  @Field(() => Date, { description: 'From then on; in the past: already.' })
  at!: Date;
}

@ObjectType({ description: 'How the viewer stands to a document that is in force.' })
export class MyTerms {
  @Field(() => ID, { description: 'Stable name of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => MyTermsState, { description: 'Whether something is still to be accepted.' })
  state!: MyTermsState;

  @Field(() => Terms, { description: 'The version in force.' })
  current!: Terms;

  @Field(() => Terms, { nullable: true, description: 'The newest version that the viewer accepted. Null: none.' })
  accepted!: Terms | null;

  @Field(() => Date, { nullable: true, description: 'Null: never accepted, or taken back.' })
  acceptedAt!: Date | null;

  @Field(() => [TermsStop], { description: 'Empty once it is accepted.' })
  stops!: TermsStop[];
}

@ObjectType({ description: 'Somebody agreed to a version, or took that back. Never changes.' })
export class Consent {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Stable name of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => Int, { description: 'Version of the document, counted from 1.' })
  number!: number;

  @Field(() => String, { description: 'Heading, in the language it was asked for or shown in.' })
  title!: string;

  @Field(() => String, { description: 'In which the text was shown.' })
  language!: string;

  @Field(() => Boolean, { description: 'False: taken back.' })
  given!: boolean;

  @Field(() => Date, { description: 'When somebody agreed or took it back.' })
  at!: Date;

  @Field(() => Person, { description: 'Who agreed.' })
  person!: Person;
}

@ObjectType()
export class ConsentConnection {
  @Field(() => [Consent])
  nodes!: Consent[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A version in one language.' })
export class TermsText {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Language code, such as `en`.' })
  language!: string;

  @Field(() => String, { description: 'Heading, in the language it was asked for or shown in.' })
  title!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;
}

@ObjectType({ description: 'One version of a document, as staff see it.' })
export class TermsVersion {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Stable name of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => Int, { description: 'Version of the document, counted from 1.' })
  number!: number;

  @Field(() => TermsStatus, { description: 'By the clock.' })
  status!: TermsStatus;

  /** By language; `title` chooses one of them. */
  titles!: Readonly<Record<string, string>>;

  @Field(() => Boolean, { description: 'Whether something stops without consent.' })
  required!: boolean;

  @Field(() => [TermsBlock], { description: 'What stops without consent. Empty: nothing.' })
  blocks!: TermsBlock[];

  @Field(() => Int, { description: 'Before it stops those who were here already.' })
  graceDays!: number;

  @Field(() => Int, { description: 'Grows with each change. Sent back when changing.' })
  revision!: number;

  @Field(() => Date, { nullable: true, description: 'Null: a draft.' })
  publishAt!: Date | null;

  @Field(() => Date, { description: 'When staff last worked on it.' })
  changedAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Null: it came with a release.' })
  changedBy!: Person | null;

  @Field(() => [TermsMove])
  viewerMoves!: TermsMove[];
}

@ObjectType({ description: 'What people agree to, in versions.' })
export class TermsDocument {
  @Field(() => ID, { description: 'Stable name of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => TermsVersion, { nullable: true, description: 'Null: no version was published yet.' })
  inForce!: TermsVersion | null;

  @Field(() => TermsVersion, {
    nullable: true,
    description: 'A draft, or one that waits for its time. Null: there is none.',
  })
  pending!: TermsVersion | null;

  @Field(() => [TermsVersion], { description: 'Newest first.' })
  versions!: TermsVersion[];
}
