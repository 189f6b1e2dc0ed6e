import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { DeadLetterConnection, JobQueue, SettledDeadLetter } from './dead-letter.ts';
import { Health } from './health.ts';
import type { OperationsService } from './operations.service.ts';

@Resolver()
export class OperationsResolver {
  constructor(readonly service: OperationsService) {}

  @Query(() => Health, { description: 'Every part that the product needs, looked at now.' })
  health(@Ctx() { actor }: Context): Promise<Health> {
    return this.service.health(actor);
  }

  @Query(() => [JobQueue], { description: 'Kinds of background work with how much of it waits.' })
  jobQueues(@Ctx() { actor }: Context): Promise<JobQueue[]> {
    return this.service.jobQueues(actor);
  }

  @Query(() => DeadLetterConnection, { description: 'Jobs that were given up, newest first.' })
  deadLetters(
    @Ctx() { actor }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<DeadLetterConnection> {
    return this.service.deadLetters(actor, { first, after });
  }

  @Mutation(() => SettledDeadLetter, { description: 'Puts the job back into its queue.' })
  retryDeadLetter(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which job.' }) id: string,
  ): Promise<SettledDeadLetter> {
    return this.service.retryDeadLetter(actor, id);
  }

  @Mutation(() => SettledDeadLetter, { description: 'Gives the job up for good.' })
  discardDeadLetter(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which job.' }) id: string,
  ): Promise<SettledDeadLetter> {
    return this.service.discardDeadLetter(actor, id);
  }
}
