import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Refusal } from '../../platform/errors.ts';
import { SectionKind } from '../section.lifecycle.ts';

export enum ReasonUse {
  /** Why a section goes back to the creator. */
  RETURN = 'RETURN',
  /** Why a creator is rejected. */
  REJECT = 'REJECT',
}
registerEnumType(ReasonUse, { name: 'ReasonUse' });

@ObjectType('ReviewReasonText')
@InputType('ReviewReasonTextInput')
export class ReviewReasonText {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'Why something is returned or refused, as staff have worded it.' })
export class ReviewReason {
  @Field(() => ID)
  code!: string;

  @Field(() => ReasonUse)
  use!: ReasonUse;

  @Field(() => [SectionKind], { description: 'Where it is offered; none: everywhere.' })
  sections!: SectionKind[];

  @Field(() => [ReviewReasonText])
  texts!: ReviewReasonText[];

  @Field(() => Boolean, { description: 'Not offered any more; what was decided with it still says so.' })
  retired!: boolean;

  @Field(() => Int, { description: 'Grows with each change. A change names the version it was made on.' })
  version!: number;
}

@InputType()
export class SaveReviewReasonInput {
  @Field(() => ID, { description: 'Capital letters, digits and underscores, such as `TOO_DARK`.' })
  code!: string;

  @Field(() => ReasonUse)
  use!: ReasonUse;

  @Field(() => [SectionKind], { nullable: true, description: 'None: everywhere.' })
  sections?: SectionKind[] | null;

  @Field(() => [ReviewReasonText], { description: 'In every language of the product.' })
  texts!: ReviewReasonText[];

  @Field(() => Boolean, { nullable: true })
  retired?: boolean | null;

  @Field(() => Int, { description: 'The version that was seen; 0: a new one.' })
  basedOn!: number;
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
