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
  NAME = 'NAME',
  DOCUMENT_READ = 'DOCUMENT_READ',
}
registerEnumType(HintKind, {
  name: 'HintKind',
  description: 'Why a reviewer should look twice.',
  valuesConfig: {
    DOCUMENT_NUMBER: { description: 'Another applicant has a document of the same number.' },
    PAYOUT_ACCOUNT: { description: 'Another applicant wants to be paid to the same account.' },
    TAX_ID: { description: 'Another applicant has the same tax number.' },
    SOCIAL_PROFILE: { description: 'Another applicant names the same profile.' },
    FILE: { description: 'Another applicant handed in the very same file.' },
    DEVICE: { description: 'Another applicant used the same device.' },
    NAME: { description: 'What they typed as their name is not what stands elsewhere.' },
    DOCUMENT_READ: { description: 'What a provider read on their document is not what they typed.' },
  },
});

@ObjectType({ description: 'Why a reviewer should look twice.' })
export class ReviewHint {
  @Field(() => ID)
  id!: string;

  @Field(() => HintKind, { description: 'What is suspicious.' })
  kind!: HintKind;

  @Field(() => Person, { nullable: true, description: 'Who has the same. Null: the hint is not about another person.' })
  other!: Person | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The newest case of the other one, where there is one to see. Null: there is none.',
  })
  otherCaseId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For NAME: where another name stands, such as `account`. For DOCUMENT_READ: the fact, such as `providerName`. Null: for other kinds.',
  })
  place!: string | null;

  @Field(() => Boolean, { description: 'Makes a case one of high risk.' })
  risky!: boolean;
}
