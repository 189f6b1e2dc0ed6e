import { personOf, type PersonRow } from '../accounts/person.ts';
import { readCreatorFacts, type CreatorFacts } from '../onboarding/creator-facts.ts';
import { deskTimeZone } from '../onboarding/desk/desk.settings.ts';
import type { Actor } from '../platform/actor.ts';
import { rows, type Db, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { readWithin } from '../platform/reach.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { Campaign, type CampaignInterest } from './campaign.ts';
import { CampaignOrder, type CampaignFilter, type DiscoverFilter } from './campaign.inputs.ts';
import { CampaignStatus } from './campaign.lifecycle.ts';
import {
  campaignMovesOpenTo,
  deskReach,
  discoverCampaigns,
  manageCampaigns,
  readCampaigns,
  seesAtDesk,
} from './campaign.policy.ts';
import { campaignColumns, type CampaignRow } from './campaign.rows.ts';
import { dayIn, isOpen, readSearch } from './campaign.rules.ts';

export interface CampaignReadsParts {
  db: Db;
  settings: Settings;
  now: () => Date;
}

export interface CampaignList<Filter> extends PageRequest {
  filter: Filter | null;
  order: CampaignOrder;
}

type Put = (value: unknown) => string;

export const noSuchCampaign = (): AppError => new AppError('NOT_FOUND', 'No such campaign');

/** What creators and staff see of campaigns. */
export class CampaignReads {
  constructor(private readonly parts: CampaignReadsParts) {}

  /** YYYY-MM-DD, where the agency is. */
  today(): string {
    const { settings, now } = this.parts;
    return dayIn(settings.read(deskTimeZone), now());
  }

  async discover(actor: Actor, list: CampaignList<DiscoverFilter>): Promise<Page<Campaign>> {
    const { accountId } = demand(actor, discoverCampaigns);
    const { niches, platforms, compensation, interested, search } = list.filter ?? {};
    const { values, put, me } = parametersOf(accountId);
    const conditions = [
      ...(interested ? [] : [this.#discoverable(put)]),
      ...(interested == null ? [] : [`${interested ? '' : 'not '}${isInterested(me)}`]),
      ...(niches?.length ? [await this.#naming('niches', niches, interested ?? false, put)] : []),
      ...(platforms?.length ? [await this.#naming('platforms', platforms, interested ?? false, put)] : []),
      ...(compensation?.length ? [`c.compensation_kind = any(${put(compensation)}::text[])`] : []),
      ...(await matching(
        (text, given) => this.parts.db.pool.query<{ id: string }>(text, given).then((found) => found.rows),
        search,
        put,
      )),
    ];
    const page = pageBy(list, 'published_at', conditions, put);
    const { rows: found } = await this.parts.db.pool.query<CampaignRow>(
      `select ${campaignColumns(me, false)} from (select c.* from campaign c where ${page.where} ${page.end}) c ${page.order}`,
      values,
    );
    return pageOf(
      found.map((row) => this.#shown(actor, row)),
      page.first,
      page.cursorOf,
    );
  }

  async atDesk(actor: Actor, list: CampaignList<CampaignFilter>): Promise<Page<Campaign>> {
    const wanted = readsWith(actor);
    return readWithin(this.parts.db, actor, wanted, async (tx, organisation) => {
      const { statuses, organisationId, search } = list.filter ?? {};
      if (organisationId != null && !isUuid(organisationId))
        throw new AppError('BAD_USER_INPUT', 'This list cannot be read', [
          { path: 'filter.organisationId', code: 'MALFORMED', message: 'This is not the id of an organisation' },
        ]);
      const { values, put, me } = parametersOf(actor.accountId);
      const conditions = [
        ...[organisation, organisationId].flatMap((id) => (id == null ? [] : [`c.organisation_id = ${put(id)}`])),
        ...(await matching((text, given) => rows<{ id: string }>(tx, text, given), search, put)),
      ];
      const page = pageBy(list, 'created_at', conditions, put);
      const all = `select c.* from campaign c where ${page.where}`;
      // One walk along an index for each status, then the first of all: a rare one costs no more than a common one.
      // Written out, not given as values: Postgres has to see how rare it is.
      const walks = [...new Set(statuses ?? [])].map((status) => `(${all} and c.status = '${status}' ${page.end})`);
      const source = walks.length > 0 ? walks.join(' union all ') : `${all} ${page.end}`;
      const found = await rows<CampaignRow>(
        tx,
        `select ${campaignColumns(me, true)} from (select c.* from (${source}) c ${page.end}) c ${page.order}`,
        values,
      );
      return pageOf(
        found.map((row) => this.#shown(actor, row)),
        page.first,
        page.cursorOf,
      );
    });
  }

  /** Null where the viewer sees none: also of another brand, and for creators what was never theirs to find. */
  async one(actor: Actor, id: string): Promise<Campaign | null> {
    const { db } = this.parts;
    if (seesAtDesk(actor)) {
      const wanted = readsWith(actor);
      return readWithin(db, actor, wanted, async (tx, organisation) => {
        if (!isUuid(id)) return null;
        const [found] = await rows<CampaignRow>(
          tx,
          `select ${campaignColumns('$2', true)} from campaign c
            where c.id = $1 and ($3::uuid is null or c.organisation_id = $3)`,
          [id, actor.accountId, organisation],
        );
        return found ? this.#shown(actor, found) : null;
      });
    }
    const { accountId } = demand(actor, discoverCampaigns);
    if (!isUuid(id)) return null;
    const { values, put, me } = parametersOf(accountId);
    const { rows: found } = await db.pool.query<CampaignRow>(
      `select ${campaignColumns(me, false)} from campaign c
        where c.id = ${put(id)} and (${isInterested(me)} or (${this.#discoverable(put)}))`,
      values,
    );
    return found[0] ? this.#shown(actor, found[0]) : null;
  }

  /** What a command did, to whoever was allowed to do it. */
  async changed(tx: Transaction, actor: Actor, id: string): Promise<Campaign> {
    const [found] = await rows<CampaignRow>(
      tx,
      `select ${campaignColumns('$2', seesAtDesk(actor))} from campaign c where c.id = $1`,
      [id, actor.accountId],
    );
    return this.#shown(actor, found!);
  }

  /** What the viewer told of themselves, to see whether a campaign suits them. */
  async viewerFacts(actor: Actor): Promise<CreatorFacts> {
    return readCreatorFacts(this.parts.db, demand(actor, discoverCampaigns).accountId);
  }

  /** Who is interested, the latest first. */
  async interests(actor: Actor, campaignId: string, page: PageRequest): Promise<Page<CampaignInterest>> {
    demand(actor, manageCampaigns);
    const { db } = this.parts;
    const { first, after } = readPageRequest(page);
    const { rows: known } = isUuid(campaignId)
      ? await db.pool.query('select from campaign where id = $1', [campaignId])
      : { rows: [] };
    if (known.length === 0) throw noSuchCampaign();
    const { rows: found } = await db.pool.query<PersonRow & { createdAt: Date }>(
      `select a.id, a.name_sealed as "nameSealed", i.created_at as "createdAt"
         from campaign_interest i join account a on a.id = i.account_id
        where i.campaign_id = $1 ${after ? 'and (i.created_at, i.account_id) < ($2, $3)' : ''}
        order by i.created_at desc, i.account_id desc limit ${first + 1}`,
      after ? [campaignId, after.at, after.id] : [campaignId],
    );
    const interests = found.map((row) => ({
      accountId: row.id,
      displayName: personOf(db.keyring, row).displayName,
      createdAt: row.createdAt,
    }));
    return pageOf(interests, first, ({ createdAt, accountId }) => ({ at: createdAt.toISOString(), id: accountId }));
  }

  /** As with words. Only what is open is looked up: what the viewer is interested in is little, and may be over. */
  async #naming(column: keyof typeof rareOpen, wanted: string[], interested: boolean, put: Put): Promise<string> {
    const names = (): string => `c.${column} && ${put(wanted)}::text[]`;
    if (interested) return names();
    const { rows: found } = await this.parts.db.pool.query<{ ids: string[] | null }>(
      `select ${rareOpen[column]}($1, $2, $3) as ids`,
      [wanted, this.today(), fewMatches + 1],
    );
    const ids = found[0]!.ids;
    return ids === null || ids.length > fewMatches ? frequent(names()) : among(ids, put);
  }

  #discoverable(put: Put): string {
    return `c.status = '${CampaignStatus.PUBLISHED}' and c.interest_until >= ${put(this.today())}::date`;
  }

  /** An instance, or a union could not tell it from a refusal. */
  #shown(actor: Actor, row: CampaignRow): Campaign {
    const { compensationKind, feeMinor, currency, compensationNote, rightsChannels, rightsCountries, rightsMonths } =
      row;
    return Object.assign(new Campaign(), row, {
      compensation: { kind: compensationKind, feeMinor, currency, note: compensationNote },
      rights: { channels: rightsChannels, countries: rightsCountries, months: rightsMonths },
      moves: campaignMovesOpenTo(actor, row.status),
      open: isOpen(row, this.today()),
    });
  }
}

const readsWith = (actor: Actor) =>
  deskReach(actor) === null && !actor.permissions.has(readCampaigns.name) ? manageCampaigns : readCampaigns;

/** With the account of whoever looks as the first one. */
function parametersOf(accountId: string | null): { values: unknown[]; put: Put; me: string } {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  return { values, put, me: `${put(accountId)}::uuid` };
}

const isInterested = (me: string): string =>
  `exists (select from campaign_interest i where i.campaign_id = c.id and i.account_id = ${me})`;

/** What looks into the index of a column. */
const rareOpen = { niches: 'rare_open_campaigns', platforms: 'rare_open_campaigns_on' } as const;

/** More than that, and a walk along the order of the list soon meets enough of them. */
const fewMatches = 1_000;

/** Rare words by their index, which policies keep the list itself from; frequent ones by looking at one campaign after the other. */
async function matching(
  ask: (text: string, values: unknown[]) => Promise<{ id: string }[]>,
  search: string | null | undefined,
  put: Put,
): Promise<string[]> {
  const wanted = readSearch(search);
  if (wanted === null) return [];
  const found = await ask(`select campaigns_with($1) as id limit ${fewMatches + 1}`, [wanted]);
  return [
    found.length > fewMatches
      ? frequent(`c.words @@ (select campaign_query(${put(wanted)}))`)
      : among(
          found.map(({ id }) => id),
          put,
        ),
  ];
}

const among = (ids: string[], put: Put): string => `c.id = any(${put(ids)}::uuid[])`;

/**
 * Postgres plans for whatever values may come, takes a condition like these for rare, and would read everything to sort it. What a
 * case says it takes for true of every second campaign: then it walks along the order of the list.
 */
const frequent = (condition: string): string => `case when ${condition} then true end`;

/** Which rows of `c` are on the page, and in which order; `newest`: the column by which the latest come first. */
function pageBy(list: CampaignList<unknown>, newest: 'published_at' | 'created_at', conditions: string[], put: Put) {
  const { first, after } = readPageRequest(list);
  const closing = list.order === CampaignOrder.CLOSING_SOON;
  const [column, type, direction, beyond] = closing
    ? (['interest_until', 'date', 'asc', '>'] as const)
    : ([newest, 'timestamptz', 'desc', '<'] as const);
  const where = [
    ...conditions,
    ...(after
      ? [
          `(c.${column}, c.id) ${beyond} (${put(closing ? after.at.slice(0, 10) : after.at)}::${type}, ${put(after.id)}::uuid)`,
        ]
      : []),
    'true',
  ].join(' and ');
  const order = `order by c.${column} ${direction}, c.id ${direction}`;
  return {
    first,
    where,
    order,
    end: `${order} limit ${first + 1}`,
    cursorOf: ({ id, interestUntil, publishedAt, createdAt }: Campaign) => ({
      at: closing
        ? `${interestUntil}T00:00:00.000Z`
        : ((newest === 'published_at' ? publishedAt : null) ?? createdAt).toISOString(),
      id,
    }),
  };
}
