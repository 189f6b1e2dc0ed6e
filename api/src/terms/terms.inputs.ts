import { Field, InputType, Int } from 'type-graphql';
import { TermsBlock } from './terms.entity.ts';

@InputType({ description: 'A version in one language.' })
export class TermsTextInput {
  @Field(() => String, { description: 'Language code, such as `en`.' })
  language!: string;

  @Field(() => String, { description: 'Heading; one line.' })
  title!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;
}

@InputType({ description: 'What the next version shall say. It replaces the whole draft.' })
export class TermsDraftInput {
  @Field(() => Boolean, { description: 'Whether consent is demanded.' })
  required!: boolean;

  @Field(() => [TermsBlock], { description: 'What stops without consent. Empty: nothing.' })
  blocks!: TermsBlock[];

  @Field(() => Int, { description: 'Days until it stops, for who had an account before it came in force. 0: at once.' })
  graceDays!: number;

  @Field(() => [TermsTextInput], { description: 'One for each language; English at least.' })
  texts!: TermsTextInput[];
}
