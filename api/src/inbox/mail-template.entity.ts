import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { NoticeChannel } from './notification.entity.ts';

@ObjectType({ description: 'Something that a text may contain as `{{name}}`.' })
export class MailTemplateVariable {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  example!: string;

  @Field(() => Boolean, { description: 'An address to follow; the text has to contain it.' })
  isLink!: boolean;
}

@ObjectType({ description: 'What one notice says in one language.' })
export class MailTemplateText {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  language!: string;

  @Field(() => Int, { description: '0: never changed. Send it back as `basedOn`.' })
  version!: number;

  @Field(() => Boolean, { description: 'False: the text of the release.' })
  edited!: boolean;

  @Field(() => String)
  subject!: string;

  @Field(() => String, { description: 'Markdown.' })
  body!: string;

  @Field(() => String)
  shippedSubject!: string;

  @Field(() => String)
  shippedBody!: string;

  @Field(() => Date, { nullable: true })
  changedAt!: Date | null;
}

@ObjectType({ description: 'A notice, and what it says in each language.' })
export class MailTemplate {
  @Field(() => ID, { description: 'The key of the notice, such as `accounts.verifyEmail`.' })
  notice!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Boolean)
  optional!: boolean;

  @Field(() => [NoticeChannel])
  channels!: NoticeChannel[];

  @Field(() => [MailTemplateVariable])
  variables!: MailTemplateVariable[];

  @Field(() => [MailTemplateText])
  texts!: MailTemplateText[];
}

@ObjectType()
export class MailTemplateVersion {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => String, { nullable: true, description: 'Null: back to the text of the release.' })
  subject!: string | null;

  @Field(() => String, { nullable: true })
  body!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Person, { nullable: true })
  author!: Person | null;
}

@ObjectType({ description: 'How a text reads with examples for its variables.' })
export class MailPreview {
  @Field(() => String)
  subject!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String, { description: 'Of paragraphs, lists, emphasis and links only.' })
  html!: string;
}

@InputType()
export class MailTextInput {
  @Field(() => ID)
  notice!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  subject!: string;

  @Field(() => String)
  body!: string;
}
