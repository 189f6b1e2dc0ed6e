import { Field, InputType, Int } from 'type-graphql';
import { TermsBlock } from './terms.entity.ts';

@InputType()
export class TermsTextInput {
  @Field(() => String)
  language!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  body!: string;
}

@InputType()
export class TermsDraftInput {
  @Field(() => Boolean)
  required!: boolean;

  @Field(() => [TermsBlock])
  blocks!: TermsBlock[];

  @Field(() => Int)
  graceDays!: number;

  @Field(() => [TermsTextInput])
  texts!: TermsTextInput[];
}
