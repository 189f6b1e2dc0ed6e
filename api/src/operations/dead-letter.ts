import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';

@ObjectType({ description: 'Work of one kind that is done outside of requests.' })
export class JobQueue {
  @Field(() => ID, { description: 'Kind of work.' })
  name!: string;

  @Field(() => Int, { description: 'Jobs whose turn has not come.' })
  waiting!: number;

  @Field(() => Int, { description: 'Jobs at work now.' })
  active!: number;

  @Field(() => Int, { description: 'Jobs that were given up.' })
  deadLetters!: number;
}

@ObjectType({ description: 'A job that was given up; it waits for a person to retry or discard it.' })
export class DeadLetter {
  @Field(() => ID, { description: 'Of the job that was given up.' })
  id!: string;

  @Field(() => String, { description: 'Kind of work.' })
  queue!: string;

  @Field(() => String, { description: 'Message of the last failure.' })
  error!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => Date, { description: 'When it was given up.' })
  failedAt!: Date;

  @Field(() => String, { description: "The job's payload: ids only." })
  payload!: string;

  @Field(() => ID, { nullable: true, description: 'The image request it belongs to. Null: none.' })
  imageRequestId!: string | null;
}

@ObjectType()
export class DeadLetterConnection {
  @Field(() => [DeadLetter])
  nodes!: DeadLetter[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'What is gone, so that clients can forget it.' })
export class SettledDeadLetter {
  @Field(() => ID)
  id!: string;
}
