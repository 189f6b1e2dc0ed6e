import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../platform/pagination.ts';
import type { Scope } from '../platform/permission.ts';
import { Person } from './account.entity.ts';
import { AccountStatus } from './account.lifecycle.ts';
import { AccountMove } from './account.policy.ts';

export enum Audience {
  CREATOR = 'CREATOR',
  STAFF = 'STAFF',
  BRAND = 'BRAND',
}
registerEnumType(Audience, {
  name: 'Audience',
  description: 'For whom a role is made: which app they use, and whether they must have a second factor.',
});

export enum PermissionScope {
  OWN = 'OWN',
  ORGANISATION = 'ORGANISATION',
  ALL = 'ALL',
}
registerEnumType(PermissionScope, {
  name: 'PermissionScope',
  description: 'Whose things a permission reaches, from the narrowest to the widest.',
});

export enum GrantEffect {
  GRANT = 'GRANT',
  DENY = 'DENY',
}
registerEnumType(GrantEffect, {
  name: 'GrantEffect',
  description: 'Given to one person besides their roles, or denied to them in spite of these.',
});

@ObjectType({ description: 'A role that somebody has.' })
export class AccountRole {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Audience)
  audience!: Audience;
}

@ObjectType({ description: 'A role that somebody could be given.' })
export class RoleChoice extends AccountRole {
  @Field(() => Boolean, { description: 'The viewer holds all that it gives, so could hand it on.' })
  viewerMayGive!: boolean;
}

@ObjectType({ description: 'A single permission that somebody was given or denied.' })
export class AccountGrant {
  @Field(() => String)
  permission!: string;

  @Field(() => GrantEffect)
  effect!: GrantEffect;

  @Field(() => PermissionScope)
  scope!: Scope;

  @Field(() => String)
  reason!: string;

  @Field(() => Person, {
    nullable: true,
    description: 'Null: the platform itself, or somebody of whom the viewer sees nothing.',
  })
  grantedBy!: Person | null;

  @Field(() => Date)
  grantedAt!: string;

  @Field(() => Date, { nullable: true })
  expiresAt!: string | null;
}

@ObjectType({ description: 'What somebody may do at this moment.' })
export class HeldPermission {
  @Field(() => String)
  permission!: string;

  @Field(() => PermissionScope)
  scope!: Scope;
}

@ObjectType('Account', { description: 'A person as those see them who look after people.' })
export class AccountView extends Person {
  @Field(() => String, { description: 'Masked, unless the viewer may see it in full.' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Masked, unless the viewer may see it in full. Null: none is known.',
  })
  phone!: string | null;

  @Field(() => AccountStatus)
  status!: AccountStatus;

  @Field(() => String)
  language!: string;

  @Field(() => String)
  timeZone!: string;

  organisationId!: string | null;

  @Field(() => Date)
  createdAt!: string;

  @Field(() => Date, { nullable: true })
  lastSignInAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'Too many failed sign-ins: no sign-in until then.' })
  lockedUntil!: Date | null;

  @Field(() => Boolean, { description: 'Has set up an authenticator app or a passkey.' })
  hasSecondFactor!: boolean;

  @Field(() => [AccountRole])
  roles!: AccountRole[];

  @Field(() => [AccountGrant])
  grants!: AccountGrant[];

  @Field(() => [HeldPermission], { description: 'What the roles and single grants give, without what is denied.' })
  permissions!: HeldPermission[];

  @Field(() => [AccountMove])
  viewerMoves!: AccountMove[];
}

@ObjectType()
export class AccountConnection {
  @Field(() => [AccountView])
  nodes!: AccountView[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A permission that this release knows.' })
export class DeclaredPermission {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => [PermissionScope], { description: 'The scopes that make sense for it.' })
  scopes!: readonly Scope[];

  @Field(() => [PermissionScope], { description: 'Those of them that the viewer could give to somebody.' })
  viewerMayGive!: Scope[];
}

@ObjectType()
export class RolePermission {
  @Field(() => String)
  permission!: string;

  @Field(() => PermissionScope)
  scope!: Scope;
}

@ObjectType()
export class Role {
  @Field(() => ID)
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Audience)
  audience!: Audience;

  @Field(() => Boolean, { description: 'Comes with the product: it cannot be deleted.' })
  builtIn!: boolean;

  @Field(() => Int, { description: 'Grows with every change. A change names the version it was made on.' })
  version!: number;

  @Field(() => Int)
  holders!: number;

  @Field(() => Boolean, { description: 'The viewer has this role, so somebody else has to widen it.' })
  viewerHolds!: boolean;

  @Field(() => [RolePermission])
  permissions!: RolePermission[];

  @Field(() => [RolePermission], { nullable: true, description: 'As this release ships it. Null: made by staff.' })
  shipped!: RolePermission[] | null;
}

@ObjectType()
export class DeletedRole {
  @Field(() => ID)
  key!: string;
}
