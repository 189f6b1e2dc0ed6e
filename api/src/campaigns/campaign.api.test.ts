import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { untilBlocked } from '../../test/blocked.ts';
import { Caller, operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer, anOrganisation } from '../../test/builders.ts';
import { aCampaign, aPublishedCampaign, campaignInput, dayFromNow } from '../../test/campaigns.ts';
import { asOwner } from '../../test/database.ts';
import { unknownId } from '../../test/operations.ts';
import { aWorld, type World } from '../../test/world.ts';
import { seedDemoPeople } from '../accounts/demo-people.ts';
import { asStored, seedDemoApplications } from '../onboarding/demo-applications.ts';
import { lockApplication, moveSection } from '../onboarding/application.rows.ts';
import { SectionKind } from '../onboarding/section.lifecycle.ts';
import { type Actor } from '../platform/actor.ts';
import { rows, transaction } from '../platform/db.ts';
import { inNameOf } from '../platform/request-reach.ts';
import { personCostPerMinute } from '../platform/graphql-admission.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import { CompensationKind } from './campaign.ts';
import type { CampaignInput } from './campaign.inputs.ts';
import { CampaignMove, CampaignStatus } from './campaign.lifecycle.ts';
import { applyCampaignMove } from './campaign.rows.ts';
import { seedDemoCampaigns } from './demo-campaigns.ts';

let world: World;
let nordwind: string;
let carla: TestAccount;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  await world.app.settings.change(operator, personCostPerMinute, {}, 100_000_000);
  nordwind = await anOrganisation(world);
  carla = await anAccount(world, 'CAMPAIGN_MANAGER');
  lena = await anInfluencer(world);
});
afterAll(() => world.stop());

interface Shown {
  __typename: string;
  id: string;
  status: string;
  revision: number;
  moves: string[];
  open: boolean;
  interested: boolean;
  interestCount: number | null;
  fit: { suits: boolean; reasons: { kind: string; met: boolean }[] } | null;
}
interface Page {
  nodes: Shown[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
const FIELDS = `id name summary brief brand organisationId status platforms niches countries minimumFollowers
  compensation { kind feeMinor currency note } content rights { channels countries months } aiImages interestUntil startsOn endsOn
  publishedAt createdAt revision moves open interested interestCount fit { suits reasons { kind met } }`;

const CREATE = `mutation ($input: CampaignInput!, $key: String) { createCampaign(input: $input, idempotencyKey: $key) { ${FIELDS} } }`;
const UPDATE = `mutation ($id: ID!, $revision: Int!, $input: CampaignInput!) {
  answer: updateCampaign(id: $id, revision: $revision, input: $input) {
    __typename ... on Campaign { ${FIELDS} } ... on CampaignConflict { message campaign { name revision } } } }`;
const MOVE = `mutation ($id: ID!, $revision: Int!, $move: CampaignMove!) {
  answer: moveCampaign(id: $id, revision: $revision, move: $move) {
    __typename ... on Campaign { ${FIELDS} } ... on CampaignConflict { message campaign { name status revision moves } }
    ... on CampaignDatePassed { message } } }`;
const SHOW = `mutation ($id: ID!) {
  answer: showInterest(campaignId: $id) { __typename ... on Campaign { ${FIELDS} } ... on CampaignClosed { message } } }`;
const WITHDRAW = `mutation ($id: ID!) { answer: withdrawInterest(campaignId: $id) { __typename ${FIELDS} } }`;
const ONE = `query ($id: ID!) { campaign(id: $id) { ${FIELDS} } }`;
const LIST = `query ($filter: CampaignFilter, $order: CampaignOrder! = NEWEST, $first: Int! = 100, $after: String) {
  page: campaigns(filter: $filter, order: $order, first: $first, after: $after) { nodes { ${FIELDS} } pageInfo { endCursor hasNextPage } } }`;
const DISCOVER = `query ($filter: DiscoverFilter, $order: CampaignOrder! = NEWEST, $first: Int! = 100, $after: String) {
  page: discoverCampaigns(filter: $filter, order: $order, first: $first, after: $after) { nodes { ${FIELDS} } pageInfo { endCursor hasNextPage } } }`;
const INTERESTS = `query ($id: ID!, $first: Int! = 100, $after: String) {
  page: campaignInterests(campaignId: $id, first: $first, after: $after) {
    nodes { accountId displayName createdAt } pageInfo { endCursor hasNextPage } } }`;

const run = async (as: TestAccount, query: string, variables: object = {}) => {
  const { data, errors } = await world
    .as(as)
    .run<{ answer: Shown; campaign: Shown | null; createCampaign: Shown }>(query, variables);
  return { ...data, codes: errors.map(({ extensions }) => extensions.code), errors };
};
const page = async (as: TestAccount, query: string, variables: object = {}): Promise<Page> => {
  const { data, errors } = await world.as(as).run<{ page: Page }>(query, variables);
  expect(errors).toEqual([]);
  return data.page;
};
const idsOf = ({ nodes }: Page): string[] => nodes.map(({ id }) => id);
const one = async (as: TestAccount, id: string): Promise<Shown | null> => (await run(as, ONE, { id })).campaign;
const move = async (id: string, ...moves: string[]): Promise<Shown> => {
  let last = await one(carla, id);
  for (const each of moves) last = (await run(carla, MOVE, { id, revision: last!.revision, move: each })).answer;
  return last!;
};
const published = (given: Partial<CampaignInput> = {}, brand = nordwind): Promise<string> =>
  aPublishedCampaign(world, brand, given);
const closeInterest = (id: string): Promise<unknown> =>
  world.db.pool.query('update campaign set interest_until = $2 where id = $1', [id, dayFromNow(-2)]);
/** All pages, each of so many. */
async function everyPage(as: TestAccount, query: string, first: number, variables: object): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page = await page(as, query, { ...variables, first, after });
    ids.push(...nodes.map(({ id }) => id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}
const auditOf = async (id: string) =>
  (
    await world.db.pool.query<{ action: string; details: object; actor: string }>(
      `select action, details, actor_id as actor from audit_event where record_type = 'campaign' and record_id = $1 order by at, id`,
      [id],
    )
  ).rows;

describe('staff', () => {
  test('who save a new campaign again after a lost answer get the one that was made', async () => {
    const input = campaignInput(nordwind);
    const both = await Promise.all([1, 2].map(() => run(carla, CREATE, { input, key: 'lost answer' })));
    const [first, second] = both.map(({ createCampaign }) => createCampaign);
    expect(second!.id).toBe(first!.id);
    await run(carla, UPDATE, { id: first!.id, revision: 1, input: { ...input, name: 'Changed since' } });
    const { createCampaign: again } = await run(carla, CREATE, { input, key: 'lost answer' });
    expect(again).toMatchObject({ id: first!.id, name: 'Changed since', revision: 2 });
    expect((await auditOf(first!.id)).filter(({ action }) => action === 'campaigns.create')).toHaveLength(1);

    const { createCampaign: other } = await run(carla, CREATE, { input });
    expect(other.id).not.toBe(first!.id);
    expect((await run(carla, CREATE, { input, key: 'x'.repeat(201) })).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('who use a key that somebody else has used make a campaign of their own', async () => {
    const colleague = await anAccount(world, 'CAMPAIGN_MANAGER');
    const made = await run(carla, CREATE, { input: campaignInput(nordwind, { name: 'By Carla' }), key: 'key of both' });
    const { createCampaign: own } = await run(colleague, CREATE, {
      input: campaignInput(nordwind, { name: 'By a colleague' }),
      key: 'key of both',
    });
    expect(own).toMatchObject({ name: 'By a colleague' });
    expect(own.id).not.toBe(made.createCampaign.id);
  });

  test('write a campaign, have it looked through, publish it and lead it to its end', async () => {
    const input = campaignInput(nordwind, {
      niches: ['FOOD'],
      platforms: ['TIKTOK'],
      countries: ['DE'],
      minimumFollowers: 100,
    });
    const { createCampaign: made } = await run(carla, CREATE, { input });
    expect(made).toMatchObject({
      ...input,
      compensation: { kind: 'FLAT_FEE', feeMinor: 45_000, currency: 'EUR', note: null },
      brand: expect.stringMatching(/^Brand /) as string,
      status: 'DRAFT',
      publishedAt: null,
      revision: 1,
      moves: ['SUBMIT', 'CANCEL'],
      interested: false,
      interestCount: 0,
      fit: null,
    });
    const { answer } = await run(carla, UPDATE, {
      id: made.id,
      revision: 1,
      input: { ...input, name: 'Evening light' },
    });
    expect(answer).toMatchObject({ name: 'Evening light', revision: 2, status: 'DRAFT' });
    expect(await move(made.id, 'SUBMIT', 'RETURN', 'SUBMIT', 'PUBLISH')).toMatchObject({
      status: 'PUBLISHED',
      publishedAt: expect.any(String) as string,
      moves: ['START', 'CANCEL'],
    });
    expect(await move(made.id, 'START', 'COMPLETE', 'ARCHIVE')).toMatchObject({ status: 'ARCHIVED', moves: [] });
    const audit = await auditOf(made.id);
    expect(audit.map(({ action }) => action)).toEqual([
      'campaigns.create',
      'campaigns.update',
      ...Array.from({ length: 7 }, () => 'campaigns.move'),
    ]);
    expect(audit.at(-1)!.details).toEqual({ move: 'ARCHIVE', from: 'COMPLETED', to: 'ARCHIVED' });
  });

  test('change what is still a draft or looked through, and nothing that creators have seen', async () => {
    const id = await aCampaign(world, nordwind);
    await move(id, 'SUBMIT');
    const change = (revision: number) => run(carla, UPDATE, { id, revision, input: campaignInput(nordwind) });
    expect((await change(2)).answer).toMatchObject({ status: 'IN_REVIEW', revision: 3 });
    await move(id, 'PUBLISH');
    expect((await change(4)).codes).toEqual(['CONFLICT']);
  });

  test('who saves over what somebody else saved is shown that instead', async () => {
    const id = await aCampaign(world, nordwind);
    const olivia = await anAccount(world, 'WORKSPACE_OWNER');
    const answers = await Promise.all(
      [carla, olivia].map((who) =>
        run(who, UPDATE, { id, revision: 1, input: campaignInput(nordwind, { name: `By ${who.id}` }) }),
      ),
    );
    expect(answers.map(({ answer }) => answer.__typename).toSorted()).toEqual(['Campaign', 'CampaignConflict']);
    const [saved, conflict] = ['Campaign', 'CampaignConflict'].map(
      (type) => answers.find(({ answer }) => answer.__typename === type)!.answer,
    );
    expect(conflict).toMatchObject({ campaign: { name: Reflect.get(saved!, 'name') as string, revision: 2 } });
  });

  test('of two who move a campaign at once, one does', async () => {
    const id = await aCampaign(world, nordwind, {}, [CampaignMove.SUBMIT]);
    const answers = await Promise.all(
      ['PUBLISH', 'RETURN', 'PUBLISH', 'CANCEL'].map((each) => run(carla, MOVE, { id, revision: 2, move: each })),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    const moved = answers.filter(({ answer }) => answer.__typename === 'Campaign');
    expect(moved).toHaveLength(1);
    const { status, moves } = moved[0]!.answer;
    for (const { answer } of answers.filter((each) => each !== moved[0]))
      expect(answer).toMatchObject({ __typename: 'CampaignConflict', campaign: { status, revision: 3, moves } });
    expect((await auditOf(id)).filter(({ action }) => action === 'campaigns.move')).toHaveLength(1);
  });

  test('publish and call off only what they have seen: an older page is shown what it is now', async () => {
    const id = await aCampaign(world, nordwind, {}, [CampaignMove.SUBMIT]);
    await run(carla, UPDATE, { id, revision: 2, input: campaignInput(nordwind, { name: 'Evening light' }) });
    const older = (revision: number, each: string) => run(carla, MOVE, { id, revision, move: each });
    expect((await older(2, 'PUBLISH')).answer).toMatchObject({
      __typename: 'CampaignConflict',
      campaign: { name: 'Evening light', status: 'IN_REVIEW', revision: 3, moves: ['RETURN', 'PUBLISH', 'CANCEL'] },
    });
    await move(id, 'PUBLISH');
    expect((await older(3, 'CANCEL')).answer).toMatchObject({
      __typename: 'CampaignConflict',
      campaign: { status: 'PUBLISHED', revision: 4 },
    });
    expect((await older(4, 'COMPLETE')).codes).toEqual(['CONFLICT']);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['campaigns.update', 'campaigns.move']);
  });

  test('of one who changes a campaign and one who publishes it at once, one is told of the other', async () => {
    const id = await aCampaign(world, nordwind, {}, [CampaignMove.SUBMIT]);
    const answers = await Promise.all([
      run(carla, UPDATE, { id, revision: 2, input: campaignInput(nordwind, { name: 'Evening light' }) }),
      run(carla, MOVE, { id, revision: 2, move: 'PUBLISH' }),
    ]);
    // Whoever changes what was published meanwhile hears that it can no longer be changed.
    const [changed, published] = answers.map(({ answer, codes }) => codes[0] ?? answer.__typename);
    expect([
      ['Campaign', 'CampaignConflict'],
      ['CONFLICT', 'Campaign'],
    ]).toContainEqual([changed, published]);
  });

  test('publish nothing whose last day of interest has passed: it says so, and nothing has moved', async () => {
    const id = await aCampaign(world, nordwind, { interestUntil: dayFromNow(-2) }, [CampaignMove.SUBMIT]);
    expect(await move(id, 'PUBLISH')).toMatchObject({ __typename: 'CampaignDatePassed' });
    expect(await one(carla, id)).toMatchObject({ status: 'IN_REVIEW', publishedAt: null });
    expect(await auditOf(id)).toEqual([]);
  });

  test('write for brands that exist alone, and are told of every field that is wrong', async () => {
    const agency = await transaction(world.db, async (tx) => {
      await tx.query(`select set_config('influencegen.reach', 'all', true)`);
      const [made] = await rows<{ id: string }>(
        tx,
        `insert into organisation (name, kind) values ('The agency itself', 'AGENCY') returning id`,
      );
      return made!.id;
    });
    for (const id of [unknownId, agency]) {
      const { errors } = await run(carla, CREATE, { input: campaignInput(id) });
      expect(errors[0]!.extensions.fields).toMatchObject([{ path: 'organisationId', code: 'NOT_ALLOWED' }]);
    }
    const { errors } = await run(carla, CREATE, {
      input: {
        ...campaignInput(nordwind),
        name: 'a\u0007b',
        endsOn: '2026-02-31',
        compensation: { kind: 'FLAT_FEE', feeMinor: 1, currency: 'EURO' },
      },
    });
    expect(errors[0]!.extensions.fields).toMatchObject([
      { path: 'name', code: 'MALFORMED' },
      { path: 'endsOn', code: 'MALFORMED' },
      { path: 'compensation.currency', code: 'NOT_ALLOWED' },
    ]);
  });

  test('see who is interested, page by page; whoever only reads does not', async () => {
    const id = await published();
    const creators = await Promise.all([1, 2, 3].map((n) => anInfluencer(world, { displayName: `Creator ${n}` })));
    for (const creator of creators) await run(creator, SHOW, { id });
    const { data } = await world
      .as(carla)
      .run<{ page: { nodes: object[]; pageInfo: { endCursor: string } } }>(INTERESTS, {
        id,
        first: 2,
      });
    expect(data.page.nodes).toMatchObject([
      { accountId: creators[2]!.id, displayName: 'Creator 3' },
      { accountId: creators[1]!.id, displayName: 'Creator 2' },
    ]);
    const rest = await world
      .as(carla)
      .run<{ page: { nodes: object[] } }>(INTERESTS, { id, after: data.page.pageInfo.endCursor });
    expect(rest.data.page.nodes).toMatchObject([{ accountId: creators[0]!.id, displayName: 'Creator 1' }]);
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: nordwind });
    for (const who of [bea, await anAccount(world, 'SUPPORT'), creators[0]!])
      expect((await run(who, INTERESTS, { id })).codes).toEqual(['FORBIDDEN']);
    for (const unknown of [unknownId, 'no id'])
      expect((await run(carla, INTERESTS, { id: unknown })).codes).toEqual(['NOT_FOUND']);
    expect(await one(carla, id)).toMatchObject({ interestCount: 3 });
    expect(await one(bea, id)).toMatchObject({ interestCount: 3 });
  });

  test('find campaigns by status, brand and words, in two orders, page by page', async () => {
    const brand = await anOrganisation(world);
    const ids = [
      await aCampaign(world, brand, { name: 'Zebra stripes', interestUntil: dayFromNow(5) }),
      await published({ name: 'Zebra crossing', interestUntil: dayFromNow(3) }, brand),
      await aCampaign(world, brand, { name: 'A lion', interestUntil: dayFromNow(4) }, [CampaignMove.CANCEL]),
      await aCampaign(world, brand, { name: 'Two lions', interestUntil: dayFromNow(4) }),
    ];
    const found = async (filter: object, order = 'NEWEST') =>
      (await everyPage(carla, LIST, 1, { filter: { organisationId: brand, ...filter }, order })).map((id) =>
        ids.indexOf(id),
      );
    expect(await found({})).toEqual([3, 2, 1, 0]);
    const closing = await found({}, 'CLOSING_SOON');
    expect([closing[0], closing[3]]).toEqual([1, 0]);
    expect(closing.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(await found({ statuses: ['DRAFT', 'CANCELLED', 'DRAFT'] })).toEqual([3, 2, 0]);
    expect(await found({ statuses: ['DRAFT'] }, 'CLOSING_SOON')).toEqual([3, 0]);
    expect(await found({ search: 'zeb' })).toEqual([1, 0]);
    expect(await found({ search: 'zebra', statuses: ['PUBLISHED'] })).toEqual([1]);
    expect((await run(carla, LIST, { filter: { organisationId: 'nordwind' } })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('members of a brand', () => {
  test('see the campaigns of their brand in every state, those of another one like none, and change nothing', async () => {
    const [ours, theirs] = [await anOrganisation(world), await anOrganisation(world)];
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: ours });
    const [draft, foreign] = [await aCampaign(world, ours), await published({}, theirs)];
    expect(idsOf(await page(bea, LIST))).toEqual([draft]);
    expect(idsOf(await page(bea, LIST, { filter: { statuses: ['DRAFT', 'PUBLISHED'] } }))).toEqual([draft]);
    expect(idsOf(await page(bea, LIST, { filter: { organisationId: theirs } }))).toEqual([]);
    expect(idsOf(await page(bea, LIST, { filter: { search: 'morning' } }))).toEqual([draft]);
    expect(await one(bea, draft)).toMatchObject({ status: 'DRAFT', moves: [], interested: false, fit: null });
    for (const id of [foreign, unknownId, 'no id']) expect(await one(bea, id)).toBeNull();
    expect((await run(bea, MOVE, { id: draft, revision: 1, move: 'SUBMIT' })).codes).toEqual(['FORBIDDEN']);
    expect((await run(bea, DISCOVER)).codes).toEqual(['FORBIDDEN']);
    expect(idsOf(await page(await anAccount(world, 'BRAND_MEMBER'), LIST))).toEqual([]);
  });

  test('are shown by the database neither campaigns of another brand nor who is interested in them', async () => {
    const [ours, theirs] = [await anOrganisation(world), await anOrganisation(world)];
    const bea = await anAccount(world, 'BRAND_MEMBER', { organisationId: ours });
    const [own, foreign] = [await published({}, ours), await published({}, theirs)];
    for (const id of [own, foreign]) await run(lena, SHOW, { id });
    const actor = await identityOf(bea);
    const seen = (table: string, column: string) =>
      inNameOf(actor, async () =>
        (await world.db.pool.query<{ id: string }>(`select ${column} as id from ${table}`)).rows.map(({ id }) => id),
      );
    expect(await seen('campaign', 'id')).toEqual([own]);
    expect(await seen('campaign_interest', 'campaign_id')).toEqual([own]);
  });
});

const identityOf = async (who: TestAccount): Promise<Actor> => ({
  ...(await world.app.liveSessions.identify(await world.as(who).token()))!,
  ip: null,
  requestId: 'test',
  traceparent: newTraceparent(),
});

describe('creators', () => {
  test('find what is published and can still be answered, of every brand, and nothing else', async () => {
    const brand = await anOrganisation(world);
    const word = `word${Date.now()}`;
    const open = await published({ name: word }, brand);
    const lastDay = await published({ name: word, interestUntil: dayFromNow(0), startsOn: dayFromNow(0) }, brand);
    const late = await published({ name: word }, brand);
    await closeInterest(late);
    const hidden = [late, await aCampaign(world, brand, { name: word })];
    for (const moves of [['START'], ['START', 'COMPLETE'], ['CANCEL']] as CampaignMove[][]) {
      const id = await published({ name: word }, brand);
      await move(id, ...moves);
      hidden.push(id);
    }
    expect(idsOf(await page(lena, DISCOVER, { filter: { search: word } }))).toEqual([lastDay, open]);
    for (const id of [...hidden, unknownId, 'no id']) expect(await one(lena, id)).toBeNull();
    expect(await one(lena, open)).toMatchObject({
      id: open,
      open: true,
      interestCount: null,
      moves: [],
      interested: false,
    });
    expect(await one(lena, lastDay)).toMatchObject({ open: true });
    expect(await one(carla, late)).toMatchObject({ status: 'PUBLISHED', open: false });
    expect((await run(lena, LIST)).codes).toEqual(['FORBIDDEN']);
    expect((await run(await anAccount(world, 'APPLICANT'), DISCOVER)).codes).toEqual(['FORBIDDEN']);
  });

  test('are shown no draft by the database, whatever a statement asks for', async () => {
    const [draft, open] = [await aCampaign(world, nordwind), await published()];
    const seen = await inNameOf(await identityOf(lena), () =>
      world.db.pool.query('select id, status from campaign where id = any($1)', [[draft, open]]),
    );
    expect(seen.rows).toEqual([{ id: open, status: 'PUBLISHED' }]);
  });

  test('narrow what they find by niche, platform and pay, and page through it in two orders', async () => {
    const brand = await anOrganisation(world);
    const word = `chips${Date.now()}`;
    const product = { kind: CompensationKind.PRODUCT, note: 'A lamp' };
    const ids = [
      await published({ name: word, niches: ['FOOD'], platforms: ['TIKTOK'], interestUntil: dayFromNow(9) }, brand),
      await published({ name: word, niches: ['FOOD', 'PETS'], platforms: ['X'], compensation: product }, brand),
      await published({ name: word, platforms: ['TIKTOK', 'X'], interestUntil: dayFromNow(3) }, brand),
    ];
    const found = async (filter: object, order = 'NEWEST') =>
      (await everyPage(lena, DISCOVER, 1, { filter: { search: word, ...filter }, order })).map((id) => ids.indexOf(id));
    expect(await found({})).toEqual([2, 1, 0]);
    expect(await found({}, 'CLOSING_SOON')).toEqual([2, 0, 1]);
    expect(await found({ niches: ['FOOD'] })).toEqual([1, 0]);
    expect(await found({ niches: ['PETS', 'BOOKS'] })).toEqual([1]);
    expect(await found({ niches: ['no niche'] })).toEqual([]);
    expect(await found({ platforms: ['TIKTOK'] })).toEqual([2, 0]);
    expect(await found({ platforms: ['X'], compensation: ['PRODUCT', 'COMMISSION'] })).toEqual([1]);
    await run(lena, SHOW, { id: ids[1] });
    expect(await found({ interested: true })).toEqual([1]);
    expect(await found({ interested: false })).toEqual([2, 0]);
  });

  test('find a niche or a platform among many others, named by most of them, by hardly any, or by old ones alone', async () => {
    const model = await published();
    // One an hour back in time, the newest first.
    await world.db.pool.query(
      `insert into campaign (organisation_id, name, summary, brief, status, platforms, niches, compensation_kind, fee_minor, currency,
         content, rights_channels, rights_months, ai_images, interest_until, starts_on, ends_on, published_at)
       select organisation_id, 'One of many', summary, brief, status,
         case when n % 4 = 0 then array['TIKTOK'] when n > 600 then array['YOUTUBE'] when n % 60 = 7 then array['TWITCH', 'PINTEREST'] else '{}' end,
         case when n > 600 then array['old alone'] when n % 2 = 0 then array['most'] when n % 60 = 7 then array['hardly any', 'x'] else '{}' end,
         compensation_kind, fee_minor, currency, content, rights_channels, rights_months, ai_images,
         case when n % 67 = 0 then interest_until - 30 else interest_until - n % 3 end, starts_on, ends_on,
         published_at - n * interval '1 hour'
         from campaign cross join generate_series(1, 1700) n where id = $1`,
      [model],
    );
    onTestFinished(async () => void (await world.db.pool.query(`delete from campaign where name = 'One of many'`)));
    for (const [filter, count] of [
      [{ niches: ['hardly any'] }, 9],
      [{ niches: ['x', 'y'] }, 9],
      [{ niches: ['hardly any', 'most'] }, 305],
      [{ niches: ['most'], platforms: ['TIKTOK'] }, 148],
      [{ niches: ['old alone'] }, 1083],
      [{ niches: ['old alone'], search: 'one of many' }, 1083],
      [{ niches: ['nobody'] }, 0],
      [{ platforms: ['TWITCH'] }, 9],
      [{ platforms: ['PINTEREST', 'YOUTUBE'] }, 821],
      [{ platforms: ['YOUTUBE'], search: 'one of many' }, 812],
      [{ platforms: ['TWITCH'], niches: ['hardly any'] }, 9],
      [{ platforms: ['TWITCH'], niches: ['old alone'] }, 0],
      [{ platforms: ['FACEBOOK'] }, 0],
    ] as const)
      for (const [order, sorting] of Object.entries({
        NEWEST: 'published_at desc, id desc',
        CLOSING_SOON: 'interest_until, id',
      })) {
        const expected = await world.db.pool.query<{ id: string }>(
          `select id from campaign where ($1::text[] is null or niches && $1) and ($2::text[] is null or platforms && $2)
             and interest_until > $3 order by ${sorting}`,
          ['niches' in filter ? filter.niches : null, 'platforms' in filter ? filter.platforms : null, dayFromNow(-9)],
        );
        const found = await everyPage(lena, DISCOVER, count < 10 ? 3 : 100, { filter, order });
        expect(found, JSON.stringify({ filter, order })).toEqual(expected.rows.map(({ id }) => id));
        expect(found.length).toBe(count);
      }
    const over = await world.db.pool.query(
      `insert into campaign_interest (campaign_id, account_id)
       select id, $1 from campaign where niches && '{hardly any}' and interest_until <= $2 returning campaign_id as id`,
      [lena.id, dayFromNow(-9)],
    );
    const stillTheirs = await page(lena, DISCOVER, { filter: { niches: ['hardly any'], interested: true } });
    expect(stillTheirs.nodes).toMatchObject(over.rows);
    expect(over.rows).toHaveLength(1);
  });

  test('find by words of name, summary and brief, by the beginning of the last one, and by no text at all', async () => {
    const brand = await anOrganisation(world);
    const id = await published(
      { name: 'Harbour at dawn', summary: 'Fog over Rotterdam', brief: 'Bring a tripod, it’s cold.\n\nCafé included.' },
      brand,
    );
    const finds = async (search: string) => idsOf(await page(lena, DISCOVER, { filter: { search } })).includes(id);
    for (const search of [
      'harbour',
      'HARBOUR rott',
      'tripod',
      'trip',
      'café',
      '"at dawn"',
      'harbour -snow',
      'sn or fog',
    ])
      expect(await finds(search), search).toBe(true);
    for (const search of ['harbour snow', '"dawn at"', 'harbour -tripod', '!!!', "'", '&', '-'])
      expect(await finds(search), search).toBe(false);
    for (const search of [
      "it's",
      `'; drop table campaign; --`,
      '"unclosed',
      '-"a b"',
      '((((',
      ':* & | ! <->',
      "\\' \\",
      'a:*b:A',
      'or or or',
      '👩‍👩‍👧‍👦',
      'a bell \u0007',
      'x'.repeat(200),
      '"'.repeat(200),
      '-'.repeat(200),
      '- '.repeat(100),
      '-"'.repeat(100),
      'a '.repeat(99),
    ])
      expect((await run(lena, DISCOVER, { filter: { search } })).codes, search).toEqual([]);
    expect((await run(lena, DISCOVER, { filter: { search: 'x'.repeat(201) } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('say that they are interested, once however often they say it, and take it back', async () => {
    const id = await published();
    const answers = await Promise.all(Array.from({ length: 50 }, () => run(lena, SHOW, { id })));
    expect(new Set(answers.map(({ answer }) => `${answer.__typename} ${answer.interested}`))).toEqual(
      new Set(['Campaign true']),
    );
    expect(await auditOf(id)).toMatchObject([{ action: 'campaigns.showInterest', actor: lena.id, details: {} }]);
    expect(await one(carla, id)).toMatchObject({ interestCount: 1 });
    const back = await Promise.all([1, 2, 3].map(() => run(lena, WITHDRAW, { id })));
    expect(back.map(({ answer }) => answer.interested)).toEqual([false, false, false]);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'campaigns.showInterest',
      'campaigns.withdrawInterest',
    ]);
  });

  test('see what they are interested in also when it no longer looks for anybody, and can take it back', async () => {
    const [id, other] = [await published(), await published()];
    await run(lena, SHOW, { id });
    await move(id, 'CANCEL');
    await closeInterest(other);
    expect(await one(lena, id)).toMatchObject({ status: 'CANCELLED', open: false, interested: true });
    expect(idsOf(await page(lena, DISCOVER, { filter: { interested: true } }))).toContain(id);
    expect(idsOf(await page(lena, DISCOVER))).not.toContain(id);
    // Repeated, as by a phone whose connection broke: it stays as it was said.
    expect((await run(lena, SHOW, { id })).answer).toMatchObject({ __typename: 'Campaign', interested: true });
    const mateo = await anInfluencer(world);
    for (const closed of [id, other])
      expect((await run(mateo, SHOW, { id: closed })).answer).toMatchObject({ __typename: 'CampaignClosed' });
    expect((await run(lena, WITHDRAW, { id })).answer).toMatchObject({ status: 'CANCELLED', interested: false });
    expect(await one(lena, id)).toBeNull();
    expect(await one(carla, other)).toMatchObject({ interestCount: 0 });
  });

  test('who shows interest while it is called off waits for that, and is told that it is over', async () => {
    const id = await published();
    await world.as(lena).token();
    const shown = await transaction(world.db, async (tx) => {
      await applyCampaignMove(tx, { id, status: CampaignStatus.PUBLISHED }, CampaignMove.CANCEL, new Date());
      const showing = run(lena, SHOW, { id });
      await untilBlocked(world.db);
      return { showing };
    });
    expect((await shown.showing).answer).toMatchObject({ __typename: 'CampaignClosed' });
    expect(await one(carla, id)).toMatchObject({ status: 'CANCELLED', interestCount: 0 });
    expect(await auditOf(id)).toEqual([]);
  });

  test('cannot answer what they cannot see: a draft is like one that does not exist', async () => {
    const draft = await aCampaign(world, nordwind);
    for (const id of [draft, unknownId, 'no id'])
      for (const query of [SHOW, WITHDRAW]) expect((await run(lena, query, { id })).codes).toEqual(['NOT_FOUND']);
  });

  test('say it themselves: support that looks through their eyes does not', async () => {
    const sam = await anAccount(world, 'WORKSPACE_OWNER');
    const id = await published();
    await world.as(lena).run('mutation { allowSupportAccess(hours: 1) }');
    const { data } = await world.as(sam).run<{ impersonate: { address: string } }>(
      `mutation ($accountId: ID!) { impersonate(accountId: $accountId, reason: "Ticket 7: it does not open", readOnly: false) {
         ... on ImpersonationLink { address } } }`,
      { accountId: lena.id },
    );
    const session = await world
      .as(null)
      .run<{ redeemImpersonation: { accessToken: string; refreshToken: string } }>(
        'mutation ($code: String!) { redeemImpersonation(code: $code) { accessToken refreshToken } }',
        { code: data.impersonate.address.split('#')[1] },
      );
    const support = new Caller(world.url, async () => session.data.redeemImpersonation);
    expect((await support.run(ONE, { id })).data).toMatchObject({ campaign: { id } });
    for (const query of [SHOW, WITHDRAW])
      expect((await support.run(query, { id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await one(lena, id)).toMatchObject({ interested: false });
  });

  test('lose their interest with their account', async () => {
    const [id, gone] = [await published(), await anInfluencer(world, { accepted: false })];
    await world.db.pool.query('insert into campaign_interest (campaign_id, account_id) values ($1, $2)', [id, gone.id]);
    expect(await one(carla, id)).toMatchObject({ interestCount: 1 });
    await asOwner(world.databaseUrl, 'delete from account_role where account_id = $1', [gone.id]);
    await asOwner(world.databaseUrl, 'delete from account where id = $1', [gone.id]);
    expect(await one(carla, id)).toMatchObject({ interestCount: 0 });
  });
});

describe('whether a campaign suits a creator', () => {
  const answer = (who: TestAccount, kind: SectionKind, fields: Record<string, string[]>) =>
    transaction(world.db, async (tx) => {
      const application = await lockApplication(tx, who.id, new Date());
      await moveSection(tx, world.db.keyring, application, {
        kind,
        verb: 'change',
        at: new Date(),
        answers: asStored(fields),
      });
    });

  test('follows from what they told of themselves, and nothing told is nothing met', async () => {
    const mia = await anInfluencer(world);
    const id = await published({ niches: ['FOOD'], platforms: ['TIKTOK'], countries: ['DE'], minimumFollowers: 1_000 });
    const reasons = async () => (await one(mia, id))!.fit!.reasons.map(({ kind, met }) => `${kind} ${met}`);
    expect(await reasons()).toEqual(['NICHE false', 'PLATFORM false', 'COUNTRY false', 'FOLLOWERS false']);
    await answer(mia, SectionKind.NICHES, { niches: ['FOOD', 'BOOKS'] });
    await answer(mia, SectionKind.ADDRESS, { country: ['DE'], city: ['Berlin'] });
    await world
      .as(mia)
      .run('mutation { addSocialProfile(platform: TIKTOK, profile: "mia.cooks.slowly") { __typename } }');
    expect(await reasons()).toEqual(['NICHE true', 'PLATFORM true', 'COUNTRY true', 'FOLLOWERS false']);
    await answer(mia, SectionKind.AUDIENCE, { audienceFollowers: ['INSTAGRAM:5000', 'TIKTOK:1000'] });
    expect((await one(mia, id))!.fit).toMatchObject({ suits: true });
  });

  test('costs one look at the creator, however many campaigns are on the page', async () => {
    for (let i = 0; i < 5; i++) await published({ niches: ['FOOD'] });
    const look = vi.spyOn(world.app.campaignReads, 'viewerFacts');
    expect((await page(lena, DISCOVER)).nodes.length).toBeGreaterThan(5);
    expect(look).toHaveBeenCalledTimes(1);
    await page(carla, LIST);
    expect(look).toHaveBeenCalledTimes(1);
    look.mockRestore();
  });
});

test('the day on which interest ends is a day of the agency', async () => {
  const now = new Date('2026-03-01T23:30:00Z');
  const spy = vi.spyOn(world.app.settings, 'read').mockReturnValue('Europe/Madrid');
  const { CampaignReads } = await import('./campaign.reads.ts');
  const reads = new CampaignReads({ db: world.db, settings: world.app.settings, now: () => now });
  expect(reads.today()).toBe('2026-03-02');
  spy.mockRestore();
});

test('the fictional brands have campaigns in every state that matters, once, that suit Lena and Mateo differently', async () => {
  const fresh = await aWorld();
  try {
    const now = new Date();
    await seedDemoPeople(fresh.db);
    await seedDemoApplications(fresh.db, now);
    await Promise.all([seedDemoCampaigns(fresh.db, now), seedDemoCampaigns(fresh.db, now)]);
    await seedDemoCampaigns(fresh.db, now);
    const { rows: found } = await fresh.db.pool.query<{ status: string; open: boolean; count: number }>(
      `select status, interest_until >= current_date as open, count(*)::int from campaign group by 1, 2 order by 1`,
    );
    expect(found).toEqual([
      { status: CampaignStatus.COMPLETED, open: false, count: 1 },
      { status: CampaignStatus.DRAFT, open: true, count: 1 },
      { status: CampaignStatus.PUBLISHED, open: true, count: 4 },
    ]);
    const { rows: interests } = await fresh.db.pool.query('select from campaign_interest');
    expect(interests).toHaveLength(3);
    const suiting = async (email: string) => {
      const person = { email, password: 'studio-demo-1' };
      const { data } = await fresh.as(null).run<{ signIn: { accessToken: string; refreshToken: string } }>(
        `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) {
           ... on SignIn { accessToken refreshToken } } }`,
        person,
      );
      const caller = new Caller(fresh.url, async () => data.signIn);
      const answer = await caller.run<{ page: { nodes: { name: string; fit: { suits: boolean } }[] } }>(
        'query { page: discoverCampaigns { nodes { name fit { suits } } } }',
      );
      return answer.data.page.nodes.filter(({ fit }) => fit.suits).map(({ name }) => name);
    };
    expect(await suiting('lena@demo.example')).toEqual([
      'Slow mornings',
      'One corner, new light',
      'A table for everybody',
    ]);
    expect(await suiting('mateo@demo.example')).toEqual(['A table for everybody']);
  } finally {
    await fresh.stop();
  }
});
