import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SocialPlatforms } from '../onboarding/social-proof/social-profile.ts';
import { PageInfo } from '../platform/pagination.ts';
import { CampaignMove, CampaignStatus } from './campaign.lifecycle.ts';

export enum CompensationKind {
  FLAT_FEE = 'FLAT_FEE',
  COMMISSION = 'COMMISSION',
  PRODUCT = 'PRODUCT',
  MIXED = 'MIXED',
}
registerEnumType(CompensationKind, {
  name: 'CompensationKind',
  description: 'What creators get.',
  valuesConfig: {
    FLAT_FEE: { description: 'A sum of money.' },
    COMMISSION: { description: 'A share of what is sold.' },
    PRODUCT: { description: 'Products, and no money.' },
    MIXED: { description: 'A sum of money and something besides.' },
  },
});

export enum RightsChannel {
  CREATOR_CHANNELS = 'CREATOR_CHANNELS',
  BRAND_CHANNELS = 'BRAND_CHANNELS',
  PAID_ADS = 'PAID_ADS',
}
registerEnumType(RightsChannel, {
  name: 'RightsChannel',
  description: 'Where the brand may use what was made.',
  valuesConfig: {
    CREATOR_CHANNELS: { description: 'In the creator’s own profiles.' },
    BRAND_CHANNELS: { description: 'In the brand’s own profiles and pages.' },
    PAID_ADS: { description: 'In advertisements that the brand pays for.' },
  },
});

export enum FitReasonKind {
  NICHE = 'NICHE',
  PLATFORM = 'PLATFORM',
  COUNTRY = 'COUNTRY',
  FOLLOWERS = 'FOLLOWERS',
}
registerEnumType(FitReasonKind, {
  name: 'FitReasonKind',
  description: 'Something that a campaign asks of creators.',
  valuesConfig: {
    NICHE: { description: 'Be about one of its niches.' },
    PLATFORM: { description: 'Have a profile on one of its platforms.' },
    COUNTRY: { description: 'Live in one of its countries.' },
    FOLLOWERS: { description: 'Have so many followers on one of its platforms.' },
  },
});

@ObjectType({ description: 'What creators get for taking part.' })
export class CampaignCompensation {
  @Field(() => CompensationKind, { description: 'Money, products or both.' })
  kind!: CompensationKind;

  @Field(() => Int, { nullable: true, description: 'In the smallest unit of the currency. Null: no sum was named.' })
  feeMinor!: number | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217, such as `EUR`. Null: no sum was named.' })
  currency!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is besides, such as the share or the products. Null: nothing was said.',
  })
  note!: string | null;
}

@ObjectType({ description: 'What the brand may do with what was made.' })
export class CampaignRights {
  @Field(() => [RightsChannel], { description: 'Where it may be used.' })
  channels!: RightsChannel[];

  @Field(() => [String], { description: 'In which countries, by ISO 3166 code. Empty: worldwide.' })
  countries!: string[];

  @Field(() => Int, { description: 'For how long.' })
  months!: number;
}

@ObjectType({ description: 'Something that the campaign asks for, and whether the viewer has it.' })
export class FitReason {
  @Field(() => FitReasonKind, { description: 'What is asked for.' })
  kind!: FitReasonKind;

  @Field(() => Boolean, { description: 'False also where nothing is known about it.' })
  met!: boolean;
}

@ObjectType({ description: 'Whether a campaign and the viewer suit one another, and why.' })
export class CampaignFit {
  @Field(() => Boolean, { description: 'Everything that is asked for is met.' })
  suits!: boolean;

  @Field(() => [FitReason], { description: 'Of what the campaign asks for alone.' })
  reasons!: FitReason[];
}

@ObjectType({ description: 'What a brand looks for creators for.' })
export class Campaign {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'For people.' })
  name!: string;

  @Field(() => String, { description: 'What it is about, in a sentence or two.' })
  summary!: string;

  @Field(() => String, { description: 'Everything about it: plain text in paragraphs.' })
  brief!: string;

  @Field(() => String, { description: 'Name of the organisation whose campaign it is.' })
  brand!: string;

  @Field(() => ID, { description: 'Organisation whose campaign it is.' })
  organisationId!: string;

  @Field(() => CampaignStatus, { description: 'Where it stands.' })
  status!: CampaignStatus;

  @Field(() => [SocialPlatforms], { description: 'Where something is to be published. Empty: anywhere.' })
  platforms!: SocialPlatform[];

  @Field(() => [String], { description: 'Niches of the creators it looks for, such as `FOOD`. Empty: all.' })
  niches!: string[];

  @Field(() => [String], { description: 'Countries of the creators it looks for, by ISO 3166 code. Empty: all.' })
  countries!: string[];

  @Field(() => Int, { nullable: true, description: 'On one of the platforms. Null: however many.' })
  minimumFollowers!: number | null;

  @Field(() => CampaignCompensation, { description: 'What creators get.' })
  compensation!: CampaignCompensation;

  @Field(() => String, { description: 'What is to be made.' })
  content!: string;

  @Field(() => CampaignRights, { description: 'What the brand may do with it.' })
  rights!: CampaignRights;

  @Field(() => Boolean, { description: 'Whether pictures may be made with AI.' })
  aiImages!: boolean;

  @Field(() => String, { description: 'The last day on which creators can say that they are interested: YYYY-MM-DD.' })
  interestUntil!: string;

  @Field(() => Boolean, {
    description:
      'Creators can say now that they are interested: it is published, and its last day has not passed where the agency is.',
  })
  open!: boolean;

  @Field(() => String, { description: 'Its first day: YYYY-MM-DD.' })
  startsOn!: string;

  @Field(() => String, { description: 'Its last day: YYYY-MM-DD.' })
  endsOn!: string;

  @Field(() => Date, { nullable: true, description: 'Since when creators have seen it. Null: they never have.' })
  publishedAt!: Date | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Int, { description: 'Counts changes and moves. Send it back with the next one.' })
  revision!: number;

  @Field(() => [CampaignMove], { description: 'What the viewer may do with it now.' })
  moves!: CampaignMove[];

  @Field(() => Boolean, { description: 'Whether the viewer has said that they are interested.' })
  interested!: boolean;

  @Field(() => Int, { nullable: true, description: 'How many creators are. Null for creators.' })
  interestCount!: number | null;
}

@ObjectType()
export class CampaignConnection {
  @Field(() => [Campaign])
  nodes!: Campaign[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'A creator who would like to take part.' })
export class CampaignInterest {
  @Field(() => ID, { description: 'Whose interest it is.' })
  accountId!: string;

  @Field(() => String, { description: 'How they are called.' })
  displayName!: string;

  @Field(() => Date, { description: 'When they said so.' })
  createdAt!: Date;
}

@ObjectType()
export class CampaignInterestConnection {
  @Field(() => [CampaignInterest])
  nodes!: CampaignInterest[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
