import { Arg, Ctx, Mutation, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { AccountLive } from '../platform/account-live.ts';
import type { Context } from '../platform/context.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import { demand } from '../platform/permission.ts';
import type { FirstStepsService } from './first-steps.service.ts';
import { FirstStepKind, FirstSteps, type FirstStepsChanged } from './first-steps.ts';
import { useOwnApplication } from './onboarding.policy.ts';

@Resolver()
export class FirstStepsResolver {
  constructor(
    private readonly service: FirstStepsService,
    private readonly live: AccountLive<FirstStepsChanged, FirstSteps>,
  ) {}

  @Query(() => FirstSteps, { description: 'The viewer’s own.' })
  firstSteps(@Ctx() { actor }: Context): Promise<FirstSteps> {
    return this.service.own(actor);
  }

  @Mutation(() => FirstSteps, { description: 'The viewer has looked at what the step is about.' })
  seeFirstStep(
    @Ctx() { actor }: Context,
    @Arg('step', () => FirstStepKind, { description: 'What was looked at.' }) step: FirstStepKind,
  ): Promise<FirstSteps> {
    return this.service.see(actor, step);
  }

  @Mutation(() => FirstSteps, { description: 'On all devices. False shows the guide again.' })
  putFirstStepsAway(
    @Ctx() { actor }: Context,
    @Arg('away', () => Boolean, { description: 'False brings them back.' }) away: boolean,
  ): Promise<FirstSteps> {
    return this.service.putAway(actor, away);
  }

  @Subscription(() => FirstSteps, {
    description: 'The viewer’s own, when a step was taken or the guide put away.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) =>
      resolverOf(info, FirstStepsResolver).live.subscribe(demand(context.actor, useOwnApplication).accountId),
  })
  firstStepsChanged(@Root() firstSteps: FirstSteps): FirstSteps {
    return firstSteps;
  }
}
