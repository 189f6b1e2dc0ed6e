import { Field, InputType } from 'type-graphql';

@InputType({ description: 'Somebody who wants to join.' })
export class RegisterInput {
  @Field(() => String, { description: 'Where the link is mailed; becomes the name to sign in with.' })
  email!: string;

  @Field(() => String, { description: 'How others see you.' })
  displayName!: string;

  @Field(() => String, { description: 'Judged by the rules of `passwordRules`.' })
  password!: string;

  @Field(() => String, { nullable: true, description: 'Of mails, such as `en`. Null: English.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'A name of the IANA time zone database. Null: UTC.' })
  timeZone?: string | null;
}

@InputType({ description: 'What an invited person sends from the page their mail leads to.' })
export class AcceptInvitationInput {
  @Field(() => String, { description: 'What stands behind the `#` of the link.' })
  token!: string;

  @Field(() => String, { description: 'Chosen by the person; judged by the rules of `passwordRules`.' })
  password!: string;
}
