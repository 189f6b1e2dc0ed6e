import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';
import { TermsMove, TermsStatus } from './terms-version.lifecycle.ts';

export enum TermsBlock {
  REQUEST_IMAGES = 'REQUEST_IMAGES',
  SUBMIT_APPLICATION = 'SUBMIT_APPLICATION',
}
registerEnumType(TermsBlock, { name: 'TermsBlock', description: 'What nobody may do before they accept.' });

export enum MyTermsState {
  NEW = 'NEW',
  CHANGED = 'CHANGED',
  ACCEPTED = 'ACCEPTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(MyTermsState, {
  name: 'MyTermsState',
  description: 'CHANGED: an earlier version was accepted, and not this one.',
});

@ObjectType({ description: 'One version of a document, in one language.' })
export class Terms {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Of the document, such as `PRIVACY_POLICY`.' })
  key!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String, { description: 'Of the text: the one asked for, or English.' })
  language!: string;

  @Field(() => [String])
  languages!: string[];

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;

  @Field(() => Boolean)
  required!: boolean;

  @Field(() => Date)
  inForceSince!: Date;

  @Field(() => Boolean, { description: 'False: another version has replaced it.' })
  inForce!: boolean;
}

@ObjectType({ description: 'What stops working without consent, and when.' })
export class TermsStop {
  @Field(() => TermsBlock)
  block!: TermsBlock;

  @Field(() => Date)
  at!: Date;
}

@ObjectType({ description: 'How the viewer stands to a document that is in force.' })
export class MyTerms {
  @Field(() => ID)
  key!: string;

  @Field(() => MyTermsState)
  state!: MyTermsState;

  @Field(() => Terms)
  current!: Terms;

  @Field(() => Terms, { nullable: true, description: 'The newest version that the viewer accepted.' })
  accepted!: Terms | null;

  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;

  @Field(() => [TermsStop], { description: 'Empty once it is accepted.' })
  stops!: TermsStop[];
}

@ObjectType({ description: 'Somebody agreed to a version, or took that back. Never changes.' })
export class Consent {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  key!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: 'In which the text was shown.' })
  language!: string;

  @Field(() => Boolean, { description: 'False: taken back.' })
  given!: boolean;

  @Field(() => Date)
  at!: Date;

  @Field(() => Person)
  person!: Person;
}

@ObjectType()
export class ConsentConnection {
  @Field(() => [Consent])
  nodes!: Consent[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class TermsText {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;
}

@ObjectType({ description: 'One version of a document, as staff see it.' })
export class TermsVersion {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  key!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => TermsStatus)
  status!: TermsStatus;

  @Field(() => String, { description: 'In English.' })
  title!: string;

  @Field(() => Boolean)
  required!: boolean;

  @Field(() => [TermsBlock])
  blocks!: TermsBlock[];

  @Field(() => Int, { description: 'Before it stops those who were here already.' })
  graceDays!: number;

  @Field(() => Int, { description: 'Send it back as `basedOn`.' })
  revision!: number;

  @Field(() => Date, { nullable: true, description: 'Null: a draft.' })
  publishAt!: Date | null;

  @Field(() => Date)
  changedAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Null: it came with a release.' })
  changedBy!: Person | null;

  @Field(() => [TermsMove])
  viewerMoves!: TermsMove[];
}

@ObjectType({ description: 'What people agree to, in versions.' })
export class TermsDocument {
  @Field(() => ID)
  key!: string;

  @Field(() => TermsVersion, { nullable: true })
  inForce!: TermsVersion | null;

  @Field(() => TermsVersion, { nullable: true, description: 'A draft, or one that waits for its time.' })
  pending!: TermsVersion | null;

  @Field(() => [TermsVersion], { description: 'Newest first.' })
  versions!: TermsVersion[];
}
