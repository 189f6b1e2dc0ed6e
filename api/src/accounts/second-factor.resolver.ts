import { Arg, Ctx, Extensions, ID, Mutation, Query, Resolver, UseMiddleware } from 'type-graphql';
import { SignInStep } from '../platform/actor.ts';
import type { Context } from '../platform/context.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import type { AccountService } from './account.service.ts';
import type { LiveSessions } from './live-sessions.ts';
import { Passkey } from './passkey.entity.ts';
import { ProofInput } from './proof.inputs.ts';
import { ProofKind } from './proof.service.ts';
import type { SecondFactorService } from './second-factor.service.ts';
import { FactorAdded, SecondFactors, TotpEnrolment } from './second-factor.types.ts';
import type { SessionService } from './session.service.ts';
import { answerSignIn, SignIn } from './sign-in-answer.ts';

@Resolver()
export class SecondFactorResolver {
  constructor(
    private readonly factors: SecondFactorService,
    readonly accounts: AccountService,
    readonly sessions: SessionService,
    readonly liveSessions: LiveSessions,
  ) {}

  @Query(() => SecondFactors, { description: 'The own ones.' })
  secondFactors(@Ctx() { actor }: Context): Promise<SecondFactors> {
    return this.factors.own(actor);
  }

  @Query(() => [ProofKind], { description: 'With what the viewer can prove who they are.' })
  proofKinds(@Ctx() { actor }: Context): Promise<ProofKind[]> {
    return this.factors.proofKinds(actor);
  }

  @Query(() => String, { description: 'JSON for `navigator.credentials.get`, to sign in without a password.' })
  passkeySignInOptions(): Promise<string> {
    return this.factors.passkeySignInOptions();
  }

  @Query(() => String, { description: 'JSON for `navigator.credentials.get`, to prove who one is.' })
  passkeyProofOptions(@Ctx() { actor }: Context): Promise<string> {
    return this.factors.passkeyProofOptions(actor);
  }

  @Query(() => String, { description: 'JSON for `navigator.credentials.create`.' })
  passkeyRegistrationOptions(@Ctx() { actor }: Context): Promise<string> {
    return this.factors.passkeyRegistrationOptions(actor);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => SignIn, { description: 'Without a password; counts as both factors.' })
  @UseMiddleware(openToEverybody)
  async signInWithPasskey(
    @Ctx() context: Context,
    @Arg('answer', () => String, { description: 'JSON of the answer to `passkeySignInOptions`.' }) answer: string,
  ): Promise<SignIn> {
    const tokens = await this.factors.signInWithPasskey(context.actor, answer, context.userAgent);
    return answerSignIn(this, context, tokens);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => SignInStep, {
    nullable: true,
    description: 'The second step of a sign-in. Null: signed in now; otherwise what is left to do.',
  })
  verifySecondFactor(
    @Ctx() { actor }: Context,
    @Arg('proof', () => ProofInput, { description: 'One kind of proof and what it needs.' }) proof: ProofInput,
  ): Promise<SignInStep | null> {
    return this.factors.verify(actor, proof);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => Date, { description: 'Shows again who one is. Until when that opens sensitive actions.' })
  stepUp(
    @Ctx() { actor }: Context,
    @Arg('proof', () => ProofInput, { description: 'One kind of proof and what it needs.' }) proof: ProofInput,
  ): Promise<Date> {
    return this.factors.stepUp(actor, proof);
  }

  @Mutation(() => TotpEnrolment, { description: 'A former authenticator app works until the new one is confirmed.' })
  beginTotp(@Ctx() { actor }: Context): Promise<TotpEnrolment> {
    return this.factors.beginTotp(actor);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => FactorAdded, { description: 'Turns the authenticator app on with a first code.' })
  confirmTotp(
    @Ctx() { actor }: Context,
    @Arg('code', () => String, { description: 'Six digits that the app shows now.' }) code: string,
  ): Promise<FactorAdded> {
    return this.factors.confirmTotp(actor, code);
  }

  @Mutation(() => SecondFactors, {
    description: 'Needs proof of who is asking. Not for those who have to have a second factor and no other.',
  })
  removeTotp(@Ctx() { actor }: Context): Promise<SecondFactors> {
    return this.factors.removeTotp(actor);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => FactorAdded, {
    description: "Keeps a passkey: the browser's answer to the options asked for before.",
  })
  registerPasskey(
    @Ctx() { actor }: Context,
    @Arg('answer', () => String, { description: 'JSON of the answer to `passkeyRegistrationOptions`.' }) answer: string,
    @Arg('name', () => String, { description: 'Something by which its owner knows it again.' }) name: string,
  ): Promise<FactorAdded> {
    return this.factors.registerPasskey(actor, answer, name);
  }

  @Mutation(() => Passkey, { description: 'Names a passkey as its owner knows it.' })
  renamePasskey(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
    @Arg('name', () => String, { description: 'Something by which its owner knows it again.' }) name: string,
  ): Promise<Passkey> {
    return this.factors.renamePasskey(actor, id, name);
  }

  @Mutation(() => SecondFactors, { description: 'Needs proof of who is asking.' })
  removePasskey(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'One of the viewer’s own.' }) id: string,
  ): Promise<SecondFactors> {
    return this.factors.removePasskey(actor, id);
  }

  @Mutation(() => [String], { description: 'Ten new codes, shown only now; the former ones end.' })
  renewRecoveryCodes(@Ctx() { actor }: Context): Promise<string[]> {
    return this.factors.renewRecoveryCodes(actor);
  }
}
