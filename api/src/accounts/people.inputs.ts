import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { AccountStatus } from './account.lifecycle.ts';
import { Audience, PermissionScope } from './people.ts';

@InputType({ description: 'Every condition that is given has to hold; null is none.' })
export class AccountFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of a name, or a whole e-mail address or phone number.',
  })
  search?: string | null;

  @Field(() => [AccountStatus], { nullable: true, description: 'Any of these. None: every status.' })
  status?: AccountStatus[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of roles; people who have one of them.' })
  roles?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'People of this agency or brand. Null: of any.' })
  organisationId?: string | null;
}

export enum AccountOrder {
  NEWEST = 'NEWEST',
  LAST_SIGN_IN = 'LAST_SIGN_IN',
}
registerEnumType(AccountOrder, {
  name: 'AccountOrder',
  description: 'What a list of people begins with.',
  valuesConfig: { LAST_SIGN_IN: { description: 'Who signed in last first; who never did comes last.' } },
});

@InputType({ description: 'Somebody who shall have an account.' })
export class InviteAccountInput {
  @Field(() => String, { description: 'Where the link is mailed; becomes the name to sign in with.' })
  email!: string;

  @Field(() => String, { description: 'How others see the person.' })
  displayName!: string;

  @Field(() => [String], { description: 'Keys of at least one role.' })
  roles!: string[];

  @Field(() => ID, { nullable: true, description: 'Demanded by roles for brands. Null: none.' })
  organisationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Language code, such as `en`. Null: English.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name, such as `Europe/Madrid`. Null: UTC.' })
  timeZone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: the account waits until the invitation is sent by hand. Null: it is sent.',
  })
  sendInvitation?: boolean | null;
}

@InputType({ description: 'What is left out or null stays as it is.' })
export class UpdateAccountInput {
  @Field(() => String, { nullable: true, description: 'How others see the person.' })
  displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'Language code of the product, such as `en`.' })
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA name, such as `Europe/Madrid`.' })
  timeZone?: string | null;
}

@InputType({ description: 'A single permission for one person, or against them.' })
export class GrantInput {
  @Field(() => String, { description: 'By name; `permissions` lists all.' })
  permission!: string;

  @Field(() => PermissionScope, { nullable: true, description: 'The widest one that makes sense when absent.' })
  scope?: PermissionScope | null;

  @Field(() => String, { description: 'Why; kept for other staff.' })
  reason!: string;

  @Field(() => Date, { nullable: true, description: 'In the future. Null: until it is lifted.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'A role to be made.' })
export class CreateRoleInput {
  @Field(() => String, { description: 'For people; the key is made from it.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For other staff: whom it is meant for. Null: nothing was said.',
  })
  description?: string | null;

  @Field(() => Audience, { description: 'For whom; cannot be changed afterwards.' })
  audience!: Audience;

  @Field(() => String, {
    nullable: true,
    description: 'Key of a role to begin with the permissions of. Null: it begins with none.',
  })
  copyOf?: string | null;
}

@InputType({ description: 'How far one permission of a role shall reach from now on.' })
export class RolePermissionChange {
  @Field(() => String, { description: 'By name; `permissions` lists all.' })
  permission!: string;

  @Field(() => PermissionScope, { nullable: true, description: 'Null takes it away.' })
  scope?: PermissionScope | null;
}
