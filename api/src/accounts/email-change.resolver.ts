import {
  Arg,
  createUnionType,
  Ctx,
  Extensions,
  Field,
  Mutation,
  ObjectType,
  Resolver,
  UseMiddleware,
} from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import { openToEverybody } from '../platform/request-reach.ts';
import type { EmailChangeService } from './email-change.service.ts';
import { MailPromised } from './registration.resolver.ts';
import { LinkUsedUp, WrongPassword } from './sign-in.refusals.ts';

@ObjectType({ description: 'The account has this address from now on.' })
export class EmailChanged {
  @Field(() => String, { description: 'In the form in which it is stored.' })
  email: string;

  constructor(email: string) {
    this.email = email;
  }
}

const ConfirmEmailChangeResult = createUnionType({
  name: 'ConfirmEmailChangeResult',
  types: () => [EmailChanged, LinkUsedUp, WrongPassword] as const,
});
const UndoEmailChangeResult = createUnionType({
  name: 'UndoEmailChangeResult',
  types: () => [EmailChanged, LinkUsedUp] as const,
});

const once = { oncePerOperation: true };
const token = 'What stands behind the `#` of the link in the mail.';

@Resolver()
export class EmailChangeResolver {
  constructor(private readonly changes: EmailChangeService) {}

  @Extensions(once)
  @Mutation(() => MailPromised, {
    description:
      'Needs a recent proof of identity. The account keeps its address until the link in the mail was opened.',
  })
  async requestEmailChange(
    @Ctx() { actor }: Context,
    @Arg('email', () => String, { description: 'The new one; a link is mailed to it.' }) email: string,
  ): Promise<MailPromised> {
    await this.changes.request(actor, email);
    return new MailPromised(email);
  }

  @Extensions(once)
  @Mutation(() => ConfirmEmailChangeResult, { description: 'With the link in the mail and the password.' })
  @UseMiddleware(openToEverybody)
  confirmEmailChange(
    @Ctx() { actor }: Context,
    @Arg('token', () => String, { description: token }) link: string,
    @Arg('password', () => String, { description: 'Of the account: the link alone is not enough.' }) password: string,
  ): Promise<typeof ConfirmEmailChangeResult> {
    const changed = this.changes.confirm(actor, link, password);
    return orRefusal(
      changed.then((email) => new EmailChanged(email)),
      LinkUsedUp,
      WrongPassword,
    );
  }

  @Extensions(once)
  @Mutation(() => UndoEmailChangeResult, {
    description: 'The former address holds again. Ends every session; the password is chosen anew by a link in a mail.',
  })
  @UseMiddleware(openToEverybody)
  undoEmailChange(
    @Ctx() { actor }: Context,
    @Arg('token', () => String, { description: token }) link: string,
  ): Promise<typeof UndoEmailChangeResult> {
    const undone = this.changes.undo(actor, link);
    return orRefusal(
      undone.then((email) => new EmailChanged(email)),
      LinkUsedUp,
    );
  }
}
