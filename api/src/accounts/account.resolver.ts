import { Arg, createUnionType, Ctx, Extensions, ID, Int, Mutation, Query, Resolver, UseMiddleware } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import { Person, Viewer } from './account.entity.ts';
import type { AccountService } from './account.service.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { SessionService } from './session.service.ts';
import { SignIn, unionSignIn } from './sign-in-answer.ts';
import { AccountDeactivated, EmailNotVerified } from './sign-in.refusals.ts';
import type { SignInService } from './sign-in.service.ts';

const SignInResult = createUnionType({
  name: 'SignInResult',
  types: () => [SignIn, EmailNotVerified, AccountDeactivated] as const,
});

@Resolver()
export class AccountResolver {
  constructor(
    readonly accounts: AccountService,
    private readonly signIns: SignInService,
    readonly sessions: SessionService,
    readonly liveSessions: LiveSessions,
  ) {}

  @Extensions({ oncePerOperation: true })
  @Mutation(() => SignInResult, {
    description: 'With a password. What is still asked (a second factor, a new password) is a member of the answer.',
  })
  @UseMiddleware(openToEverybody)
  async signIn(
    @Ctx() context: Context,
    @Arg('email', () => String, { description: 'Capitals do not matter.' }) email: string,
    @Arg('password', () => String, { description: 'Exactly as it was chosen.' }) password: string,
  ): Promise<typeof SignInResult> {
    const tokens = this.signIns.signIn(context.actor, email, password, context.userAgent);
    return orRefusal(
      tokens.then((given) => unionSignIn(this, context, given)),
      EmailNotVerified,
      AccountDeactivated,
    );
  }

  @Query(() => Viewer, { nullable: true, description: 'Null when nobody is signed in.' })
  viewer(@Ctx() { actor }: Context): Promise<Viewer | null> {
    return this.accounts.viewer(actor);
  }

  @Query(() => [Person], { description: 'Staff: people whose name begins with the text.' })
  people(
    @Ctx() { actor }: Context,
    @Arg('search', () => String, { description: 'The beginning of a name, or of several of its words.' })
    search: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many at most: 1 to 50.' }) first: number,
  ): Promise<Person[]> {
    return this.accounts.people(actor, search, first);
  }

  @Query(() => Person, { description: 'Name of an account.' })
  person(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose name is wanted.' }) id: string,
  ): Promise<Person> {
    return this.accounts.person(actor, id);
  }
}
