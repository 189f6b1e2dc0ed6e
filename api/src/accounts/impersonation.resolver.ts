import {
  Arg,
  createUnionType,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  UseMiddleware,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import { Viewer } from './account.entity.ts';
import type { ImpersonationService } from './impersonation.service.ts';
import { Impersonation, ImpersonationLink, SupportAccessNotAllowed } from './impersonation.ts';
import { answerSignIn, SignIn, type SignInAnswerParts } from './sign-in-answer.ts';

const ImpersonationResult = createUnionType({
  name: 'ImpersonationResult',
  types: () => [ImpersonationLink, SupportAccessNotAllowed] as const,
});

@Resolver(() => Viewer)
export class ImpersonationResolver {
  constructor(
    private readonly service: ImpersonationService,
    private readonly answers: SignInAnswerParts,
  ) {}

  @FieldResolver(() => Impersonation, { nullable: true, description: 'Null: the viewer is really this person.' })
  impersonation(@Ctx() { actor }: Context): Promise<Impersonation | null> {
    return this.service.current(actor);
  }

  @Query(() => Date, {
    nullable: true,
    description: 'Until when support may look at the own account. Null: it may not.',
  })
  supportAccessUntil(@Ctx() { actor }: Context): Promise<Date | null> {
    return this.service.supportAccessUntil(actor);
  }

  @Mutation(() => Date, { description: 'Lets support look at the own account. Until when.' })
  allowSupportAccess(
    @Ctx() { actor }: Context,
    @Arg('hours', () => Int, { description: 'For how long, from now.' }) hours: number,
  ): Promise<Date> {
    return this.service.allow(actor, hours);
  }

  @Mutation(() => Boolean, { description: 'Whoever is looking loses sight of the account at once.' })
  async withdrawSupportAccess(@Ctx() { actor }: Context): Promise<boolean> {
    await this.service.withdraw(actor);
    return true;
  }

  @Mutation(() => ImpersonationResult, {
    description: 'Opens the app as somebody else sees it, for a while. Needs a reason; the person is told.',
  })
  impersonate(
    @Ctx() { actor }: Context,
    @Arg('accountId', () => ID, { description: 'Whose account.' }) accountId: string,
    @Arg('reason', () => String, { description: 'Kept sealed beside the audit event.' }) reason: string,
    @Arg('readOnly', () => Boolean, {
      defaultValue: true,
      description: 'False: also to act for the person, which needs a permission of its own.',
    })
    readOnly: boolean,
  ): Promise<ImpersonationLink | SupportAccessNotAllowed> {
    return orRefusal(this.service.start(actor, accountId, reason, readOnly), SupportAccessNotAllowed);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => SignIn, { description: 'Begins what `impersonate` gave the link for, with the code of the link.' })
  @UseMiddleware(openToEverybody)
  async redeemImpersonation(
    @Ctx() context: Context,
    @Arg('code', () => String, { description: 'What stands behind the `#` of the link.' }) code: string,
  ): Promise<SignIn> {
    return answerSignIn(this.answers, context, await this.service.redeem(context.actor, code, context.userAgent));
  }
}
