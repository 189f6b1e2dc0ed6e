import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DocumentPurpose } from '../documents/document.entity.ts';
import type { Refusal } from '../platform/errors.ts';
import { ApplicationStatus } from './application.status.ts';
import { CaseDecision } from './case.lifecycle.ts';
import { DocumentRequest } from './document-request.ts';
import { SectionKind, SectionStatus } from './section.lifecycle.ts';

@ObjectType({ description: 'What was answered to one question.' })
export class Answer {
  @Field(() => String, { description: 'Name of the question within its section, such as `givenName`.' })
  field!: string;

  @Field(() => [String], { description: 'More than one where the question takes several.' })
  values!: string[];

  @Field(() => Int, {
    description: 'Grows with each change. Sent back when saving, so that no device overwrites another.',
  })
  revision!: number;
}

@ObjectType({ description: 'What keeps a section from being handed in.' })
export class SectionProblem {
  @Field(() => String, { nullable: true, description: 'The question; null: about the section as a whole.' })
  field!: string | null;

  @Field(() => String, { description: 'Stable, such as `REQUIRED` or `TOO_YOUNG`.' })
  code!: string;
}

@ObjectType({ description: 'A part of the application that is saved, handed in and decided by itself.' })
export class OnboardingSection {
  @Field(() => ID)
  id!: string;

  @Field(() => SectionKind, { description: 'What is asked in it.' })
  kind!: SectionKind;

  @Field(() => SectionStatus, { description: 'How far it came.' })
  status!: SectionStatus;

  @Field(() => Boolean, { description: 'False: not needed before approval.' })
  asked!: boolean;

  @Field(() => [Answer], {
    description: 'Those that were given; empty for sections that consist of rows of their own.',
  })
  answers!: Answer[];

  @Field(() => [DocumentPurpose], { description: 'What is to be uploaded with it, as its answers stand.' })
  documentsAsked!: DocumentPurpose[];

  @Field(() => [DocumentRequest], {
    description: 'What a reviewer asked for besides, the oldest first; without what is not needed any more.',
  })
  documentRequests!: DocumentRequest[];

  @Field(() => [SectionProblem], { description: 'Empty: it can be handed in.' })
  problems!: SectionProblem[];

  @Field(() => [String], { description: 'Why it was returned: codes of reasons.' })
  reasons!: string[];

  @Field(() => [String], { description: 'The same in the words of staff and the language of the creator.' })
  reasonTexts!: string[];

  @Field(() => String, { nullable: true, description: 'What the reviewer wrote to the creator. Null: nothing.' })
  note!: string | null;

  @Field(() => Date, { nullable: true, description: 'Null: nothing was entered yet.' })
  changedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Handed in last; null: never.' })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Null: never decided.' })
  decidedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it has to be renewed. Null: it stays good.' })
  expiresAt!: Date | null;

  @Field(() => Boolean, { description: 'Accepted, and so close to its end that the creator is reminded.' })
  expiresSoon!: boolean;

  @Field(() => Boolean, { description: 'It was accepted at some time.' })
  verifiedBefore!: boolean;

  @Field(() => Date, {
    nullable: true,
    description:
      'Of a creator who was let in: until when it has to be handed in. After that the account is limited. Null: it does not have to be.',
  })
  handInBy!: Date | null;

  @Field(() => [String], {
    description:
      'While it is with the creator: what is due in it only since it was handed in or accepted. Names of questions, and purposes of documents; often none.',
  })
  newlyAsked!: string[];
}

@ObjectType({ description: 'How a creator joins: everything that is asked of them, and where it stands.' })
export class OnboardingApplication {
  @Field(() => ID, { description: 'That of the account.' })
  id!: string;

  @Field(() => ApplicationStatus, { description: 'With whom it is now.' })
  status!: ApplicationStatus;

  @Field(() => [OnboardingSection], { description: 'All of them, in the order in which they make sense.' })
  sections!: OnboardingSection[];

  @Field(() => Int, { description: 'Years that a creator has to be old at least: the form checks it as well.' })
  minimumAge!: number;

  @Field(() => String, { description: 'From where creators are paid, ISO 3166: tax forms depend on it.' })
  payerCountry!: string;

  @Field(() => Date, { nullable: true, description: 'When it was handed in, while staff have it. Null: they do not.' })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'By when staff decide, while they have it. Null: they do not.' })
  dueAt!: Date | null;

  @Field(() => CaseDecision, { nullable: true, description: 'The last one. Null: there was none.' })
  decision!: CaseDecision | null;

  @Field(() => Date, { nullable: true, description: 'The last decision; null: none yet.' })
  decidedAt!: Date | null;

  @Field(() => [String], { description: 'Of a rejection: why, in the language of the creator.' })
  decisionReasons!: string[];

  @Field(() => String, { nullable: true, description: 'Of a rejection: what the reviewer wrote. Null: nothing.' })
  decisionNote!: string | null;

  @Field(() => Date, { nullable: true, description: 'After a rejection: from when one may apply again. Null: never.' })
  reapplyAt!: Date | null;

  @Field(() => Boolean, { description: 'It was rejected, and the day has come.' })
  mayApplyAgain!: boolean;

  @Field(() => Date, { nullable: true, description: 'When the account was first approved. Null: it was not.' })
  activatedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The first day by which one of the sections has to be handed in. Null: none has to be.',
  })
  handInBy!: Date | null;
}

@InputType({ description: 'What was answered to one question, and what was seen before it was changed.' })
export class AnswerInput {
  @Field(() => String, { description: 'Name of the question within its section, such as `givenName`.' })
  field!: string;

  @Field(() => [String], { description: 'None: the answer is taken away.' })
  values!: string[];

  @Field(() => Int, { description: 'The one that was seen; 0 where nothing was answered yet.' })
  revision!: number;
}

@ObjectType({ description: 'Another device changed the same answer meanwhile. Nothing was saved.' })
export class AnswerConflict implements Refusal {
  @Field(() => String)
  message = 'Another device changed this answer meanwhile';

  @Field(() => [Answer], { description: 'What is stored.' })
  answers: Answer[];

  constructor(answers: Answer[]) {
    this.answers = answers;
  }
}

@ObjectType({ description: 'A reviewer is looking at it right now. It can be changed again afterwards.' })
export class SectionInReview implements Refusal {
  @Field(() => String)
  message = 'This part is being reviewed right now';
}

@ObjectType({ description: 'Something is missing or wrong.' })
export class SectionIncomplete implements Refusal {
  @Field(() => String)
  message = 'Something is missing or wrong';

  @Field(() => [SectionProblem], { description: 'At least one.' })
  problems: SectionProblem[];

  constructor(problems: SectionProblem[]) {
    this.problems = problems;
  }
}

@ObjectType({ description: 'The application was rejected, and it is too early to apply again.' })
export class ApplicationRejected implements Refusal {
  @Field(() => String)
  message = 'This application was rejected';

  @Field(() => Date, { nullable: true, description: 'From when one may apply again. Null: never.' })
  reapplyAt: Date | null;

  constructor(reapplyAt: Date | null) {
    this.reapplyAt = reapplyAt;
  }
}
