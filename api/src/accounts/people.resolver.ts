import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Extensions, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Actor } from '../platform/actor.ts';
import type { Context } from '../platform/context.ts';
import { orRefusal, type Refusal } from '../platform/errors.ts';
import { selects } from '../platform/graphql-lookahead.ts';
import type { AccessService } from './access.service.ts';
import { EmailInUse, LastAdministrator, NotHeld } from './account.refusals.ts';
import type { EmailChangeService } from './email-change.service.ts';
import { AccountConnection, AccountView, GrantEffect, RoleChoice } from './people.ts';
import { AccountFilter, AccountOrder, GrantInput, InviteAccountInput, UpdateAccountInput } from './people.inputs.ts';
import type { PeopleReads } from './people.reads.ts';
import type { PeopleService } from './people.service.ts';
import { SessionInfo } from './session-info.ts';
import type { SecondFactorService } from './second-factor.service.ts';

const InviteAccountResult = createUnionType({
  name: 'InviteAccountResult',
  types: () => [AccountView, EmailInUse, NotHeld] as const,
});
const ChangePhoneResult = createUnionType({
  name: 'ChangeAccountPhoneResult',
  types: () => [AccountView, NotHeld] as const,
});
const ChangeEmailResult = createUnionType({
  name: 'ChangeAccountEmailResult',
  types: () => [AccountView, NotHeld, EmailInUse] as const,
});
const ChangeAccountResult = createUnionType({
  name: 'ChangeAccountResult',
  types: () => [AccountView, NotHeld, LastAdministrator] as const,
});

const selectsContacts = (info: GraphQLResolveInfo, below = ''): boolean =>
  ['email', 'phone'].some((field) => selects(info, `${below}${field}`));

@Resolver()
export class PeopleResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly access: AccessService,
    private readonly reads: PeopleReads,
    private readonly secondFactors: SecondFactorService,
    private readonly emailChanges: EmailChangeService,
  ) {}

  @Query(() => AccountConnection, { description: 'The people whom the viewer looks after.' })
  accounts(
    @Ctx() { actor }: Context,
    @Arg('filter', () => AccountFilter, { nullable: true }) filter: AccountFilter | null,
    @Arg('order', () => AccountOrder, { defaultValue: AccountOrder.NEWEST }) order: AccountOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccountConnection> {
    return this.reads.list(actor, { filter, order, first, after }, selectsContacts(info, 'nodes.'));
  }

  @Query(() => [RoleChoice], { description: 'Every role, for lists to choose from.' })
  roleChoices(@Ctx() { actor }: Context): Promise<RoleChoice[]> {
    return this.reads.roleChoices(actor);
  }

  @Query(() => AccountView, {
    description: 'One account with what the viewer may know of it.',
  })
  account(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccountView> {
    return this.reads.one(actor, id, selectsContacts(info));
  }

  @Query(() => [SessionInfo], { description: 'Where somebody is signed in, the device used last first.' })
  accountSessions(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<SessionInfo[]> {
    return this.reads.sessionsOf(actor, id);
  }

  @Mutation(() => Boolean, { description: 'Signs one device of somebody out, at once.' })
  async endAccountSession(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('sessionId', () => ID, { description: 'Which sign-in of that person.' }) sessionId: string,
  ): Promise<boolean> {
    await this.people.endSession(actor, id, sessionId);
    return true;
  }

  @Mutation(() => InviteAccountResult, { description: 'Makes an account and mails a link to choose a password.' })
  async inviteAccount(
    @Ctx() { actor }: Context,
    @Arg('input', () => InviteAccountInput) input: InviteAccountInput,
  ): Promise<AccountView | Refusal> {
    return orRefusal(
      this.people.invite(actor, input).then((id) => this.reads.one(actor, id)),
      EmailInUse,
      NotHeld,
    );
  }

  @Mutation(() => AccountView, { description: 'A new link; the earlier one opens nothing any more.' })
  resendInvitation(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.people.resendInvitation(actor, id));
  }

  @Mutation(() => AccountView, { description: 'Name, language, time zone of somebody else.' })
  updateAccount(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('input', () => UpdateAccountInput) input: UpdateAccountInput,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.people.update(actor, id, input));
  }

  @Mutation(() => ChangeAccountResult, {
    description: 'Ends every session at once; roles stay as they are. The person is not told.',
  })
  deactivateAccount(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('reason', () => String, { description: 'Why, for other staff; kept sealed beside the audit event.' })
    reason: string,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.people.deactivate(actor, id, reason));
  }

  @Mutation(() => ChangePhoneResult, { description: 'Of somebody who holds no more than the viewer.' })
  changeAccountPhone(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('phone', () => String, { description: 'With the country code, such as +49 170 1234567. Empty: none.' })
    phone: string,
  ): Promise<AccountView | Refusal> {
    return orRefusal(this.#after(actor, id, this.people.changePhone(actor, id, phone)), NotHeld);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => ChangeEmailResult, {
    description:
      'Needs proof of who is asking. The account keeps its address until its person confirms the new one by a link and the password.',
  })
  changeAccountEmail(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('email', () => String, { description: 'The new one; a link is mailed to it.' }) email: string,
  ): Promise<AccountView | Refusal> {
    return orRefusal(this.#after(actor, id, this.emailChanges.requestFor(actor, id, email)), NotHeld, EmailInUse);
  }

  @Extensions({ oncePerOperation: true })
  @Mutation(() => ChangeEmailResult, {
    description:
      'Needs proof of who is asking. For an invitation that went to a wrong address: its link opens nothing any more, a new one is mailed.',
  })
  correctInvitation(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Who was invited.' }) id: string,
    @Arg('email', () => String, { description: 'The right one; becomes the name to sign in with.' }) email: string,
  ): Promise<AccountView | Refusal> {
    return orRefusal(this.#after(actor, id, this.people.correctInvitation(actor, id, email)), NotHeld, EmailInUse);
  }

  @Mutation(() => ChangeAccountResult, {
    description:
      'Needs proof of who is asking. The person reaches what is the other organisation’s from now on; what is limited to an organisation reaches nothing in none.',
  })
  moveAccount(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('from', () => ID, {
      nullable: true,
      description: 'The organisation before; another one is a conflict. Null: the person belonged to none.',
    })
    from: string | null,
    @Arg('organisationId', () => ID, {
      nullable: true,
      description: 'For people with a role that belongs to one. Null: none, for people without such a role.',
    })
    to: string | null,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.people.move(actor, id, from ?? null, to ?? null));
  }

  @Mutation(() => ChangeAccountResult, { description: 'Who never chose a password is invited again by hand.' })
  reactivateAccount(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.people.reactivate(actor, id));
  }

  @Mutation(() => AccountView, { description: 'Forgets the failed sign-ins so far.' })
  unlockAccount(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.people.unlock(actor, id));
  }

  @Mutation(() => AccountView, { description: 'Mails a link to choose another password.' })
  sendPasswordReset(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.people.sendPasswordReset(actor, id));
  }

  @Mutation(() => AccountView, { description: 'Signs the person out on every device.' })
  endAccountSessions(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.people.endSessions(actor, id));
  }

  @Mutation(() => AccountView, { description: 'For somebody who lost theirs. Ends their sessions.' })
  resetSecondFactor(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
  ): Promise<AccountView> {
    return this.#after(actor, id, this.secondFactors.reset(actor, id));
  }

  @Mutation(() => ChangeAccountResult, {
    description: 'Needs proof of who is asking. Nobody can give away what they do not hold.',
  })
  assignRole(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('role', () => String, { description: 'Key of a role.' }) role: string,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.access.assignRole(actor, id, role));
  }

  @Mutation(() => ChangeAccountResult, {
    description: 'Needs proof of who is asking. The last administrator keeps the role.',
  })
  removeRole(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('role', () => String, { description: 'Key of a role.' }) role: string,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.access.removeRole(actor, id, role));
  }

  @Mutation(() => ChangeAccountResult, { description: 'Gives one permission besides the roles.' })
  grantPermission(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('input', () => GrantInput) input: GrantInput,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.access.grant(actor, id, GrantEffect.GRANT, input));
  }

  @Mutation(() => ChangeAccountResult, { description: 'Takes one permission away in spite of the roles.' })
  denyPermission(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('input', () => GrantInput) input: GrantInput,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.access.grant(actor, id, GrantEffect.DENY, input));
  }

  @Mutation(() => ChangeAccountResult, { description: 'Neither given nor denied: what the roles say holds again.' })
  liftGrant(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Whose account.' }) id: string,
    @Arg('permission', () => String, { description: 'By name.' }) permission: string,
  ): Promise<AccountView | Refusal> {
    return this.#changed(actor, id, this.access.lift(actor, id, permission));
  }

  async #after(actor: Actor, id: string, work: Promise<void>): Promise<AccountView> {
    await work;
    return this.reads.one(actor, id);
  }

  #changed(actor: Actor, id: string, work: Promise<void>): Promise<AccountView | Refusal> {
    return orRefusal(this.#after(actor, id, work), NotHeld, LastAdministrator);
  }
}
