import { Field, ID, ObjectType } from 'type-graphql';
import { IdentityCheckStatus } from './identity-check.lifecycle.ts';

@ObjectType({ description: 'A check of an identity document on the page of a provider.' })
export class IdentityCheck {
  @Field(() => ID)
  id!: string;

  @Field(() => IdentityCheckStatus, { description: 'VERIFIED, CANCELLED and FAILED are final.' })
  status!: IdentityCheckStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Where to go, while it is open. For the creator alone. Null: nowhere, or not for the viewer.',
  })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'The provider’s code of what was wrong. Null: nothing was.' })
  problem!: string | null;

  @Field(() => Boolean, { description: 'What was read is being compared with what was typed.' })
  comparing!: boolean;

  @Field(() => Boolean, { description: 'It shows who this is: no pictures are needed.' })
  vouches!: boolean;

  @Field(() => [String], {
    description:
      'What stands otherwise on the document than in the application, such as `birthDate`. Never what stands there.',
  })
  unlike!: string[];

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null while it is open.' })
  finishedAt!: Date | null;
}
