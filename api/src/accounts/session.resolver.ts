import { Arg, Ctx, Extensions, ID, Int, Mutation, Query, Resolver, UseMiddleware } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import type { AccountService } from './account.service.ts';
import type { LiveSessions } from './live-sessions.ts';
import { SessionInfo } from './session-info.ts';
import type { SessionService } from './session.service.ts';
import { answerSignIn, SignIn } from './sign-in-answer.ts';

@Resolver()
export class SessionResolver {
  constructor(
    private readonly service: SessionService,
    private readonly live: LiveSessions,
    private readonly accounts: AccountService,
  ) {}

  @Extensions({ oncePerOperation: true, whileLooking: true })
  @Mutation(() => SignIn, {
    description:
      'New tokens for the next minutes. A refresh token works once: an old one ends the session. Ask again with the same key when the answer was lost.',
  })
  @UseMiddleware(openToEverybody)
  async refreshSession(
    @Ctx() context: Context,
    @Arg('retryKey', () => String, { description: '16 to 200 random characters, others for each refresh.' })
    retryKey: string,
    @Arg('refreshToken', () => String, {
      nullable: true,
      description: 'For programs. Null: it is in the cookie, as with the browser apps.',
    })
    given: string | null,
  ): Promise<SignIn> {
    const token = context.app ? context.refreshToken : given;
    if (!token) throw new AppError('UNAUTHENTICATED', 'Sign in first');
    const tokens = await this.service.refresh(context.actor, token, retryKey);
    return answerSignIn({ accounts: this.accounts, liveSessions: this.live, sessions: this.service }, context, tokens);
  }

  @Extensions({ whileLooking: true })
  @Mutation(() => Boolean, { description: 'False when nobody was signed in.' })
  @UseMiddleware(openToEverybody)
  async signOut(@Ctx() context: Context): Promise<boolean> {
    const { actor, app, refreshToken } = context;
    const held = refreshToken && (await this.live.ofRefreshToken(refreshToken));
    if (app) context.setCookie(this.live.cookie(app, '', null));
    return this.service.signOut(actor.sessionId === null && held ? { ...actor, ...held } : actor);
  }

  @Query(() => [SessionInfo], { description: 'Where the viewer is signed in, the device used last first.' })
  sessions(@Ctx() { actor }: Context): Promise<SessionInfo[]> {
    return this.service.own(actor);
  }

  @Mutation(() => Boolean, { description: 'Signs one device out, at once.' })
  async endSession(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own sign-ins.' }) id: string,
  ): Promise<boolean> {
    await this.service.endOwn(actor, id);
    return true;
  }

  @Mutation(() => Int, { description: 'Signs every other device out. Says how many there were.' })
  endOtherSessions(@Ctx() { actor }: Context): Promise<number> {
    return this.service.endAllOwn(actor, { keepThis: true });
  }

  @Mutation(() => Int, {
    description:
      'Signs every device out, this one included. Says how many there were. Keys of programs go on: they are revoked one by one.',
  })
  async signOutEverywhere(@Ctx() { actor, app, setCookie }: Context): Promise<number> {
    const ended = await this.service.endAllOwn(actor, { keepThis: false });
    if (app) setCookie(this.live.cookie(app, '', null));
    return ended;
  }
}
