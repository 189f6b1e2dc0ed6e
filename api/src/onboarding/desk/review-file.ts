import { Field, ID, ObjectType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { DocumentPurpose } from '../../documents/document.entity.ts';
import { CaseDecision } from '../case.lifecycle.ts';
import { SectionKind, SectionStatus } from '../section.lifecycle.ts';
import { ReviewHint } from './hint.ts';
import { DocumentCheck, ReviewCase, SectionVerdict, VerdictOutcome } from './review-case.ts';

@ObjectType({ description: 'Something that a creator stated.' })
export class ReviewFact {
  @Field(() => String)
  field!: string;

  @Field(() => [String], { description: 'Masked, unless the viewer holds the case.' })
  values!: string[];
}

@ObjectType({ description: 'A document that a creator handed in.' })
export class ReviewDocument {
  @Field(() => ID)
  id!: string;

  @Field(() => DocumentPurpose)
  purpose!: DocumentPurpose;

  @Field(() => [String], {
    description: 'One picture for each page. None, unless the viewer holds the case: each look is recorded.',
  })
  pageUrls!: string[];

  @Field(() => String, { nullable: true, description: 'The file as it was handed in, for whoever holds the case.' })
  originalUrl!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => DocumentCheck, { nullable: true })
  check!: DocumentCheck | null;
}

@ObjectType({ description: 'A section of an application as a reviewer sees it.' })
export class ReviewSection {
  @Field(() => ID)
  id!: string;

  @Field(() => SectionKind)
  kind!: SectionKind;

  @Field(() => SectionStatus)
  status!: SectionStatus;

  @Field(() => Boolean, { description: 'False: not needed before approval.' })
  asked!: boolean;

  @Field(() => [ReviewFact])
  facts!: ReviewFact[];

  @Field(() => [ReviewDocument])
  documents!: ReviewDocument[];

  @Field(() => SectionVerdict, { nullable: true, description: 'In this case.' })
  verdict!: SectionVerdict | null;

  @Field(() => Date, { nullable: true })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;
}

@ObjectType({ description: 'What reviewers tell each other about a creator.' })
export class ReviewNote {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  text!: string;

  @Field(() => Person, { nullable: true })
  author!: Person | null;

  @Field(() => Date)
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

  @Field(() => Date)
  at!: Date;
}

@ObjectType({ description: 'What the first of two reviewers said of a section.' })
export class ProposedVerdict {
  @Field(() => SectionKind)
  section!: SectionKind;

  @Field(() => VerdictOutcome, { nullable: true })
  outcome!: VerdictOutcome | null;

  @Field(() => [String], { description: 'Codes.' })
  reasons!: string[];

  @Field(() => String, { nullable: true })
  note!: string | null;
}

@ObjectType({ description: 'What the first of two reviewers wants.' })
export class ReviewProposal {
  @Field(() => CaseDecision)
  decision!: CaseDecision;

  @Field(() => [String], { description: 'Codes.' })
  reasons!: string[];

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date, { nullable: true })
  reapplyAt!: Date | null;

  @Field(() => [ProposedVerdict], { description: 'Whoever says something else of a section proposes that instead.' })
  verdicts!: ProposedVerdict[];
}

@ObjectType({ description: 'Everything about a case on one screen.' })
export class ReviewFile {
  @Field(() => ID)
  id!: string;

  @Field(() => ReviewCase)
  case!: ReviewCase;

  @Field(() => Boolean, { description: 'The viewer does not hold the case: what the creator stated is masked.' })
  masked!: boolean;

  @Field(() => [ReviewSection])
  sections!: ReviewSection[];

  @Field(() => [ReviewHint])
  hints!: ReviewHint[];

  @Field(() => [ReviewNote], { description: 'The newest first; also those of earlier cases.' })
  notes!: ReviewNote[];

  @Field(() => [ReviewStep], { description: 'The oldest first.' })
  history!: ReviewStep[];

  @Field(() => [ReviewCase], { description: 'Other cases of the same creator, the newest first.' })
  otherCases!: ReviewCase[];

  @Field(() => ReviewProposal, { nullable: true })
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
