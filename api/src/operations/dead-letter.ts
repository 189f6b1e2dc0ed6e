import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';

@ObjectType()
export class JobQueue {
  @Field(() => ID)
  name!: string;

  @Field(() => Int)
  waiting!: number;

  @Field(() => Int)
  active!: number;

  @Field(() => Int)
  deadLetters!: number;
}

@ObjectType({ description: 'A job that was given up; it waits for a person to retry or discard it.' })
export class DeadLetter {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  queue!: string;

  @Field(() => String)
  error!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Date)
  failedAt!: Date;

  @Field(() => String, { description: "The job's payload: ids only." })
  payload!: string;

  @Field(() => ID, { nullable: true })
  imageRequestId!: string | null;
}

@ObjectType()
export class DeadLetterConnection {
  @Field(() => [DeadLetter])
  nodes!: DeadLetter[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
export class SettledDeadLetter {
  @Field(() => ID)
  id!: string;
}
