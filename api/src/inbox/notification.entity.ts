import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';

export enum NoticeChannel {
  MAIL = 'MAIL',
  INBOX = 'INBOX',
}
registerEnumType(NoticeChannel, {
  name: 'NoticeChannel',
  description: 'How somebody is told something.',
  valuesConfig: { MAIL: { description: 'By e-mail.' }, INBOX: { description: 'In the app.' } },
});

@ObjectType({ description: 'Something the viewer was told.' })
export class Notification {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The key of what it is about, such as `accounts.passwordChanged`.' })
  notice!: string;

  @Field(() => String, { description: 'One line.' })
  title!: string;

  @Field(() => String, { description: 'In the language of the person, as plain text.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Where to go from here: an absolute address. Null: nowhere.' })
  link!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: not read yet.' })
  readAt!: Date | null;
}

@ObjectType()
export class NotificationConnection {
  @Field(() => [Notification])
  nodes!: Notification[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'The viewer’s inbox after something came or was read.' })
export class InboxChange {
  /** Of the notification: of several changes that wait for a slow reader, the last one is enough. */
  id!: string;

  @Field(() => Int, { description: 'What the viewer has not read yet.' })
  unread!: number;

  @Field(() => Notification, { nullable: true, description: 'The one that came or was read; null when it was many.' })
  notification!: Notification | null;
}

@ObjectType({ description: 'What the viewer wants to hear of one kind of event.' })
export class NotificationPreference {
  @Field(() => ID, { description: 'The key of the notice.' })
  notice!: string;

  @Field(() => String, { description: 'What it is about, in the language that was asked for.' })
  description!: string;

  @Field(() => Boolean, { description: 'False: about the security of the account, so it cannot be turned off.' })
  optional!: boolean;

  @Field(() => [NoticeChannel], { description: 'The ways in which it can come.' })
  channels!: NoticeChannel[];

  @Field(() => [NoticeChannel], { description: 'Those of them that the viewer wants.' })
  wanted!: NoticeChannel[];
}
