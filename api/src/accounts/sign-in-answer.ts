import { Field, ObjectType } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { Viewer } from './account.entity.ts';
import type { AccountService } from './account.service.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { SessionService, SessionTokens } from './session.service.ts';

@ObjectType({ description: 'The session that began.' })
export class SignIn {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`.' })
  accessToken!: string;

  @Field(() => Date, { description: 'When the access token ends: renew it before.' })
  expiresAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'For programs: renews both tokens, once. Null for the browser apps, which keep it in a cookie.',
  })
  refreshToken!: string | null;

  @Field(() => Viewer, { description: 'Who is signed in, and what they may do.' })
  viewer!: Viewer;
}

export interface SignInAnswerParts {
  accounts: AccountService;
  sessions: SessionService;
  liveSessions: LiveSessions;
}

/** Hands a session to whoever began it: a browser app gets the refresh token as its cookie, a program in the answer. */
export async function answerSignIn(
  { accounts, sessions, liveSessions }: SignInAnswerParts,
  context: Context,
  { sessionId, accessToken, expiresAt, refreshToken, refreshExpiresAt }: SessionTokens,
): Promise<SignIn> {
  const identity = await liveSessions.identify(accessToken);
  const viewer = identity && (await accounts.viewer({ ...context.actor, ...identity }));
  if (!viewer) throw new AppError('UNAUTHENTICATED', 'This session has ended');
  if (!context.app) return { accessToken, expiresAt, refreshToken, viewer };

  // The cookie is about to be replaced: nobody could end another session that it held.
  const held = context.refreshToken === null ? null : await liveSessions.ofRefreshToken(context.refreshToken);
  if (held && held.sessionId !== sessionId) await sessions.signOut({ ...context.actor, ...held });
  context.setCookie(liveSessions.cookie(context.app, refreshToken, refreshExpiresAt));
  return { accessToken, expiresAt, refreshToken: null, viewer };
}

/** Unions know their members by class. */
export const unionSignIn = async (...parts: Parameters<typeof answerSignIn>): Promise<SignIn> =>
  Object.assign(new SignIn(), await answerSignIn(...parts));
