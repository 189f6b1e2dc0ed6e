import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../../accounts/account.entity.ts';

/** Why a reviewer should look twice. */
export enum HintKind {
  DOCUMENT_NUMBER = 'DOCUMENT_NUMBER',
  PAYOUT_ACCOUNT = 'PAYOUT_ACCOUNT',
  TAX_ID = 'TAX_ID',
  SOCIAL_PROFILE = 'SOCIAL_PROFILE',
  FILE = 'FILE',
  DEVICE = 'DEVICE',
  /** What they typed as their name is not what stands elsewhere. */
  NAME = 'NAME',
}
registerEnumType(HintKind, { name: 'HintKind' });

@ObjectType({ description: 'Why a reviewer should look twice.' })
export class ReviewHint {
  @Field(() => ID)
  id!: string;

  @Field(() => HintKind)
  kind!: HintKind;

  @Field(() => Person, { nullable: true, description: 'Who has the same.' })
  other!: Person | null;

  @Field(() => ID, { nullable: true, description: 'The newest case of the other one, where there is one to see.' })
  otherCaseId!: string | null;

  @Field(() => String, { nullable: true, description: 'For NAME: where another name stands, such as `account`.' })
  place!: string | null;

  @Field(() => Boolean, { description: 'Makes a case one of high risk.' })
  risky!: boolean;
}
