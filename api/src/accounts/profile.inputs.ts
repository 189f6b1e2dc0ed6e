import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'With the country code, such as +49 170 1234567. Empty: none.' })
  phone?: string | null;

  @Field(() => String, { nullable: true })
  language?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}
