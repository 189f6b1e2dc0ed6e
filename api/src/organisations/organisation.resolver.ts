import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AccountView } from '../accounts/people.ts';
import { Batch } from '../platform/batch.ts';
import type { Context } from '../platform/context.ts';
import { Organisation, OrganisationKind } from './organisation.ts';
import type { OrganisationService } from './organisation.service.ts';

@Resolver(() => AccountView)
export class OrganisationResolver {
  readonly #batches = new WeakMap<Context, Batch<Organisation>>();

  constructor(private readonly service: OrganisationService) {}

  @Query(() => [Organisation], { description: 'Those whose name begins with the text.' })
  organisations(
    @Ctx() { actor }: Context,
    @Arg('search', () => String, {
      defaultValue: '',
      description: 'The beginning of a name; capitals do not matter. Empty: all.',
    })
    search: string,
  ): Promise<Organisation[]> {
    return this.service.list(actor, search);
  }

  @Mutation(() => Organisation, { description: 'One more brand or agency.' })
  createOrganisation(
    @Ctx() { actor }: Context,
    @Arg('name', () => String, { description: 'For people; unique.' }) name: string,
    @Arg('kind', () => OrganisationKind, { description: 'An agency, or a brand.' }) kind: OrganisationKind,
  ): Promise<Organisation> {
    return this.service.create(actor, name, kind);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'Null also when the viewer may not see it.' })
  organisation(@Root() account: AccountView, @Ctx() context: Context): Promise<Organisation | null> | null {
    return account.organisationId === null ? null : this.#batchOf(context).load(account.organisationId);
  }

  #batchOf(context: Context): Batch<Organisation> {
    const known = this.#batches.get(context);
    if (known) return known;
    const batch = new Batch<Organisation>(async (ids) => {
      const found = await this.service.some(context.actor, ids);
      return new Map(found.map((organisation) => [organisation.id, organisation]));
    });
    this.#batches.set(context, batch);
    return batch;
  }
}
