import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { NoticeChannel } from './notification.entity.ts';

@ObjectType({ description: 'Something that a text may contain as `{{name}}`.' })
export class MailTemplateVariable {
  @Field(() => String, { description: 'Without braces.' })
  name!: string;

  @Field(() => String, { description: 'What previews put in its place.' })
  example!: string;

  @Field(() => Boolean, { description: 'An address to follow; the text has to contain it.' })
  isLink!: boolean;
}

@ObjectType({ description: 'What one notice says in one language.' })
export class MailTemplateText {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Language code, such as `en`.' })
  language!: string;

  @Field(() => Int, { description: 'Grows with each change; 0: never changed. Sent back when changing.' })
  revision!: number;

  @Field(() => Boolean, { description: 'False: the text of the release.' })
  edited!: boolean;

  @Field(() => String, { description: 'One line; may contain variables.' })
  subject!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;

  @Field(() => String, { description: 'As the product came, to go back to.' })
  shippedSubject!: string;

  @Field(() => String, { description: 'As the product came, to go back to.' })
  shippedBody!: string;

  @Field(() => Date, { nullable: true, description: 'Null: as the product came.' })
  changedAt!: Date | null;
}

@ObjectType({ description: 'A notice, and what it says in each language.' })
export class MailTemplate {
  @Field(() => ID, { description: 'The key of the notice, such as `accounts.verifyEmail`.' })
  notice!: string;

  @Field(() => String, { description: 'When it is sent, in the language that was asked for.' })
  description!: string;

  @Field(() => Boolean, { description: 'Whether people may switch it off.' })
  optional!: boolean;

  @Field(() => [NoticeChannel], { description: 'Where it is said.' })
  channels!: NoticeChannel[];

  @Field(() => [MailTemplateVariable], { description: 'What a text may contain.' })
  variables!: MailTemplateVariable[];

  @Field(() => [MailTemplateText], { description: 'One for each language of the product.' })
  texts!: MailTemplateText[];
}

@ObjectType({ description: 'How a text read after one change.' })
export class MailTemplateVersion {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: 'Counted from 1 for each notice and language.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'Null: back to the text of the release.' })
  subject!: string | null;

  @Field(() => String, { nullable: true, description: 'Null: went back to what the product came with.' })
  body!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Null: the product itself, or somebody who is gone.' })
  author!: Person | null;
}

@ObjectType({ description: 'How a text reads with examples for its variables.' })
export class MailPreview {
  @Field(() => String, { description: 'With the examples in place.' })
  subject!: string;

  @Field(() => String, { description: 'With the examples in place, as plain text.' })
  text!: string;

  @Field(() => String, { description: 'Of paragraphs, lists, emphasis and links only.' })
  html!: string;
}

@InputType({ description: 'A text of a notice, not necessarily saved.' })
export class MailTextInput {
  @Field(() => ID, { description: 'Key of a notice, such as `accounts.invitation`.' })
  notice!: string;

  @Field(() => String, { description: 'Language code, such as `en`.' })
  language!: string;

  @Field(() => String, { description: 'One line; may contain variables.' })
  subject!: string;

  @Field(() => String, { description: 'Markdown; may contain variables.' })
  body!: string;
}
