import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';
import { MailStatus } from './mail-message.lifecycle.ts';

registerEnumType(MailStatus, { name: 'MailStatus' });

@ObjectType({ description: 'A mail, on its way or arrived.' })
export class MailMessage {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The key of the notice.' })
  notice!: string;

  @Field(() => Person)
  person!: Person;

  @Field(() => String, { description: 'The address, masked.' })
  recipient!: string;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  subject!: string;

  @Field(() => String, {
    description: 'Where mail really leaves, addresses in it are masked: they let their reader in.',
  })
  text!: string;

  @Field(() => MailStatus)
  status!: MailStatus;

  @Field(() => Int, { description: 'Tries so far.' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'What the last try met, such as `550 5.1.1` or `ETIMEDOUT`.' })
  failure!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  nextAttemptAt!: Date | null;

  @Field(() => Date, { nullable: true })
  settledAt!: Date | null;

  @Field(() => [String], { description: 'What the viewer may do with it now: `retry`.' })
  viewerMoves!: string[];
}

@ObjectType()
export class MailMessageConnection {
  @Field(() => [MailMessage])
  nodes!: MailMessage[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class MailMessageFilter {
  @Field(() => [MailStatus], { nullable: true })
  status?: MailStatus[] | null;

  @Field(() => ID, { nullable: true })
  notice?: string | null;

  @Field(() => ID, { nullable: true })
  personId?: string | null;
}

@ObjectType({ description: 'What the outbox can be narrowed to, and whether mail leaves at all.' })
export class OutboxFacts {
  @Field(() => Boolean, { description: 'False: mail stays in the outbox, where it can be read whole.' })
  leaves!: boolean;

  @Field(() => String, { nullable: true, description: 'Host and port through which mail leaves. Null: none leaves.' })
  server!: string | null;

  @Field(() => [String], { description: 'Keys of the notices that are sent as mail.' })
  notices!: string[];
}
