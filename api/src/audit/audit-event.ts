import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../accounts/account.entity.ts';
import { PageInfo } from '../platform/pagination.ts';

export enum AuditEventOutcome {
  DONE = 'DONE',
  REFUSED = 'REFUSED',
}
registerEnumType(AuditEventOutcome, {
  name: 'AuditEventOutcome',
  description: 'Whether what somebody wanted was done.',
  valuesConfig: {
    DONE: { description: 'It was done.' },
    REFUSED: { description: 'It was not allowed, or not possible.' },
  },
});

@ObjectType({ description: 'Who did what to which record, when and from where. Never changes.' })
export class AuditEvent {
  @Field(() => ID)
  id!: string;

  @Field(() => Date, { description: 'Time of the database, UTC.' })
  at!: Date;

  @Field(() => String, { description: 'Such as `imaging.request`.' })
  action!: string;

  @Field(() => AuditEventOutcome, { description: 'REFUSED ones changed nothing.' })
  outcome!: AuditEventOutcome;

  @Field(() => ID, { nullable: true, description: 'Null: nobody was signed in, or the platform itself did it.' })
  actorId!: string | null;

  @Field(() => Person, {
    nullable: true,
    description: 'Null: the platform itself, somebody who was not signed in, or somebody who is gone.',
  })
  actor!: Person | null;

  @Field(() => Person, {
    nullable: true,
    description: 'The member of staff who acted in the name of the actor. Null: nobody did.',
  })
  impersonator!: Person | null;

  @Field(() => ID, { nullable: true, description: 'The sign-in with which it was done; null outside of one.' })
  sessionId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The key with which a program acted for the actor. Null: no program did.',
  })
  apiKeyId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What kind of record, such as `account`; null where there is none.',
  })
  recordType!: string | null;

  @Field(() => ID, { nullable: true, description: 'Which one; null where the action is about no single record.' })
  recordId!: string | null;

  @Field(() => String, { nullable: true, description: 'Network address; null where there was none, as with jobs.' })
  ip!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The same for everything that one request caused. Null: no request caused it.',
  })
  requestId!: string | null;

  @Field(() => String, { description: 'JSON: ids and numbers; `before` and `after` where something was changed.' })
  details!: string;

  @Field(() => Int, { nullable: true, description: 'Its place in the chain. Null: it is about to be sealed.' })
  position!: number | null;
}

@ObjectType()
export class AuditEventConnection {
  @Field(() => [AuditEvent])
  nodes!: AuditEvent[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class AuditEventFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of an action, an address, or the id of an event, person, session, record or request.',
  })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this person.' })
  actorId?: string | null;

  @Field(() => String, { nullable: true, description: 'Exactly this action, or all of an area: `imaging.`' })
  action?: string | null;

  @Field(() => String, { nullable: true, description: 'About records of this kind, such as `account`.' })
  recordType?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this record; best together with its type.' })
  recordId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Everything that one request did, as the answer’s `x-request-id` names it.',
  })
  requestId?: string | null;

  @Field(() => AuditEventOutcome, { nullable: true, description: 'Null: both.' })
  outcome?: AuditEventOutcome | null;

  @Field(() => String, { nullable: true, description: 'From exactly this network address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'From this moment on.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this moment.' })
  before?: Date | null;
}

@ObjectType({ description: 'What was signed about the chain, and is also kept outside of the database.' })
export class AuditHeadFacts {
  @Field(() => Int, { description: 'Counted from 1, without gaps.' })
  number!: number;

  @Field(() => Int, { description: 'The last event that it covers.' })
  lastPosition!: number;

  @Field(() => String, { description: 'Stands for every event up to there. Hex.' })
  hash!: string;

  @Field(() => Date, { description: 'When it was signed.' })
  at!: Date;

  @Field(() => Boolean, { description: 'Whether it has reached the place outside.' })
  keptOutside!: boolean;
}

@ObjectType({ description: 'Something in the trail that is not as the product wrote it.' })
export class AuditFinding {
  @Field(() => String, { description: 'Stable name of what is wrong.' })
  code!: string;

  @Field(() => Int, { nullable: true, description: 'Place in the chain, counted from 1; null for what is not in it.' })
  position!: number | null;

  @Field(() => ID, { nullable: true, description: 'Null where it is not about a single event.' })
  eventId!: string | null;

  @Field(() => String, { description: 'What is wrong, in English.' })
  message!: string;
}

@ObjectType({ description: 'A look through the whole trail.' })
export class AuditVerification {
  @Field(() => ID)
  id!: string;

  @Field(() => Date, { description: 'When the look began.' })
  startedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Null while it runs.' })
  finishedAt!: Date | null;

  @Field(() => Int, { description: 'Events that were checked so far.' })
  events!: number;

  @Field(() => [AuditFinding], { description: 'In the order of the chain. None: nothing was tampered with.' })
  findings!: AuditFinding[];
}

@ObjectType({ description: 'How the chain of the audit trail stands.' })
export class AuditChain {
  @Field(() => Int, { description: 'Events that are part of the chain.' })
  sealed!: number;

  @Field(() => Int, { description: 'Recorded and about to be sealed.' })
  waiting!: number;

  @Field(() => AuditHeadFacts, { nullable: true, description: 'Null: nothing was signed yet.' })
  lastHead!: AuditHeadFacts | null;

  @Field(() => AuditVerification, { nullable: true, description: 'Null: nobody has looked yet.' })
  lastVerification!: AuditVerification | null;
}

@ObjectType({ description: 'A file that proves one event anywhere, with nothing but the public key.' })
export class AuditProofFile {
  @Field(() => String, { description: 'What to call it when saving.' })
  fileName!: string;

  @Field(() => String, { description: 'JSON.' })
  content!: string;
}

@ObjectType({ description: 'No head is signed over this event yet: it can be proven in a few minutes.' })
export class AuditProofNotReady {
  @Field(() => String)
  readonly message = 'The next head is signed in a few minutes; then this event can be proven';
}
