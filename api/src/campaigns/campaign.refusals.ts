import { Field, ObjectType } from 'type-graphql';
import type { Refusal } from '../platform/errors.ts';
import { Campaign } from './campaign.ts';

@ObjectType({ description: 'Somebody else changed it meanwhile, or led it on. Nothing was done.' })
export class CampaignConflict implements Refusal {
  @Field(() => String)
  message = 'This campaign was changed meanwhile';

  @Field(() => Campaign, { description: 'What is stored.' })
  campaign: Campaign;

  constructor(campaign: Campaign) {
    this.campaign = campaign;
  }
}

@ObjectType({ description: 'The last day of interest has passed, so nobody would find it. Nothing was done.' })
export class CampaignDatePassed implements Refusal {
  @Field(() => String)
  message = 'The last day on which creators can say that they are interested has passed';
}

@ObjectType({ description: 'Nobody can say any more that they are interested. Nothing was done.' })
export class CampaignClosed implements Refusal {
  @Field(() => String)
  message = 'This campaign no longer looks for creators';
}
