import { Field, ObjectType } from 'type-graphql';
import type { Refusal } from '../platform/errors.ts';

@ObjectType({ description: 'The password is right; the link in the mail was not opened yet.' })
export class EmailNotVerified implements Refusal {
  @Field(() => String)
  message = 'Confirm your e-mail address first: the link is in the mail';
}

@ObjectType({ description: 'The password is right; staff closed this account.' })
export class AccountDeactivated implements Refusal {
  @Field(() => String)
  message = 'This account is closed';
}

@ObjectType({ description: 'The link was used, is too old, or is no link of ours.' })
export class LinkUsedUp implements Refusal {
  @Field(() => String)
  message = 'This link cannot be used, or not any more';
}

@ObjectType({ description: 'The current password is another one. Nothing was changed.' })
export class WrongPassword implements Refusal {
  @Field(() => String)
  message = 'This is not the password';
}
