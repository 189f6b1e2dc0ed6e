import {
  Arg,
  createUnionType,
  Ctx,
  Extensions,
  Field,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  UseMiddleware,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import type { Settings } from '../platform/setting.ts';
import { PasswordRefused, passwordRules, ShownPasswordRules } from './password-policy.ts';
import type { PasswordService } from './password.service.ts';
import { AcceptInvitationInput, RegisterInput } from './registration.inputs.ts';
import type { RegistrationService } from './registration.service.ts';
import { SignIn, type SignInAnswerParts, unionSignIn } from './sign-in-answer.ts';
import { LinkUsedUp, WrongPassword } from './sign-in.refusals.ts';

@ObjectType({ description: 'Says nothing about whether the address has an account: the mail that is sent does.' })
export class MailPromised {
  @Field(() => String, { description: 'Where the mail goes, as you gave it.' })
  email: string;

  constructor(email: string) {
    this.email = email;
  }
}

@ObjectType({ description: 'The new password holds. Whoever was signed in elsewhere is signed out.' })
export class PasswordReplaced {
  @Field(() => Boolean, { description: 'Always true.' })
  done = true;
}

@ObjectType({ description: 'Who was invited.' })
export class Invitation {
  @Field(() => String, { description: 'As staff have entered it.' })
  displayName!: string;

  @Field(() => String, { description: 'To which the link was mailed.' })
  email!: string;
}

const RegisterResult = createUnionType({
  name: 'RegisterResult',
  types: () => [MailPromised, PasswordRefused] as const,
});
const VerifyEmailResult = createUnionType({
  name: 'VerifyEmailResult',
  types: () => [SignIn, LinkUsedUp, WrongPassword] as const,
});
const AcceptInvitationResult = createUnionType({
  name: 'AcceptInvitationResult',
  types: () => [SignIn, LinkUsedUp, PasswordRefused] as const,
});
const ResetPasswordResult = createUnionType({
  name: 'ResetPasswordResult',
  types: () => [PasswordReplaced, LinkUsedUp, PasswordRefused] as const,
});
const ChangePasswordResult = createUnionType({
  name: 'ChangePasswordResult',
  types: () => [PasswordReplaced, WrongPassword, PasswordRefused] as const,
});

const once = { oncePerOperation: true };
const token = 'What stands behind the `#` of the link in the mail.';

export interface RegistrationResolverParts extends SignInAnswerParts {
  registrations: RegistrationService;
  passwords: PasswordService;
  settings: Settings;
}

/** What people do at the door. */
@Resolver()
export class RegistrationResolver {
  constructor(private readonly parts: RegistrationResolverParts) {}

  @Query(() => ShownPasswordRules, {
    description: 'What a new password has to be. From the settings; anybody may ask.',
  })
  passwordRules(): ShownPasswordRules {
    return passwordRules(this.parts.settings);
  }

  @Query(() => Invitation, { nullable: true, description: 'Null when the link cannot be used, or not any more.' })
  @UseMiddleware(openToEverybody)
  invitation(@Arg('token', () => String, { description: token }) link: string): Promise<Invitation | null> {
    return this.parts.registrations.invited(link);
  }

  @Extensions(once)
  @Mutation(() => RegisterResult, {
    description:
      'Makes an account that waits for its address to be confirmed. The answer never tells whether the address was known.',
  })
  @UseMiddleware(openToEverybody)
  register(
    @Ctx() { actor }: Context,
    @Arg('input', () => RegisterInput) input: RegisterInput,
  ): Promise<typeof RegisterResult> {
    const registered = this.parts.registrations.register(actor, input);
    return orRefusal(
      registered.then(() => new MailPromised(input.email)),
      PasswordRefused,
    );
  }

  @Extensions(once)
  @Mutation(() => MailPromised, { description: 'Sends the mail that confirms an address once more.' })
  @UseMiddleware(openToEverybody)
  async requestConfirmation(
    @Ctx() { actor }: Context,
    @Arg('email', () => String, {
      description: 'Where the link is mailed, if there is such an account; the answer is the same without.',
    })
    email: string,
  ): Promise<MailPromised> {
    await this.parts.registrations.requestConfirmation(actor, email);
    return new MailPromised(email);
  }

  @Extensions(once)
  @Mutation(() => VerifyEmailResult, {
    description: 'Confirms the address with the link and the password, and signs in.',
  })
  @UseMiddleware(openToEverybody)
  verifyEmail(
    @Ctx() context: Context,
    @Arg('token', () => String, { description: token }) link: string,
    @Arg('password', () => String, { description: 'Of the account: the link alone is not enough.' }) password: string,
  ): Promise<typeof VerifyEmailResult> {
    const { registrations } = this.parts;
    const tokens = registrations.confirm(context.actor, link, password, context.userAgent);
    return orRefusal(
      tokens.then((given) => unionSignIn(this.parts, context, given)),
      LinkUsedUp,
      WrongPassword,
    );
  }

  @Extensions(once)
  @Mutation(() => AcceptInvitationResult, { description: 'Chooses a password, and signs in.' })
  @UseMiddleware(openToEverybody)
  acceptInvitation(
    @Ctx() context: Context,
    @Arg('input', () => AcceptInvitationInput) input: AcceptInvitationInput,
  ): Promise<typeof AcceptInvitationResult> {
    const tokens = this.parts.registrations.accept(context.actor, input, context.userAgent);
    return orRefusal(
      tokens.then((given) => unionSignIn(this.parts, context, given)),
      LinkUsedUp,
      PasswordRefused,
    );
  }

  @Extensions(once)
  @Mutation(() => MailPromised, { description: 'Mails a link. The answer never tells whether the address is known.' })
  @UseMiddleware(openToEverybody)
  async requestPasswordReset(
    @Ctx() { actor }: Context,
    @Arg('email', () => String, {
      description: 'Where the link is mailed, if there is such an account; the answer is the same without.',
    })
    email: string,
  ): Promise<MailPromised> {
    await this.parts.passwords.requestReset(actor, email);
    return new MailPromised(email);
  }

  @Extensions(once)
  @Mutation(() => ResetPasswordResult, { description: 'Ends every session.' })
  @UseMiddleware(openToEverybody)
  resetPassword(
    @Ctx() { actor }: Context,
    @Arg('token', () => String, { description: token }) link: string,
    @Arg('newPassword', () => String, { description: 'Judged by the rules of `passwordRules`.' }) newPassword: string,
  ): Promise<typeof ResetPasswordResult> {
    const reset = this.parts.passwords.reset(actor, link, newPassword);
    return orRefusal(
      reset.then(() => new PasswordReplaced()),
      LinkUsedUp,
      PasswordRefused,
    );
  }

  @Extensions(once)
  @Mutation(() => ChangePasswordResult, { description: 'Ends every other session.' })
  changePassword(
    @Ctx() { actor }: Context,
    @Arg('currentPassword', () => String, { description: 'Proves that it is the person themselves.' })
    currentPassword: string,
    @Arg('newPassword', () => String, { description: 'Judged by the rules of `passwordRules`.' }) newPassword: string,
  ): Promise<typeof ChangePasswordResult> {
    const changed = this.parts.passwords.change(actor, currentPassword, newPassword);
    return orRefusal(
      changed.then(() => new PasswordReplaced()),
      WrongPassword,
      PasswordRefused,
    );
  }
}
