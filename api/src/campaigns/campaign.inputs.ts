import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { SocialPlatforms } from '../onboarding/social-proof/social-profile.ts';
import { CompensationKind, RightsChannel } from './campaign.ts';
import { CampaignStatus } from './campaign.lifecycle.ts';

export enum CampaignOrder {
  NEWEST = 'NEWEST',
  CLOSING_SOON = 'CLOSING_SOON',
}
registerEnumType(CampaignOrder, {
  name: 'CampaignOrder',
  description: 'With what a list of campaigns begins.',
  valuesConfig: {
    NEWEST: { description: 'What was published last; at the desk what was made last.' },
    CLOSING_SOON: { description: 'What creators can say soonest no more that they are interested in.' },
  },
});

@InputType({ description: 'Only campaigns to which all of it applies; null is no condition.' })
export class DiscoverFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Words of its name or texts; the last one may be a beginning. `"two words"`, `or` and `-not` are understood.',
  })
  search?: string | null;

  @Field(() => [String], { nullable: true, description: 'It looks for creators of one of these.' })
  niches?: string[] | null;

  @Field(() => [SocialPlatforms], { nullable: true, description: 'Something is to be published on one of these.' })
  platforms?: SocialPlatform[] | null;

  @Field(() => [CompensationKind], { nullable: true, description: 'Creators get one of these.' })
  compensation?: CompensationKind[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those that the viewer is interested in, also when they no longer look for anybody.',
  })
  interested?: boolean | null;
}

@InputType({ description: 'Only campaigns to which all of it applies; null is no condition.' })
export class CampaignFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Words of its name or texts; the last one may be a beginning. `"two words"`, `or` and `-not` are understood.',
  })
  search?: string | null;

  @Field(() => [CampaignStatus], { nullable: true, description: 'In one of these states.' })
  statuses?: CampaignStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this organisation.' })
  organisationId?: string | null;
}

@InputType({ description: 'What creators get for taking part.' })
export class CampaignCompensationInput {
  @Field(() => CompensationKind, { description: 'Money, products or both.' })
  kind!: CompensationKind;

  @Field(() => Int, {
    nullable: true,
    description: 'In the smallest unit of the currency. For `FLAT_FEE` and `MIXED`, and null for any other.',
  })
  feeMinor?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 4217, such as `EUR`. For a sum, and null for anything else.',
  })
  currency?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is besides: 500 characters. Has to be said except of `FLAT_FEE`, where null says nothing.',
  })
  note?: string | null;
}

@InputType({ description: 'What the brand may do with what was made.' })
export class CampaignRightsInput {
  @Field(() => [RightsChannel], { description: 'Where it may be used: one at least.' })
  channels!: RightsChannel[];

  @Field(() => [String], { description: 'In which countries, by ISO 3166 code. Empty: worldwide.' })
  countries!: string[];

  @Field(() => Int, { description: 'For how long: 1 to 120. Rights for ever do not exist here.' })
  months!: number;
}

@InputType({ description: 'A campaign as it is written.' })
export class CampaignInput {
  @Field(() => ID, { description: 'The brand whose campaign it is.' })
  organisationId!: string;

  @Field(() => String, { description: 'For people: 120 characters.' })
  name!: string;

  @Field(() => String, { description: 'What it is about: 240 characters.' })
  summary!: string;

  @Field(() => String, { description: 'Everything about it: plain text in paragraphs, 8,000 characters.' })
  brief!: string;

  @Field(() => [SocialPlatforms], { description: 'Where something is to be published. Empty: anywhere.' })
  platforms!: SocialPlatform[];

  @Field(() => [String], { description: 'Niches of the creators it looks for, such as `FOOD`. Empty: all.' })
  niches!: string[];

  @Field(() => [String], { description: 'Countries of the creators it looks for, by ISO 3166 code. Empty: all.' })
  countries!: string[];

  @Field(() => Int, { nullable: true, description: 'On one of the platforms. Null: however many.' })
  minimumFollowers?: number | null;

  @Field(() => CampaignCompensationInput, { description: 'What creators get.' })
  compensation!: CampaignCompensationInput;

  @Field(() => String, { description: 'What is to be made: 2,000 characters.' })
  content!: string;

  @Field(() => CampaignRightsInput, { description: 'What the brand may do with it.' })
  rights!: CampaignRightsInput;

  @Field(() => Boolean, { description: 'Whether pictures may be made with AI.' })
  aiImages!: boolean;

  @Field(() => String, { description: 'The last day of interest: YYYY-MM-DD, not after it starts.' })
  interestUntil!: string;

  @Field(() => String, { description: 'Its first day: YYYY-MM-DD.' })
  startsOn!: string;

  @Field(() => String, { description: 'Its last day: YYYY-MM-DD, not before the first.' })
  endsOn!: string;
}
