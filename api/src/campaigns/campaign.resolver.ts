import { Arg, createUnionType, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { CreatorFacts } from '../onboarding/creator-facts.ts';
import { Batch } from '../platform/batch.ts';
import type { Context } from '../platform/context.ts';
import { orRefusal } from '../platform/errors.ts';
import type { Page } from '../platform/pagination.ts';
import { may } from '../platform/permission.ts';
import {
  Campaign,
  CampaignConnection,
  CampaignFit,
  type CampaignInterest,
  CampaignInterestConnection,
} from './campaign.ts';
import { fitOf } from './campaign.fit.ts';
import { CampaignFilter, CampaignInput, CampaignOrder, DiscoverFilter } from './campaign.inputs.ts';
import { CampaignMove } from './campaign.lifecycle.ts';
import { discoverCampaigns } from './campaign.policy.ts';
import type { CampaignReads } from './campaign.reads.ts';
import { CampaignClosed, CampaignConflict, CampaignDatePassed } from './campaign.refusals.ts';
import type { CampaignService } from './campaign.service.ts';

const UpdateCampaignResult = createUnionType({
  name: 'UpdateCampaignResult',
  types: () => [Campaign, CampaignConflict] as const,
});
const MoveCampaignResult = createUnionType({
  name: 'MoveCampaignResult',
  types: () => [Campaign, CampaignConflict, CampaignDatePassed] as const,
});
const ShowInterestResult = createUnionType({
  name: 'ShowInterestResult',
  types: () => [Campaign, CampaignClosed] as const,
});

@Resolver(() => Campaign)
export class CampaignResolver {
  /** What is known of the viewer is read once for an answer, however many campaigns are in it. */
  readonly #facts = new WeakMap<Context, Batch<CreatorFacts>>();

  constructor(
    private readonly service: CampaignService,
    private readonly reads: CampaignReads,
  ) {}

  @Query(() => CampaignConnection, { description: 'What looks for creators now.' })
  discoverCampaigns(
    @Ctx() { actor }: Context,
    @Arg('filter', () => DiscoverFilter, { nullable: true }) filter: DiscoverFilter | null,
    @Arg('order', () => CampaignOrder, { defaultValue: CampaignOrder.NEWEST }) order: CampaignOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<Campaign>> {
    return this.reads.discover(actor, { filter, order, first, after });
  }

  @Query(() => CampaignConnection, { description: 'In every state. Members of a brand see those of their own.' })
  campaigns(
    @Ctx() { actor }: Context,
    @Arg('filter', () => CampaignFilter, { nullable: true }) filter: CampaignFilter | null,
    @Arg('order', () => CampaignOrder, { defaultValue: CampaignOrder.NEWEST }) order: CampaignOrder,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<Campaign>> {
    return this.reads.atDesk(actor, { filter, order, first, after });
  }

  @Query(() => Campaign, {
    nullable: true,
    description:
      'Null where there is none for the viewer. Creators see what looks for creators, and what they are interested in.',
  })
  campaign(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which campaign.' }) id: string,
  ): Promise<Campaign | null> {
    return this.reads.one(actor, id);
  }

  @Query(() => CampaignInterestConnection, { description: 'Who would like to take part, the latest first.' })
  campaignInterests(
    @Ctx() { actor }: Context,
    @Arg('campaignId', () => ID, { description: 'Which campaign.' }) campaignId: string,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Page<CampaignInterest>> {
    return this.reads.interests(actor, campaignId, { first, after });
  }

  @FieldResolver(() => CampaignFit, {
    nullable: true,
    description:
      'Whether it and the viewer suit one another, by what the viewer told of themselves. Null for others than creators.',
  })
  async fit(@Root() campaign: Campaign, @Ctx() context: Context): Promise<CampaignFit | null> {
    const { accountId } = context.actor;
    if (accountId === null || !may(context.actor, discoverCampaigns)) return null;
    const facts = await this.#factsFor(context).load(accountId);
    return facts && fitOf(campaign, facts);
  }

  @Mutation(() => Campaign, { description: 'A draft.' })
  createCampaign(
    @Ctx() { actor }: Context,
    @Arg('input', () => CampaignInput) input: CampaignInput,
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description:
        'Repeating it with the same key answers with the campaign that the viewer made, as it is by now. Null: each makes one.',
    })
    idempotencyKey?: string | null,
  ): Promise<Campaign> {
    return this.service.create(actor, input, idempotencyKey ?? null);
  }

  @Mutation(() => UpdateCampaignResult, { description: 'While it is a draft or is looked through.' })
  updateCampaign(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which campaign.' }) id: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
    @Arg('input', () => CampaignInput) input: CampaignInput,
  ): Promise<Campaign | CampaignConflict> {
    return orRefusal(this.service.update(actor, id, revision, input), CampaignConflict);
  }

  @Mutation(() => MoveCampaignResult, { description: 'CONFLICT where it does not stand where the move begins.' })
  moveCampaign(
    @Ctx() { actor }: Context,
    @Arg('id', () => ID, { description: 'Which campaign.' }) id: string,
    @Arg('revision', () => Int, { description: 'Revision that was seen; a newer one is answered as a conflict.' })
    revision: number,
    @Arg('move', () => CampaignMove, { description: 'What is to be done with it.' }) move: CampaignMove,
  ): Promise<Campaign | CampaignConflict | CampaignDatePassed> {
    return orRefusal(this.service.move(actor, id, revision, move), CampaignConflict, CampaignDatePassed);
  }

  @Mutation(() => ShowInterestResult, {
    description: 'Tells the agency that the viewer is interested. Safe to repeat.',
  })
  showInterest(
    @Ctx() { actor }: Context,
    @Arg('campaignId', () => ID, { description: 'Which campaign.' }) campaignId: string,
  ): Promise<Campaign | CampaignClosed> {
    return orRefusal(this.service.showInterest(actor, campaignId), CampaignClosed);
  }

  @Mutation(() => Campaign, { description: 'Takes that back, at any time. Safe to repeat.' })
  withdrawInterest(
    @Ctx() { actor }: Context,
    @Arg('campaignId', () => ID, { description: 'Which campaign.' }) campaignId: string,
  ): Promise<Campaign> {
    return this.service.withdrawInterest(actor, campaignId);
  }

  #factsFor(context: Context): Batch<CreatorFacts> {
    const known = this.#facts.get(context);
    if (known) return known;
    const batch = new Batch<CreatorFacts>(
      async ([id]) => new Map([[id!, await this.reads.viewerFacts(context.actor)]]),
    );
    this.#facts.set(context, batch);
    return batch;
  }
}
