import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { AccountStatus } from './account.lifecycle.ts';
import { Audience, PermissionScope } from './people.ts';

@InputType()
export class AccountFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The beginning of a name, or a whole e-mail address or phone number.',
  })
  search?: string | null;

  @Field(() => [AccountStatus], { nullable: true })
  status?: AccountStatus[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of roles; people who have one of them.' })
  roles?: string[] | null;

  @Field(() => ID, { nullable: true })
  organisationId?: string | null;
}

export enum AccountOrder {
  NEWEST = 'NEWEST',
  LAST_SIGN_IN = 'LAST_SIGN_IN',
}
registerEnumType(AccountOrder, { name: 'AccountOrder' });

@InputType()
export class InviteAccountInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  displayName!: string;

  @Field(() => [String], { description: 'Keys of at least one role.' })
  roles!: string[];

  @Field(() => ID, { nullable: true, description: 'Demanded by roles for brands.' })
  organisationId?: string | null;

  @Field(() => String, { nullable: true })
  language?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: the account waits until the invitation is sent by hand.',
  })
  sendInvitation?: boolean | null;
}

@InputType()
export class UpdateAccountInput {
  @Field(() => String, { nullable: true })
  displayName?: string | null;

  @Field(() => String, { nullable: true })
  language?: string | null;

  @Field(() => String, { nullable: true })
  timeZone?: string | null;
}

@InputType()
export class GrantInput {
  @Field(() => String)
  permission!: string;

  @Field(() => PermissionScope, { nullable: true, description: 'The widest one that makes sense when absent.' })
  scope?: PermissionScope | null;

  @Field(() => String)
  reason!: string;

  @Field(() => Date, { nullable: true })
  expiresAt?: Date | null;
}

@InputType()
export class CreateRoleInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Audience)
  audience!: Audience;

  @Field(() => String, { nullable: true, description: 'Key of a role to begin with the permissions of.' })
  copyOf?: string | null;
}

@InputType()
export class RolePermissionChange {
  @Field(() => String)
  permission!: string;

  @Field(() => PermissionScope, { nullable: true, description: 'Null takes it away.' })
  scope?: PermissionScope | null;
}
