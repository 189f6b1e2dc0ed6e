import {
  Arg,
  createUnionType,
  Ctx,
  Extensions,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
  UseMiddleware,
} from 'type-graphql';
import { useOwnAccount } from '../accounts/account.policy.ts';
import { SignIn, unionSignIn, type SignInAnswerParts } from '../accounts/sign-in-answer.ts';
import { LinkUsedUp } from '../accounts/sign-in.refusals.ts';
import type { AccountLive } from '../platform/account-live.ts';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { resolverOf } from '../platform/graphql-schema.ts';
import { demand } from '../platform/permission.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import { HandOff, HandOffLink } from './hand-off.ts';
import type { HandOffService } from './hand-off.service.ts';
import { useOwnApplication } from './onboarding.policy.ts';

const RedeemHandOffResult = createUnionType({
  name: 'RedeemHandOffResult',
  types: () => [SignIn, LinkUsedUp] as const,
});

@Resolver()
export class HandOffResolver {
  constructor(
    private readonly service: HandOffService,
    private readonly answers: SignInAnswerParts,
    private readonly live: AccountLive<{ accountId: string }, HandOff>,
  ) {}

  @Query(() => HandOff, {
    description: 'The phone that one handed joining to, while it is signed in.',
  })
  handOff(@Ctx() { actor }: Context): Promise<HandOff> {
    return this.service.own(actor);
  }

  @Mutation(() => HandOffLink, {
    description:
      'A code that signs a phone in, for joining alone. The one that was shown before opens nothing any more.',
  })
  beginHandOff(@Ctx() { actor }: Context): Promise<HandOffLink> {
    return this.service.begin(actor);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => RedeemHandOffResult, { description: 'On the phone, with what the code says behind its `#`.' })
  @UseMiddleware(openToEverybody)
  redeemHandOff(
    @Ctx() context: Context,
    @Arg('token', () => String, { description: 'What stands behind the `#` of the link.' }) token: string,
  ): Promise<typeof RedeemHandOffResult> {
    return orRefusal(
      this.service
        .redeem(context.actor, token, context.userAgent)
        .then((tokens) => unionSignIn(this.answers, context, tokens)),
      LinkUsedUp,
    );
  }

  @Mutation(() => HandOff, { description: 'Signs the phone out.' })
  endHandOff(@Ctx() { actor }: Context): Promise<HandOff> {
    return this.service.end(actor);
  }

  @Subscription(() => HandOff, {
    description: 'The viewer’s own, when a phone was connected or signed out.',
    subscribe: ({ context, info }: SubscribeResolverData<unknown, Record<string, never>, Context>) => {
      demand(context.actor, useOwnAccount);
      return resolverOf(info, HandOffResolver).live.subscribe(demand(context.actor, useOwnApplication).accountId);
    },
  })
  handOffChanged(@Root() handOff: HandOff): HandOff {
    return handOff;
  }
}
