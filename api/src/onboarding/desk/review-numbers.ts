import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { ReasonUse } from './review-reason.ts';

@ObjectType({
  description: 'How far those came who registered in a period: what they did at least once, whatever became of it.',
})
export class FunnelStep {
  @Field(() => SectionKind, { nullable: true, description: 'Null: the application as a whole.' })
  section!: SectionKind | null;

  @Field(() => Int, { description: 'People who entered something at least once.' })
  begun!: number;

  @Field(() => Int, { description: 'At least once.' })
  handedIn!: number;

  @Field(() => Int, { description: 'At least once, also where it was changed or expired since.' })
  accepted!: number;
}

@ObjectType({ description: 'From being handed in to the decision.' })
export class DecisionTimes {
  @Field(() => Int, { description: 'Number of cases in the period.' })
  decided!: number;

  @Field(() => Int, { description: 'Number of cases in the period.' })
  approved!: number;

  @Field(() => Int, { description: 'Number of cases in the period.' })
  returned!: number;

  @Field(() => Int, { description: 'Number of cases in the period.' })
  rejected!: number;

  @Field(() => Float, { nullable: true, description: 'Half of them took at most as long. Null: nothing was decided.' })
  medianHours!: number | null;

  @Field(() => Float, { nullable: true, description: 'Nine of ten took at most as long. Null: nothing was decided.' })
  p90Hours!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The share that was decided in time, as a part of 1. Null: nothing was decided.',
  })
  withinDue!: number | null;
}

@ObjectType({ description: 'How often a reason was given in a period.' })
export class ReasonCount {
  @Field(() => ID, { description: 'Stable name for programs.' })
  code!: string;

  @Field(() => ReasonUse, { description: 'What it is a reason for.' })
  use!: ReasonUse;

  @Field(() => Int, { description: 'Verdicts or decisions with it.' })
  count!: number;
}

@ObjectType({ description: 'What one reviewer did in a period.' })
export class ReviewerCount {
  @Field(() => Person, { description: 'Who decided.' })
  reviewer!: Person;

  @Field(() => Int, { description: 'Cases.' })
  decided!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'From taking the case to the decision, the middle one. Null: nothing was decided.',
  })
  medianMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The share that was decided in time, as a part of 1. Null: nothing was decided.',
  })
  withinDue!: number | null;
}

@ObjectType({ description: 'What the desk did in a period.' })
export class ReviewNumbers {
  @Field(() => Int, {
    description: 'Creators, also those whose registration was removed because it was never confirmed.',
  })
  registered!: number;

  @Field(() => Int, { description: 'Of them those who showed that their e-mail address is theirs.' })
  verified!: number;

  @Field(() => [FunnelStep], { description: 'The application as a whole first, then each section.' })
  funnel!: FunnelStep[];

  @Field(() => DecisionTimes, { description: 'Of what was decided in the period.' })
  times!: DecisionTimes;

  @Field(() => [ReasonCount], { description: 'The most frequent first.' })
  reasons!: ReasonCount[];

  @Field(() => [ReviewerCount], { description: 'Who decided most first.' })
  reviewers!: ReviewerCount[];
}

@ObjectType({ description: 'The same as a table for spreadsheets.' })
export class ReviewNumbersFile {
  @Field(() => String, { description: 'What to call it when saving.' })
  fileName!: string;

  @Field(() => String, { description: 'CSV.' })
  content!: string;
}
