import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';
import { MailStatus } from './mail-message.lifecycle.ts';
import { MailProblem } from './mail-problem.ts';

registerEnumType(MailStatus, {
  name: 'MailStatus',
  description: 'How far a mail came.',
  valuesConfig: {
    BOUNCED: { description: 'The other side refused for good, or every try was used up.' },
    KEPT: { description: 'Readable in the outbox and sent nowhere: this installation sends no mail.' },
    QUEUED: { description: 'Waits to be sent.' },
    RETRYING: { description: 'A try failed in a way that may pass; another one follows.' },
    SENDING: { description: 'Being handed over.' },
    SENT: { description: 'The other side has taken it.' },
    SUPPRESSED: { description: 'Not tried: mail to this address came back before, and this one can wait.' },
  },
});

@ObjectType({ description: 'A mail, on its way or arrived.' })
export class MailMessage {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The key of the notice.' })
  notice!: string;

  @Field(() => Person, { description: 'To whom.' })
  person!: Person;

  @Field(() => String, { description: 'The address, masked.' })
  recipient!: string;

  @Field(() => String, { description: 'Language code in which it is written.' })
  language!: string;

  @Field(() => String, { description: 'As it was sent.' })
  subject!: string;

  @Field(() => String, {
    description: 'Where mail really leaves, addresses in it are masked: they let their reader in.',
  })
  text!: string;

  @Field(() => MailStatus, { description: 'How far it came.' })
  status!: MailStatus;

  @Field(() => Int, { description: 'Tries so far.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What the last try met, such as `550 5.1.1` or `ETIMEDOUT`. Null: nothing went wrong.',
  })
  failure!: string | null;

  @Field(() => MailProblem, { nullable: true, description: 'What `failure` means. Null: nothing went wrong.' })
  problem!: MailProblem | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null: no other attempt is due.' })
  nextAttemptAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it arrived or was given up; null while it is on its way.' })
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

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class MailMessageFilter {
  @Field(() => [MailStatus], { nullable: true, description: 'Any of these. None: every status.' })
  status?: MailStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Key of a notice, such as `accounts.invitation`.' })
  notice?: string | null;

  @Field(() => ID, { nullable: true, description: 'Mails to this person.' })
  personId?: string | null;
}

@ObjectType({ description: 'A notice that is sent as mail.' })
export class OutboxNotice {
  @Field(() => ID, { description: 'Its key, such as `accounts.verifyEmail`.' })
  key!: string;

  @Field(() => String, { description: 'When it is sent, in the language that was asked for.' })
  description!: string;
}

@ObjectType({ description: 'What the outbox can be narrowed to, and whether mail leaves at all.' })
export class OutboxFacts {
  @Field(() => Boolean, { description: 'False: mail stays in the outbox, where it can be read whole.' })
  leaves!: boolean;

  @Field(() => String, { nullable: true, description: 'Host and port through which mail leaves. Null: none leaves.' })
  server!: string | null;

  @Field(() => [OutboxNotice], { description: 'What is sent as mail, in the order of the descriptions.' })
  notices!: OutboxNotice[];
}
