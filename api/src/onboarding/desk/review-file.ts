import { Field, ID, ObjectType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { DocumentPurpose } from '../../documents/document.entity.ts';
import { CaseDecision } from '../case.lifecycle.ts';
import { DocumentRequest } from '../document-request.ts';
import { SectionKind, SectionStatus } from '../section.lifecycle.ts';
import { ReviewHint } from './hint.ts';
import { DocumentCheck, ReviewCase, SectionVerdict, VerdictOutcome } from './review-case.ts';

@ObjectType({ description: 'Something that a creator stated.' })
export class ReviewFact {
  @Field(() => String, { description: 'Name of the question within its section, such as `givenName`.' })
  field!: string;

  @Field(() => [String], { description: 'Masked, unless the viewer holds the case.' })
  values!: string[];

  @Field(() => Date, { nullable: true, description: 'When it was said: of consents. Null: of the rest.' })
  at!: Date | null;
}

@ObjectType({ description: 'A document that a creator handed in.' })
export class ReviewDocument {
  @Field(() => ID)
  id!: string;

  @Field(() => DocumentPurpose, { description: 'What it is meant to prove.' })
  purpose!: DocumentPurpose;

  @Field(() => ID, { nullable: true, description: 'Which request of the section it answers. Null unless REQUESTED.' })
  requestId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which of several forms it was asked as, such as `W9`. Null: there are not several.',
  })
  form!: string | null;

  @Field(() => [String], {
    description: 'One picture for each page. None, unless the viewer holds the case: each look is recorded.',
  })
  pageUrls!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The file as it was handed in, for whoever holds the case. Null: for others.',
  })
  originalUrl!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => DocumentCheck, { nullable: true, description: 'Null: nobody has ticked anything off.' })
  check!: DocumentCheck | null;
}

@ObjectType({ description: 'What an acceptance rested on, and is another now.' })
export class ReviewedBefore {
  @Field(() => Date, { nullable: true, description: 'When it was accepted; null: nobody kept that.' })
  at!: Date | null;

  @Field(() => [ReviewFact], { description: 'As they were then. Masked, unless the viewer holds the case.' })
  facts!: ReviewFact[];

  @Field(() => [ReviewDocument], { description: 'Those that were replaced since.' })
  documents!: ReviewDocument[];
}

@ObjectType({ description: 'A section of an application as a reviewer sees it.' })
export class ReviewSection {
  @Field(() => ID)
  id!: string;

  @Field(() => SectionKind, { description: 'What is asked in it.' })
  kind!: SectionKind;

  @Field(() => SectionStatus, { description: 'How far it came.' })
  status!: SectionStatus;

  @Field(() => Boolean, { description: 'False: not needed before approval.' })
  asked!: boolean;

  @Field(() => [ReviewFact], { description: 'What the creator stated.' })
  facts!: ReviewFact[];

  @Field(() => [ReviewDocument], { description: 'Handed in for it; often none.' })
  documents!: ReviewDocument[];

  @Field(() => [DocumentRequest], {
    description: 'What reviewers asked for in words of their own, the oldest first; often none.',
  })
  documentRequests!: DocumentRequest[];

  @Field(() => ReviewedBefore, {
    nullable: true,
    description: 'Null: nothing was accepted before, or it is still the same.',
  })
  before!: ReviewedBefore | null;

  @Field(() => SectionVerdict, { nullable: true, description: 'In this case. Null: not said yet.' })
  verdict!: SectionVerdict | null;

  @Field(() => Date, { nullable: true, description: 'Handed in last; null: never.' })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Null: never decided.' })
  decidedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it is too old; null: never.' })
  expiresAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'By when the creator, who is in, has to hand it in, or had to; until it is accepted. Null: they do not have to.',
  })
  handInBy!: Date | null;

  @Field(() => Boolean, { description: 'It was accepted at some time.' })
  verifiedBefore!: boolean;

  @Field(() => [String], {
    description:
      'What is due in it only since it was handed in or accepted before, until it is accepted: names of questions, and purposes of documents.',
  })
  newlyAsked!: string[];
}

@ObjectType({ description: 'What reviewers tell each other about a creator.' })
export class ReviewNote {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'As it was typed; creators never see it.' })
  text!: string;

  @Field(() => Person, { nullable: true, description: 'Null: somebody who is gone.' })
  author!: Person | null;

  @Field(() => Date, { description: 'When it was written.' })
  at!: Date;

  @Field(() => String, { description: 'Of the case during which it was written.' })
  caseNumber!: string;
}

@ObjectType({ description: 'Something that happened to a case.' })
export class ReviewStep {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Stable, such as `onboarding.claim`.' })
  action!: string;

  @Field(() => Person, { nullable: true, description: 'Null: the creator, or the platform itself.' })
  person!: Person | null;

  @Field(() => Date, { description: 'When it happened.' })
  at!: Date;
}

@ObjectType({ description: 'What the first of two reviewers said of a section.' })
export class ProposedVerdict {
  @Field(() => SectionKind, { description: 'Which part of the application.' })
  section!: SectionKind;

  @Field(() => VerdictOutcome, { nullable: true, description: 'Null: not looked at.' })
  outcome!: VerdictOutcome | null;

  @Field(() => [String], { description: 'Codes.' })
  reasons!: string[];

  @Field(() => String, { nullable: true, description: 'To the creator. Null: nothing was said.' })
  note!: string | null;

  @Field(() => [ID], { description: 'Requests for documents that go out with it.' })
  requests!: string[];
}

@ObjectType({ description: 'What the first of two reviewers wants.' })
export class ReviewProposal {
  @Field(() => CaseDecision, { description: 'To be confirmed by another reviewer.' })
  decision!: CaseDecision;

  @Field(() => [String], { description: 'Codes.' })
  reasons!: string[];

  @Field(() => String, { nullable: true, description: 'To a creator who is rejected. Null: nothing was said.' })
  note!: string | null;

  @Field(() => Date, { nullable: true, description: 'From when a rejected creator may apply again. Null: never.' })
  reapplyAt!: Date | null;

  @Field(() => [ProposedVerdict], { description: 'Whoever says something else of a section proposes that instead.' })
  verdicts!: ProposedVerdict[];
}

@ObjectType({ description: 'Everything about a case on one screen.' })
export class ReviewFile {
  @Field(() => ID)
  id!: string;

  @Field(() => ReviewCase, { description: 'Number, people and times.' })
  case!: ReviewCase;

  @Field(() => Boolean, { description: 'The viewer does not hold the case: what the creator stated is masked.' })
  masked!: boolean;

  @Field(() => [ReviewSection], { description: 'Those that were handed in, in their order.' })
  sections!: ReviewSection[];

  @Field(() => [ReviewHint], { description: 'Why to look twice; often none.' })
  hints!: ReviewHint[];

  @Field(() => [ReviewNote], { description: 'The newest first; also those of earlier cases.' })
  notes!: ReviewNote[];

  @Field(() => [ReviewStep], { description: 'The oldest first.' })
  history!: ReviewStep[];

  @Field(() => [ReviewCase], { description: 'Other cases of the same creator, the newest first.' })
  otherCases!: ReviewCase[];

  @Field(() => ReviewProposal, { nullable: true, description: 'Null unless the first of two reviewers has decided.' })
  proposal!: ReviewProposal | null;

  @Field(() => Boolean, {
    description: 'Something was found since that the first reviewer did not know: it does not count.',
  })
  proposalOutdated!: boolean;

  @Field(() => Boolean, { description: 'Two reviewers have to want the same.' })
  needsTwo!: boolean;

  @Field(() => Date, {
    description: 'From when a creator who is rejected now may apply again, unless the reviewer says otherwise.',
  })
  suggestedReapplyAt!: Date;
}
