import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What is left out or null stays as it is.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'How others see the person.' })
  displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'With the country code, such as +49 170 1234567. Empty: none.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Language code of the product, such as `en`.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name, such as `Europe/Madrid`.' })
  timeZone?: string | null;
}
