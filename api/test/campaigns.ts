import { applyCampaignMove, insertCampaign } from '../src/campaigns/campaign.rows.ts';
import type { CampaignInput } from '../src/campaigns/campaign.inputs.ts';
import { CampaignMove, CampaignStatus } from '../src/campaigns/campaign.lifecycle.ts';
import { CompensationKind, RightsChannel } from '../src/campaigns/campaign.ts';
import { readCampaign } from '../src/campaigns/campaign.rules.ts';
import { transaction } from '../src/platform/db.ts';
import type { World } from './world.ts';

/** YYYY-MM-DD in UTC, so many days from now. */
export const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type Texts = Pick<CampaignInput, keyof CampaignInput>;

/** Of a brand, with nothing wrong in it. */
export const campaignInput = (organisationId: string, given: Partial<CampaignInput> = {}): Texts => ({
  organisationId,
  name: 'Morning light',
  summary: 'Breakfast with our new roast',
  brief: 'Show how your morning begins.',
  platforms: [],
  niches: [],
  countries: [],
  compensation: { kind: CompensationKind.FLAT_FEE, feeMinor: 45_000, currency: 'EUR' },
  content: 'Two pictures and a story.',
  rights: { channels: [RightsChannel.CREATOR_CHANNELS], countries: [], months: 6 },
  aiImages: true,
  interestUntil: dayFromNow(14),
  startsOn: dayFromNow(20),
  endsOn: dayFromNow(50),
  ...given,
});

let last = 0;
/** No two at the same time, or their ids would decide which is newer. */
const nextMoment = (): Date => new Date((last = Math.max(last + 1, Date.now() - 60_000)));

const toPublished = [CampaignMove.SUBMIT, CampaignMove.PUBLISH];

/** Its id. A draft unless moves say otherwise. */
export function aCampaign(
  { db }: Pick<World, 'db'>,
  organisationId: string,
  given: Partial<CampaignInput> = {},
  moves: readonly CampaignMove[] = [],
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = await insertCampaign(tx, readCampaign(campaignInput(organisationId, given)), nextMoment());
    let status = CampaignStatus.DRAFT;
    for (const move of moves) status = await applyCampaignMove(tx, { id, status }, move, nextMoment());
    return id;
  });
}

export const aPublishedCampaign = (
  world: Pick<World, 'db'>,
  organisationId: string,
  given: Partial<CampaignInput> = {},
): Promise<string> => aCampaign(world, organisationId, given, toPublished);
