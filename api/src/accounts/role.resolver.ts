import { Arg, createUnionType, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { orRefusal, type Refusal } from '../platform/errors.ts';
import { LastAdministrator, NotHeld, RoleInUse } from './account.refusals.ts';
import { DeclaredPermission, DeletedRole, Role } from './people.ts';
import { CreateRoleInput, RolePermissionChange } from './people.inputs.ts';
import type { RoleService } from './role.service.ts';

const ChangeRoleResult = createUnionType({
  name: 'ChangeRoleResult',
  types: () => [Role, NotHeld, LastAdministrator] as const,
});
const DeleteRoleResult = createUnionType({
  name: 'DeleteRoleResult',
  types: () => [DeletedRole, RoleInUse] as const,
});

@Resolver()
export class RoleResolver {
  constructor(private readonly service: RoleService) {}

  @Query(() => [DeclaredPermission], { description: 'Every permission there is.' })
  permissions(@Ctx() { actor }: Context): DeclaredPermission[] {
    return this.service.permissions(actor);
  }

  @Query(() => [Role], { description: 'Every role with its permissions.' })
  roles(@Ctx() { actor }: Context): Promise<Role[]> {
    return this.service.list(actor);
  }

  @Mutation(() => ChangeRoleResult, { description: 'A role without permissions.' })
  createRole(
    @Ctx() { actor }: Context,
    @Arg('input', () => CreateRoleInput) input: CreateRoleInput,
  ): Promise<Role | Refusal> {
    return orRefusal(
      this.service.create(actor, input).then((key) => this.service.one(actor, key)),
      NotHeld,
      LastAdministrator,
    );
  }

  @Mutation(() => Role, { description: 'Name and description.' })
  async renameRole(
    @Ctx() { actor }: Context,
    @Arg('key', () => String, { description: 'Key of a role.' }) key: string,
    @Arg('name', () => String, { description: 'For people.' }) name: string,
    @Arg('description', () => String, { description: 'For other staff: whom it is meant for.' }) description: string,
  ): Promise<Role> {
    await this.service.rename(actor, key, { name, description });
    return this.service.one(actor, key);
  }

  @Mutation(() => DeleteRoleResult, { description: 'Only a role that nobody holds.' })
  deleteRole(
    @Ctx() { actor }: Context,
    @Arg('key', () => String, { description: 'Key of a role.' }) key: string,
  ): Promise<DeletedRole | RoleInUse> {
    return orRefusal(
      this.service.remove(actor, key).then(() => Object.assign(new DeletedRole(), { key })),
      RoleInUse,
    );
  }

  @Mutation(() => ChangeRoleResult, {
    description: 'All of the changes or none. `revision` is the one that they were made on.',
  })
  changeRole(
    @Ctx() { actor }: Context,
    @Arg('key', () => String, { description: 'Key of a role.' }) key: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
    @Arg('changes', () => [RolePermissionChange], { description: 'Only what shall be different.' })
    changes: RolePermissionChange[],
  ): Promise<Role | Refusal> {
    return orRefusal(
      this.service.changePermissions(actor, key, revision, changes).then(() => this.service.one(actor, key)),
      NotHeld,
      LastAdministrator,
    );
  }
}
