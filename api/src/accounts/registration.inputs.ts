import { Field, InputType } from 'type-graphql';

@InputType()
export class RegisterInput {
  @Field(() => String)
  email!: string;

  @Field(() => String, { description: 'How others see you.' })
  displayName!: string;

  @Field(() => String)
  password!: string;

  @Field(() => String, { nullable: true, description: 'Of mails, such as `en`.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'A name of the IANA time zone database.' })
  timeZone?: string | null;
}

@InputType()
export class AcceptInvitationInput {
  @Field(() => String, { description: 'What stands behind the `#` of the link.' })
  token!: string;

  @Field(() => String)
  password!: string;
}
