import { emailIndexes } from '../accounts/account.personal.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { reachEverything } from '../platform/reach.ts';
import { CompensationKind, RightsChannel } from './campaign.ts';
import type { CampaignInput } from './campaign.inputs.ts';
import { CampaignMove, CampaignStatus } from './campaign.lifecycle.ts';
import { applyCampaignMove, insertCampaign } from './campaign.rows.ts';
import { readCampaign } from './campaign.rules.ts';

interface DemoCampaign {
  brand: string;
  texts: Omit<CampaignInput, 'organisationId' | 'interestUntil' | 'startsOn' | 'endsOn'>;
  /** Days from the first start: the last one of interest, the first and the last one of the campaign. */
  days: readonly [interest: number, start: number, end: number];
  /** What was done with it, and how many days before the first start. */
  moves: readonly [CampaignMove, daysBefore: number][];
  interested?: readonly string[];
}

const dayMilliseconds = 86_400_000;
const coffee = 'Nordwind Coffee';
const home = 'Solstrand Home';

const published = (daysBefore: number): [CampaignMove, number][] => [
  [CampaignMove.SUBMIT, daysBefore],
  [CampaignMove.PUBLISH, daysBefore],
];

const demoCampaigns: readonly DemoCampaign[] = [
  {
    brand: coffee,
    texts: {
      name: 'Slow mornings',
      summary: 'Your first hour of the day, with our new light roast on the table.',
      brief:
        'We want to see how a day really begins: the kitchen, the light, the first cup. No staged breakfast, no white studio.\n\n' +
        'Say in your own words what you taste. The coffee comes from one farm in Huehuetenango; we send you two bags and everything we know about it.',
      platforms: ['INSTAGRAM', 'TIKTOK'],
      niches: ['FOOD', 'LIFESTYLE'],
      countries: ['DE', 'AT', 'CH'],
      minimumFollowers: 10_000,
      compensation: {
        kind: CompensationKind.MIXED,
        feeMinor: 65_000,
        currency: 'EUR',
        note: 'Two bags of coffee.',
      },
      content: 'One carousel with three pictures or one reel, and two stories on the same day.',
      rights: {
        channels: [RightsChannel.CREATOR_CHANNELS, RightsChannel.BRAND_CHANNELS],
        countries: ['DE', 'AT', 'CH'],
        months: 6,
      },
      aiImages: true,
    },
    days: [18, 28, 58],
    moves: published(2),
    interested: ['mateo@demo.example'],
  },
  {
    brand: home,
    texts: {
      name: 'One corner, new light',
      summary: 'Change one corner of your home with a lamp of ours and show before and after.',
      brief:
        'Choose a corner that never worked. We send the lamp that you pick from the collection; what else you change is up to you.\n\n' +
        'Before and after have to be real pictures of your home.',
      platforms: ['INSTAGRAM', 'PINTEREST'],
      niches: ['HOME_INTERIOR', 'LIFESTYLE', 'PHOTOGRAPHY'],
      countries: [],
      compensation: { kind: CompensationKind.PRODUCT, note: 'A lamp of your choice, up to 320 euros.' },
      content: 'One post with two to five pictures. Before and after side by side, or one after the other.',
      rights: { channels: [RightsChannel.CREATOR_CHANNELS], countries: [], months: 12 },
      aiImages: false,
    },
    days: [9, 14, 44],
    moves: published(5),
  },
  {
    brand: coffee,
    texts: {
      name: 'Coffee on the trail',
      summary: 'A flask, a summit and a minute of quiet: our coffee where nobody expects it.',
      brief:
        'Take the flask along on a tour that you would do anyway. We look for real weather and real breath.\n\n' +
        'Safety first: nothing is shown that others should not do after you.',
      platforms: ['TIKTOK', 'YOUTUBE'],
      niches: ['NATURE_OUTDOORS', 'SPORTS', 'TRAVEL'],
      countries: ['ES', 'PT', 'FR'],
      minimumFollowers: 25_000,
      compensation: { kind: CompensationKind.FLAT_FEE, feeMinor: 120_000, currency: 'EUR' },
      content: 'One video of 30 to 60 seconds, upright. The flask is seen at least once.',
      rights: {
        channels: [RightsChannel.CREATOR_CHANNELS, RightsChannel.BRAND_CHANNELS, RightsChannel.PAID_ADS],
        countries: ['ES', 'PT', 'FR'],
        months: 3,
      },
      aiImages: false,
    },
    days: [25, 35, 80],
    moves: published(9),
  },
  {
    brand: home,
    texts: {
      name: 'A table for everybody',
      summary: 'Ten per cent of every table that is sold with your code.',
      brief:
        'Our tables grow with the number of guests. Show yours on an evening on which it is needed.\n\n' +
        'You get a code for your followers; we pay your share at the end of every month.',
      platforms: [],
      niches: [],
      countries: [],
      compensation: { kind: CompensationKind.COMMISSION, note: 'Ten per cent of what is sold with your code.' },
      content: 'Whatever suits you: a post, a video or a story, with the code in it.',
      rights: { channels: [RightsChannel.CREATOR_CHANNELS], countries: [], months: 24 },
      aiImages: true,
    },
    days: [60, 60, 240],
    moves: published(14),
  },
  {
    brand: coffee,
    texts: {
      name: 'The winter roast',
      summary: 'A dark roast for dark afternoons, from the first frost on.',
      brief: 'Still being written: which of the three blends it will be is decided at the tasting.',
      platforms: ['INSTAGRAM'],
      niches: ['FOOD'],
      countries: ['DE', 'SE'],
      compensation: { kind: CompensationKind.FLAT_FEE, feeMinor: 50_000, currency: 'EUR' },
      content: 'Two pictures and a story.',
      rights: { channels: [RightsChannel.CREATOR_CHANNELS, RightsChannel.BRAND_CHANNELS], countries: [], months: 6 },
      aiImages: true,
    },
    days: [40, 50, 90],
    moves: [],
  },
  {
    brand: coffee,
    texts: {
      name: 'Summer on ice',
      summary: 'Cold brew in the park: what our summer looked like.',
      brief: 'One afternoon outside, one bottle of cold brew, and whom you share it with.',
      platforms: ['INSTAGRAM', 'TIKTOK'],
      niches: ['FOOD', 'LIFESTYLE', 'TRAVEL'],
      countries: ['DE', 'ES'],
      minimumFollowers: 5_000,
      compensation: {
        kind: CompensationKind.MIXED,
        feeMinor: 40_000,
        currency: 'EUR',
        note: 'A box of cold brew.',
      },
      content: 'One reel and two stories.',
      rights: { channels: [RightsChannel.CREATOR_CHANNELS], countries: ['DE', 'ES'], months: 6 },
      aiImages: false,
    },
    days: [-90, -80, -20],
    moves: [...published(110), [CampaignMove.START, 80], [CampaignMove.COMPLETE, 19]],
    interested: ['lena@demo.example', 'mateo@demo.example'],
  },
];

/**
 * What two fictional brands look for, with dates around the first start. Once for a database: whoever has campaigns keeps
 * them. Never in production.
 */
export async function seedDemoCampaigns(db: Db, now: Date): Promise<void> {
  await transaction(db, async (tx) => {
    await reachEverything(tx);
    const brands = new Map<string, string>();
    for (const name of [coffee, home]) brands.set(name, await theBrand(tx, name));
    // Whoever comes second has waited for the brands.
    if ((await rows(tx, 'select from campaign limit 1')).length > 0) return;
    for (const demo of demoCampaigns) await keep(tx, db, brands.get(demo.brand)!, demo, now);
  });
}

async function theBrand(tx: Transaction, name: string): Promise<string> {
  const [brand] = await rows<{ id: string }>(
    tx,
    `insert into organisation (name, kind) values ($1, 'BRAND')
     on conflict ((lower(name))) do update set name = excluded.name returning id`,
    [name],
  );
  return brand!.id;
}

async function keep(
  tx: Transaction,
  { keyring }: Db,
  organisationId: string,
  { texts, days, moves, interested = [] }: DemoCampaign,
  now: Date,
): Promise<void> {
  const at = (daysBefore: number): Date => new Date(now.getTime() - daysBefore * dayMilliseconds);
  const [interestUntil, startsOn, endsOn] = days.map((ahead) => at(-ahead).toISOString().slice(0, 10));
  const content = readCampaign({
    ...texts,
    organisationId,
    interestUntil: interestUntil!,
    startsOn: startsOn!,
    endsOn: endsOn!,
  });
  const id = await insertCampaign(tx, content, at((moves[0]?.[1] ?? 0) + 1));
  let status = CampaignStatus.DRAFT;
  for (const [move, daysBefore] of moves) status = await applyCampaignMove(tx, { id, status }, move, at(daysBefore));
  await tx.query(
    `insert into campaign_interest (campaign_id, account_id, created_at)
     select $1, id, $3 from account where email_index = any($2)`,
    [id, interested.flatMap((email) => emailIndexes(keyring, email)), at((moves.at(1)?.[1] ?? 0) - 1)],
  );
}
