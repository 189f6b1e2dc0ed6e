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

  @Field(() => Int)
  begun!: number;

  @Field(() => Int, { description: 'At least once.' })
  handedIn!: number;

  @Field(() => Int, { description: 'At least once, also where it was changed or expired since.' })
  accepted!: number;
}

@ObjectType({ description: 'From being handed in to the decision.' })
export class DecisionTimes {
  @Field(() => Int)
  decided!: number;

  @Field(() => Int)
  approved!: number;

  @Field(() => Int)
  returned!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Float, { nullable: true, description: 'Half of them took at most as long. Null: nothing was decided.' })
  medianHours!: number | null;

  @Field(() => Float, { nullable: true, description: 'Nine of ten took at most as long.' })
  p90Hours!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of 1.' })
  withinDue!: number | null;
}

@ObjectType()
export class ReasonCount {
  @Field(() => ID)
  code!: string;

  @Field(() => ReasonUse)
  use!: ReasonUse;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class ReviewerCount {
  @Field(() => Person)
  reviewer!: Person;

  @Field(() => Int)
  decided!: number;

  @Field(() => Float, { nullable: true, description: 'From taking the case to the decision, the middle one.' })
  medianMinutes!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of 1.' })
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

  @Field(() => [FunnelStep])
  funnel!: FunnelStep[];

  @Field(() => DecisionTimes)
  times!: DecisionTimes;

  @Field(() => [ReasonCount], { description: 'The most frequent first.' })
  reasons!: ReasonCount[];

  @Field(() => [ReviewerCount])
  reviewers!: ReviewerCount[];
}

@ObjectType({ description: 'The same as a table for spreadsheets.' })
export class ReviewNumbersFile {
  @Field(() => String)
  fileName!: string;

  @Field(() => String, { description: 'CSV.' })
  content!: string;
}
