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
  valuesConfig: {
    CREATOR: { description: 'Who makes pictures, in the creators’ app.' },
    STAFF: { description: 'Who works at the desks; always with a second factor.' },
    BRAND: { description: 'People of a brand, invited by staff.' },
  },
});

export enum PermissionScope {
  OWN = 'OWN',
  ORGANISATION = 'ORGANISATION',
  ALL = 'ALL',
}
registerEnumType(PermissionScope, {
  name: 'PermissionScope',
  description: 'Whose things a permission reaches, from the narrowest to the widest.',
  valuesConfig: {
    OWN: { description: 'One’s own.' },
    ORGANISATION: { description: 'Those of one’s agency or brand.' },
    ALL: { description: 'Everybody’s.' },
  },
});

export enum GrantEffect {
  GRANT = 'GRANT',
  DENY = 'DENY',
}
registerEnumType(GrantEffect, {
  name: 'GrantEffect',
  description: 'Given to one person besides their roles, or denied to them in spite of these.',
  valuesConfig: {
    GRANT: { description: 'Allowed, also where no role says so.' },
    DENY: { description: 'Not allowed, whatever the roles say.' },
  },
});

@ObjectType({ description: 'A role that somebody has.' })
export class AccountRole {
  @Field(() => String, { description: 'Stable name for programs, such as `KYC_REVIEWER`.' })
  key!: string;

  @Field(() => String, { description: 'For people, as staff have worded it.' })
  name!: string;

  @Field(() => Audience, { description: 'Decides which app it opens.' })
  audience!: Audience;
}

@ObjectType({ description: 'A role that somebody could be given.' })
export class RoleChoice extends AccountRole {
  @Field(() => Boolean, { description: 'The viewer holds all that it gives, so could hand it on.' })
  viewerMayGive!: boolean;
}

@ObjectType({ description: 'A single permission that somebody was given or denied.' })
export class AccountGrant {
  @Field(() => String, { description: 'By name, such as `accounts.read`; `permissions` lists all.' })
  permission!: string;

  @Field(() => GrantEffect, { description: 'Whether it is given or denied.' })
  effect!: GrantEffect;

  @Field(() => PermissionScope, { description: 'How far it reaches.' })
  scope!: Scope;

  @Field(() => String, { description: 'What whoever gave or denied it wrote down.' })
  reason!: string;

  @Field(() => Person, {
    nullable: true,
    description: 'Null: the platform itself, or somebody of whom the viewer sees nothing.',
  })
  grantedBy!: Person | null;

  @Field(() => Date, { description: 'From this moment it holds.' })
  grantedAt!: string;

  @Field(() => Date, { nullable: true, description: 'Null: holds until it is lifted.' })
  expiresAt!: string | null;
}

@ObjectType({ description: 'Somebody is let in no more.' })
export class AccountDeactivation {
  @Field(() => String, { description: 'What whoever deactivated the account wrote down.' })
  reason!: string;

  @Field(() => Person, { nullable: true, description: 'Null: somebody of whom the viewer sees nothing.' })
  deactivatedBy!: Person | null;

  @Field(() => Date, { description: 'From this moment on.' })
  at!: string;
}

@ObjectType({ description: 'What somebody may do at this moment.' })
export class HeldPermission {
  @Field(() => String, { description: 'By name, such as `accounts.read`; `permissions` lists all.' })
  permission!: string;

  @Field(() => PermissionScope, { description: 'How far it reaches.' })
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

  @Field(() => AccountStatus, { description: 'Whether the person can sign in, and why not.' })
  status!: AccountStatus;

  @Field(() => String, { description: 'Language code, such as `en`, in which the person is written to.' })
  language!: string;

  @Field(() => String, { description: 'IANA name, such as `Europe/Madrid`.' })
  timeZone!: string;

  organisationId!: string | null;

  @Field(() => Date)
  createdAt!: string;

  @Field(() => Date, { nullable: true, description: 'Null: never signed in.' })
  lastSignInAt!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Too many failed sign-ins: no sign-in until then. Null: it is not locked.',
  })
  lockedUntil!: Date | null;

  @Field(() => Boolean, { description: 'Has set up an authenticator app or a passkey.' })
  hasSecondFactor!: boolean;

  @Field(() => [AccountRole], { description: 'At least one; together they give the permissions.' })
  roles!: AccountRole[];

  @Field(() => [AccountGrant], {
    description: 'Single permissions given or denied besides the roles; those that ran out are not among them.',
  })
  grants!: AccountGrant[];

  @Field(() => AccountDeactivation, {
    nullable: true,
    description:
      'Why the person is let in no more. Null: they are let in, the reason is not known, or the viewer sees the people of one organisation only.',
  })
  deactivation!: AccountDeactivation | null;

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
  @Field(() => String, { description: 'Stable, such as `accounts.read`.' })
  name!: string;

  @Field(() => String, { description: 'What it lets somebody do, in English.' })
  description!: string;

  @Field(() => [PermissionScope], { description: 'The scopes that make sense for it.' })
  scopes!: readonly Scope[];

  @Field(() => [PermissionScope], { description: 'Those of them that the viewer could give to somebody.' })
  viewerMayGive!: Scope[];
}

@ObjectType({ description: 'A permission within a role.' })
export class RolePermission {
  @Field(() => String, { description: 'By name, such as `accounts.read`; `permissions` lists all.' })
  permission!: string;

  @Field(() => PermissionScope, { description: 'How far it reaches.' })
  scope!: Scope;
}

@ObjectType({ description: 'A set of permissions that people are given together.' })
export class Role {
  @Field(() => ID, { description: 'Stable name for programs, such as `KYC_REVIEWER`.' })
  key!: string;

  @Field(() => String, { description: 'For people, as staff have worded it.' })
  name!: string;

  @Field(() => String, { description: 'For other staff: whom it is meant for. Null: nothing was said.' })
  description!: string;

  @Field(() => Boolean, {
    description: 'The description is the one that came with the product: a client may say it in the reader’s language.',
  })
  describedAsShipped!: boolean;

  @Field(() => Audience, { description: 'Decides which app it opens.' })
  audience!: Audience;

  @Field(() => Boolean, { description: 'Comes with the product: it cannot be deleted.' })
  builtIn!: boolean;

  @Field(() => Int, { description: 'Grows with each change. Sent back when changing.' })
  revision!: number;

  @Field(() => Int, { description: 'How many people have it.' })
  holders!: number;

  @Field(() => Boolean, { description: 'The viewer has this role, so somebody else has to widen it.' })
  viewerHolds!: boolean;

  @Field(() => [RolePermission], { description: 'What it gives, and how far.' })
  permissions!: RolePermission[];

  @Field(() => [RolePermission], { nullable: true, description: 'As this release ships it. Null: made by staff.' })
  shipped!: RolePermission[] | null;
}

@ObjectType({ description: 'What is gone, so that clients can forget it.' })
export class DeletedRole {
  @Field(() => ID, { description: 'The role that is gone.' })
  key!: string;
}
