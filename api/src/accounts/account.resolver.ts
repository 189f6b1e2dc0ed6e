import { Arg, Ctx, Extensions, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { Person, Viewer } from './account.entity.ts';
import type { AccountService } from './account.service.ts';
import type { SessionService } from './session.service.ts';
import type { SignInService } from './sign-in.service.ts';

@ObjectType()
export class SignIn {
  @Field(() => String, {
    description: 'For programs: send it as `Authorization: Bearer …`. Browsers use the cookie and never ask for it.',
  })
  token!: string;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => Viewer)
  viewer!: Viewer;
}

@Resolver()
export class AccountResolver {
  constructor(
    private readonly accounts: AccountService,
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
  ) {}

  @Extensions({ oncePerOperation: true })
  @Mutation(() => SignIn)
  async signIn(
    @Ctx() context: Context,
    @Arg('email', () => String) email: string,
    @Arg('password', () => String) password: string,
  ): Promise<SignIn> {
    const { account, token, expiresAt } = await this.signIns.signIn(context.actor, email, password);
    if (context.app) {
      // The cookie is about to be replaced: nobody could end the session that it held.
      await this.sessions.end(context.actor);
      context.setCookie(this.sessions.cookie(context.app, token, expiresAt));
    }
    const viewer = await this.accounts.viewer({ ...context.actor, accountId: account.id });
    return { token, expiresAt, viewer: viewer! };
  }

  @Mutation(() => Boolean, { description: 'False when nobody was signed in.' })
  async signOut(@Ctx() { actor, app, setCookie }: Context): Promise<boolean> {
    if (app) setCookie(this.sessions.cookie(app, '', null));
    return this.sessions.end(actor);
  }

  @Query(() => Viewer, { nullable: true, description: 'Null when nobody is signed in.' })
  viewer(@Ctx() { actor }: Context): Promise<Viewer | null> {
    return this.accounts.viewer(actor);
  }

  @Query(() => [Person], { description: 'Staff: people whose name begins with the text.' })
  people(
    @Ctx() { actor }: Context,
    @Arg('search', () => String) search: string,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
  ): Promise<Person[]> {
    return this.accounts.people(actor, search, first);
  }

  @Query(() => Person)
  person(@Ctx() { actor }: Context, @Arg('id', () => ID) id: string): Promise<Person> {
    return this.accounts.person(actor, id);
  }
}
