import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Refusal } from '../../platform/errors.ts';
import { SectionKind } from '../section.lifecycle.ts';

export enum ReasonUse {
  RETURN = 'RETURN',
  REJECT = 'REJECT',
}
registerEnumType(ReasonUse, {
  name: 'ReasonUse',
  description: 'What a reason is given for.',
  valuesConfig: {
    RETURN: { description: 'Why a section goes back to the creator.' },
    REJECT: { description: 'Why a creator is rejected.' },
  },
});

@ObjectType('ReviewReasonText', { description: 'A reason in one language.' })
@InputType('ReviewReasonTextInput', { description: 'A reason in one language.' })
export class ReviewReasonText {
  @Field(() => String, { description: 'Language code, such as `en`.' })
  language!: string;

  @Field(() => String, { description: 'What the creator reads.' })
  text!: string;
}

@ObjectType({ description: 'Why something is returned or refused, as staff have worded it.' })
export class ReviewReason {
  @Field(() => ID, { description: 'Stable name for programs.' })
  code!: string;

  @Field(() => ReasonUse, { description: 'What it is a reason for.' })
  use!: ReasonUse;

  @Field(() => [SectionKind], { description: 'Where it is offered; none: everywhere.' })
  sections!: SectionKind[];

  @Field(() => [ReviewReasonText], { description: 'What creators read, one for each language.' })
  texts!: ReviewReasonText[];

  @Field(() => Boolean, { description: 'Not offered any more; what was decided with it still says so.' })
  retired!: boolean;

  @Field(() => Int, { description: 'Grows with each change. Sent back when changing.' })
  revision!: number;
}

@InputType({ description: 'A reason to be made or changed.' })
export class SaveReviewReasonInput {
  @Field(() => ID, { description: 'Capital letters, digits and underscores, such as `TOO_DARK`.' })
  code!: string;

  @Field(() => ReasonUse, { description: 'What it is a reason for.' })
  use!: ReasonUse;

  @Field(() => [SectionKind], { nullable: true, description: 'Null or none: everywhere.' })
  sections?: SectionKind[] | null;

  @Field(() => [ReviewReasonText], { description: 'In every language of the product.' })
  texts!: ReviewReasonText[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: offered no more; what was decided with it keeps it. Null: false.',
  })
  retired?: boolean | null;

  @Field(() => Int, { description: 'The one that was seen; 0: a new one.' })
  revision!: number;
}

@ObjectType({ description: 'Somebody else changed it meanwhile, or made one with the same code. Nothing was saved.' })
export class ReviewReasonConflict implements Refusal {
  @Field(() => String)
  message = 'This reason was changed meanwhile';

  @Field(() => ReviewReason, { description: 'What is stored.' })
  reason: ReviewReason;

  constructor(reason: ReviewReason) {
    this.reason = reason;
  }
}
