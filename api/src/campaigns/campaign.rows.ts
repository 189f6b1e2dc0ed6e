import { rows, type Transaction } from '../platform/db.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Campaign, CampaignCompensation, CampaignRights } from './campaign.ts';
import { campaignMoves, type CampaignMove, CampaignStatus } from './campaign.lifecycle.ts';
import type { CampaignContent } from './campaign.rules.ts';

/** A campaign as a statement gives it. */
export interface CampaignRow
  extends
    Omit<Campaign, 'compensation' | 'rights' | 'moves' | 'open'>,
    Pick<CampaignCompensation, 'feeMinor' | 'currency'> {
  compensationKind: CampaignCompensation['kind'];
  compensationNote: string | null;
  rightsChannels: CampaignRights['channels'];
  rightsCountries: CampaignRights['countries'];
  rightsMonths: number;
}

/** SQL: of the campaign `c`. `viewer`: the parameter with the account of whoever looks. `counted`: how many are interested. */
export const campaignColumns = (viewer: string, counted: boolean): string =>
  `c.id, c.organisation_id as "organisationId", campaign_brand(c.id) as brand, c.name, c.summary, c.brief, c.status, c.platforms,
   c.niches, c.countries, c.minimum_followers as "minimumFollowers", c.compensation_kind as "compensationKind",
   c.fee_minor::int as "feeMinor", c.currency, c.compensation_note as "compensationNote", c.content,
   c.rights_channels as "rightsChannels", c.rights_countries as "rightsCountries", c.rights_months as "rightsMonths",
   c.ai_images as "aiImages", c.interest_until::text as "interestUntil", c.starts_on::text as "startsOn",
   c.ends_on::text as "endsOn", c.published_at as "publishedAt", c.created_at as "createdAt", c.revision,
   exists (select from campaign_interest i where i.campaign_id = c.id and i.account_id = ${viewer}) as interested,
   ${counted ? '(select count(*)::int from campaign_interest i where i.campaign_id = c.id)' : 'null::int'} as "interestCount"`;

const columnsOf = (content: CampaignContent): Record<string, unknown> => ({
  organisation_id: content.organisationId,
  name: content.name,
  summary: content.summary,
  brief: content.brief,
  platforms: content.platforms,
  niches: content.niches,
  countries: content.countries,
  minimum_followers: content.minimumFollowers,
  compensation_kind: content.compensation.kind,
  fee_minor: content.compensation.feeMinor,
  currency: content.compensation.currency,
  compensation_note: content.compensation.note,
  content: content.content,
  rights_channels: content.rights.channels,
  rights_countries: content.rights.countries,
  rights_months: content.rights.months,
  ai_images: content.aiImages,
  interest_until: content.interestUntil,
  starts_on: content.startsOn,
  ends_on: content.endsOn,
});

/** A draft of nobody in particular. */
export const insertCampaign = async (tx: Transaction, content: CampaignContent, now: Date): Promise<string> =>
  (await insertCampaignOnce(tx, content, { authorId: null, idempotencyKey: null }, now))!;

/** Null: this key of this author was seen before. */
export async function insertCampaignOnce(
  tx: Transaction,
  content: CampaignContent,
  { authorId, idempotencyKey }: { authorId: string | null; idempotencyKey: string | null },
  now: Date,
): Promise<string | null> {
  const columns = {
    ...columnsOf(content),
    author_id: authorId,
    idempotency_key: idempotencyKey,
    created_at: now,
    updated_at: now,
  };
  const [made] = await rows<{ id: string }>(
    tx,
    `insert into campaign (${Object.keys(columns).join(', ')})
     values (${Object.keys(columns)
       .map((_, at) => `$${at + 1}`)
       .join(', ')}) on conflict (author_id, idempotency_key) do nothing returning id`,
    Object.values(columns),
  );
  return made?.id ?? null;
}

export async function saveCampaign(tx: Transaction, id: string, content: CampaignContent, now: Date): Promise<void> {
  const columns = { ...columnsOf(content), updated_at: now };
  await tx.query(
    `update campaign set revision = revision + 1, ${Object.keys(columns)
      .map((column, at) => `${column} = $${at + 2}`)
      .join(', ')} where id = $1`,
    [id, ...Object.values(columns)],
  );
}

/** The only place that assigns the status of a campaign. */
export async function applyCampaignMove(
  tx: Transaction,
  { id, status }: { id: string; status: CampaignStatus },
  move: CampaignMove,
  now: Date,
): Promise<CampaignStatus> {
  const next = nextStatus(status, campaignMoves[move], move.toLowerCase());
  await tx.query(
    `update campaign set status = $2, revision = revision + 1, updated_at = $3${next === CampaignStatus.PUBLISHED ? ', published_at = $3' : ''} where id = $1`,
    [id, next, now],
  );
  return next;
}
