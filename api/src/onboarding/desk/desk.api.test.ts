import { randomUUID } from 'node:crypto';
import { checkIban } from '@influencegen/shared-schema/contract/bank-account';
import { problemsOf, questionSections, type Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import { checkSocialProfile } from '@influencegen/shared-schema/contract/social-handle';
import sharp from 'sharp';
import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilBlocked } from '../../../test/blocked.ts';
import { Caller, operator, type TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { aCase as aCaseAt, type TestCase } from '../../../test/cases.ts';
import { aDocument, lookThrough, upload } from '../../../test/documents.ts';
import { aJobContext } from '../../../test/job-context.ts';
import { jpeg } from '../../../test/hostile-files.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { accessTokenMinutes } from '../../accounts/account.settings.ts';
import { handlePurgeSuperseded } from '../../documents/document.jobs.ts';
import { recordAudit } from '../../platform/audit.ts';
import { transaction } from '../../platform/db.ts';
import type { Setting } from '../../platform/setting.ts';
import { setMarks, type MarkKind } from '../applicant-mark.ts';
import { moveSection } from '../application.rows.ts';
import { expiryMonths, sectionsAsked } from '../onboarding.settings.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { insertProfile } from '../social-proof/social-profile.rows.ts';
import { answersOf, applicants } from './demo-applicants.ts';
import { seedDemoCases } from './demo-cases.ts';
import { AskedWatch } from './asked-watch.ts';
import { ExpiryWatch, tellLate } from './desk.jobs.ts';
import { checklistNeeded, fourEyes, reviewProofMinutes } from './desk.settings.ts';

let world: World;
let kim: TestAccount;
let noor: TestAccount;
let now = new Date();
const minutes = (count: number): void => void (now = new Date(now.getTime() + count * 60_000));
const dayOf = (at: Date): string => new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(at);

const aCase = (_: World, details: Parameters<typeof aCaseAt>[1] = {}) => aCaseAt(world, { now, ...details });

const set = <Value>(what: Setting<Value>, value: Value) => world.app.settings.change(operator, what, {}, value);

beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
  await set(sectionsAsked, [SectionKind.PERSON, SectionKind.ADDRESS]);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.db.pool.query('delete from onboarding_application');
  kim = await anAccount(world, 'KYC_REVIEWER', { displayName: 'Kim Ito' });
  noor = await anAccount(world, 'KYC_REVIEWER', { displayName: 'Noor Haddad' });
});

const run = async <Data = Record<string, never>>(as: TestAccount, field: string, query: string, variables = {}) => {
  const { data, errors } = await world.as(as).run(query, variables);
  return { found: data[field] as Data, codes: errors.map(({ extensions }) => extensions.code) };
};

/** One more, besides the one with which this person does everything else. */
async function sessionOf({ id }: TestAccount, verified: boolean): Promise<Caller> {
  const tokens = await transaction(world.db, (tx) =>
    world.app.sessions.begin(tx, { accountId: id, userAgent: null, ip: null, verified }),
  );
  return new Caller(world.url, async () => tokens);
}

const CLAIM = `mutation ($id: ID!) { claimCase(id: $id) {
  __typename ... on ReviewCase { id status reviewer { displayName } viewerMoves } ... on CaseNotHeld { status } } }`;
const NEXT = `mutation ($filter: CaseFilter) { claimNextCase(filter: $filter) { __typename ... on ReviewCase { id } } }`;
const RELEASE = CLAIM.replaceAll('claimCase', 'releaseCase');
const VERDICT = `mutation ($input: SaveVerdictInput!) { saveSectionVerdict(input: $input) {
  __typename ... on SectionVerdict { outcome revision reasons note } ... on VerdictConflict { verdict { outcome revision } } } }`;
const DECIDE = `mutation ($input: DecideCaseInput!) { decideCase(input: $input) {
  __typename ... on ReviewCase { status decision proposer { id } }
  ... on CaseUndecided { withoutVerdict returned withCreator unchecked nothingReturned riskFound } ... on CaseNotHeld { status } ... on ProfilesNotProven { taken lapsed } } }`;
const FILE = `query ($id: ID!) { reviewFile(id: $id) {
  masked needsTwo proposalOutdated case { status highRisk } proposal { decision reasons note reapplyAt verdicts { section outcome } }
  sections { kind status facts { field values } verdict { outcome } }
  hints { kind risky place other { displayName } } notes { text author { displayName } } history { action person { displayName } }
  otherCases { id } } }`;
const LIST = `query ($filter: CaseFilter, $order: CaseOrder! = DUE, $first: Int! = 20, $after: String) {
  reviewCases(filter: $filter, order: $order, first: $first, after: $after) {
    nodes { id number status overdue creator { displayName } assignee { id } } pageInfo { endCursor hasNextPage } } }`;

const claim = async (as: TestAccount, { id }: Pick<TestCase, 'id'>) =>
  (await run(as, 'claimCase', CLAIM, { id })).found;
const verdict = async (as: TestAccount, { id }: TestCase, section: string, more: object = {}) =>
  (
    await run(as, 'saveSectionVerdict', VERDICT, {
      input: { caseId: id, section, outcome: 'ACCEPT', revision: 0, ...more },
    })
  ).found;
const decide = async (as: TestAccount, { id }: TestCase, decision: string, more: object = {}) =>
  (await run(as, 'decideCase', DECIDE, { input: { caseId: id, decision, ...more } })).found;
const acceptAll = async (as: TestAccount, one: TestCase): Promise<void> => {
  await claim(as, one);
  for (const section of ['PERSON', 'ADDRESS']) await verdict(as, one, section);
};
interface Listed {
  nodes: { id: string; number: string; overdue: boolean; creator: { displayName: string } }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}
const list = async (as: TestAccount, variables: object = {}) =>
  (await run<Listed>(as, 'reviewCases', LIST, variables)).found;
interface File {
  masked: boolean;
  needsTwo: boolean;
  proposalOutdated: boolean;
  case: { status: string; highRisk: boolean };
  proposal: object | null;
  sections: { kind: string; status: string; facts: { field: string; values: string[] }[]; verdict: object | null }[];
  hints: { kind: string; risky: boolean; place: string | null; other: { displayName: string } | null }[];
  notes: { text: string; author: object }[];
  history: { action: string; person: { displayName: string } | null }[];
  otherCases: { id: string }[];
}
const file = async (as: TestAccount, { id }: Pick<TestCase, 'id'>) =>
  (await run<File>(as, 'reviewFile', FILE, { id })).found;
/** A case to which an identity document belongs too. */
const withDocument = async (expiresOn: string): Promise<TestCase> => {
  const one = await aCase(world);
  await transaction(world.db, async (tx) => {
    for (const verb of ['change', 'submit'] as const)
      await moveSection(tx, world.db.keyring, await world.app.sections.lock(tx, one.account.id), {
        kind: SectionKind.IDENTITY_DOCUMENT,
        verb,
        at: now,
        answers: { documentExpiresOn: { values: [expiresOn], revision: 1 } },
      });
  });
  return one;
};
const auditOf = async (id: string): Promise<string[]> => {
  const { rows } = await world.db.pool.query<{ action: string }>(
    `select action from audit_event where record_type = 'review_case' and record_id = $1 order by id`,
    [id],
  );
  return rows.map(({ action }) => action);
};
const statusesOf = async ({ account }: TestCase): Promise<Record<string, string>> => {
  const { rows } = await world.db.pool.query<{ kind: string; status: string }>(
    'select kind, status from onboarding_section where account_id = $1 order by kind',
    [account.id],
  );
  return Object.fromEntries(rows.map(({ kind, status }) => [kind, status]));
};
const rolesOf = async ({ account }: TestCase): Promise<string[]> => {
  const { rows } = await world.db.pool.query<{ role_key: string }>(
    'select role_key from account_role where account_id = $1',
    [account.id],
  );
  return rows.map((row) => row.role_key);
};

describe('the queue', () => {
  test('shows what is due first, page by page, and goes on where it stopped', async () => {
    const cases = [
      await aCase(world, { dueIn: 3 }),
      await aCase(world, { dueIn: 1 }),
      await aCase(world, { dueIn: 2 }),
    ];
    const first = await list(kim, { first: 2 });
    expect(first.nodes.map(({ id }) => id)).toEqual([cases[1]!.id, cases[2]!.id]);
    const { nodes, pageInfo } = await list(kim, { first: 2, after: first.pageInfo.endCursor });
    expect(nodes.map(({ id }) => id)).toEqual([cases[0]!.id]);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  test('is narrowed by risk, lateness, renewal, whose it is, a name and a number', async () => {
    const risky = await aCase(world, { highRisk: true });
    const late = await aCase(world, { dueIn: -1, displayName: 'Zoë Quist' });
    const renewal = await aCase(world, { renewal: true });
    await claim(kim, risky);
    const ids = async (filter: object) => (await list(kim, { filter })).nodes.map(({ id }) => id);
    expect(await ids({ highRisk: true })).toEqual([risky.id]);
    expect(await ids({ overdue: true })).toEqual([late.id]);
    expect(await ids({ renewal: true })).toEqual([renewal.id]);
    expect(await ids({ assignee: 'ME' })).toEqual([risky.id]);
    expect(new Set(await ids({ assignee: 'NONE' }))).toEqual(new Set([late.id, renewal.id]));
    expect(await ids({ status: ['CLAIMED'] })).toEqual([risky.id]);
    expect(await ids({ search: 'zoe' })).toEqual([late.id]);
    const { number } = (await list(kim, { filter: { highRisk: true } })).nodes[0]!;
    expect(await ids({ search: `#${number}` })).toEqual([risky.id]);
    expect(await ids({ search: 'nobody' })).toEqual([]);
    const { found } = await run<object>(
      kim,
      'reviewQueueFacts',
      '{ reviewQueueFacts { waiting claimed overdue highRisk mine } }',
    );
    expect(found).toEqual({ waiting: 2, claimed: 1, overdue: 1, highRisk: 1, mine: 1 });
  });

  test('keeps decided cases for whoever asks for them, the last one first', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    expect((await list(noor)).nodes).toEqual([]);
    expect((await list(noor, { filter: { status: ['DECIDED'] }, order: 'DECIDED' })).nodes).toMatchObject([
      { id: one.id },
    ]);
  });

  test('hides from reviewers what they handed in themselves, as if it did not exist', async () => {
    const own = await aCase(world, { account: kim });
    expect((await list(kim)).nodes).toEqual([]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const messages = async (id: string) => (await world.as(kim).run(FILE, { id })).errors.map(({ message }) => message);
    expect(await messages(own.id)).toEqual(await messages(unknown));
    expect((await run(kim, 'claimCase', CLAIM, { id: own.id })).codes).toEqual(['NOT_FOUND']);
    expect((await run<{ __typename: string }>(kim, 'claimNextCase', NEXT)).found.__typename).toBe('QueueEmpty');
  });

  test('views are kept for each reviewer, by name', async () => {
    const save = `mutation ($name: String!, $filter: SavedCaseFilterInput!) { saveReviewView(name: $name, filter: $filter) { id } }`;
    await run(kim, 'saveReviewView', save, { name: 'Late', filter: { overdue: true } });
    await run(kim, 'saveReviewView', save, { name: 'late', filter: { overdue: true, highRisk: true } });
    const views = '{ reviewViews { id name filter { overdue highRisk status order } } }';
    const { found } = await run<{ id: string }[]>(kim, 'reviewViews', views);
    expect(found).toMatchObject([
      { name: 'late', filter: { overdue: true, highRisk: true, status: null, order: null } },
    ]);
    expect((await run(noor, 'reviewViews', views)).found).toEqual([]);
    const remove = 'mutation ($id: ID!) { deleteReviewView(id: $id) { id } }';
    expect((await run(noor, 'deleteReviewView', remove, { id: found[0]!.id })).codes).toEqual(['NOT_FOUND']);
    expect((await run(kim, 'deleteReviewView', remove, { id: found[0]!.id })).codes).toEqual([]);
  });

  test('cases are given to reviewers many at once, but not their own, and not those that somebody works on', async () => {
    const [one, held, own] = [await aCase(world), await aCase(world), await aCase(world, { account: noor })];
    await claim(kim, held);
    const ASSIGN = `mutation ($ids: [ID!]!, $assigneeId: ID) { assignCases(ids: $ids, assigneeId: $assigneeId) { id assignee { id } } }`;
    const { found } = await run<{ id: string; assignee: { id: string } | null }[]>(kim, 'assignCases', ASSIGN, {
      ids: [one.id, held.id, own.id],
      assigneeId: noor.id,
    });
    const assignees = Object.fromEntries(found.map(({ id, assignee }) => [id, assignee?.id ?? null]));
    expect(assignees).toEqual({ [one.id]: noor.id, [held.id]: kim.id, [own.id]: null });
    const stranger = await anAccount(world, 'FINANCE');
    const wrong = await run(kim, 'assignCases', ASSIGN, { ids: [one.id], assigneeId: stranger.id });
    expect(wrong.codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a claim', () => {
  test('of two reviewers who want the same case one gets it', async () => {
    const one = await aCase(world);
    const outcomes = await Promise.all([claim(kim, one), claim(noor, one)]);
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(new Set(['CaseNotHeld', 'ReviewCase']));
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'IN_REVIEW', PERSON: 'IN_REVIEW' });
  });

  test('of many who ask for the next at the same moment no two get the same', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => anAccount(world, 'KYC_REVIEWER')));
    for (let i = 0; i < 6; i += 1) await aCase(world, { dueIn: i + 1 });
    const taken = await Promise.all(
      [kim, noor, ...others].map(async (as) => (await run<{ id: string }>(as, 'claimNextCase', NEXT)).found.id),
    );
    expect(new Set(taken).size).toBe(6);
    expect((await run<{ __typename: string }>(kim, 'claimNextCase', NEXT)).found.__typename).toBe('QueueEmpty');
  });

  test('the next one is what was given to the reviewer, then what is due first and nobody has', async () => {
    const late = await aCase(world, { dueIn: -5 });
    const mine = await aCase(world, { dueIn: 50, assigneeId: kim.id });
    await aCase(world, { dueIn: -9, assigneeId: noor.id });
    const next = async () => (await run<{ id: string }>(kim, 'claimNextCase', NEXT)).found.id;
    expect(await next()).toBe(mine.id);
    expect(await next()).toBe(late.id);
  });

  test('shows everything in full, to whoever holds it alone, and that is recorded once', async () => {
    const one = await aCase(world, { givenName: 'Zoë' });
    const given = ({ sections }: File) => sections.find(({ kind }) => kind === 'PERSON')!.facts[0];
    const before = await file(kim, one);
    expect(before.masked).toBe(true);
    expect(given(before)).toEqual({ field: 'givenName', values: ['Z•••'] });
    await claim(kim, one);
    expect(given(await file(kim, one))).toEqual({ field: 'givenName', values: ['Zoë'] });
    await file(kim, one);
    expect(given(await file(noor, one))).toEqual({ field: 'givenName', values: ['Z•••'] });
    expect(await auditOf(one.id)).toEqual(['onboarding.claim', 'onboarding.look']);
  });

  test('shows it to the sessions of its reviewer alone that have shown who holds them', async () => {
    const account = await anAccount(world, 'APPLICANT');
    const document = await aDocument(world, account);
    const one = await aCase(world, { account, givenName: 'Zoë' });
    await set(accessTokenMinutes, 60);
    const [proven, other] = [await sessionOf(kim, true), await sessionOf(kim, false)];
    await proven.run(CLAIM, { id: one.id });
    const look = async (as: Caller, method = 'GET') => {
      const { data, errors } = await as.run<{ reviewFile: File }>(FILE, { id: one.id });
      const headers = { authorization: `Bearer ${await as.token()}` };
      const { status } = await fetch(`${world.url}${document.pageUrls[0]}`, { method, headers });
      return [data.reviewFile?.masked ?? errors[0]?.extensions, status];
    };
    const asked = [{ code: 'FORBIDDEN', stepUp: true }, 403];
    expect(await look(proven)).toEqual([false, 200]);
    expect(await look(other)).toEqual(asked);
    expect(await look(other, 'HEAD')).toEqual(asked);
    expect(
      (await other.run(VERDICT, { input: { caseId: one.id, section: 'PERSON', outcome: 'ACCEPT', revision: 0 } }))
        .errors,
    ).toMatchObject([{ extensions: { stepUp: true } }]);
    // Nobody else learns that there is something.
    expect(await look(await sessionOf(noor, false))).toEqual([true, 404]);
    expect(await look(await sessionOf(noor, true))).toEqual([true, 404]);

    await other.run('mutation ($password: String!) { stepUp(proof: { password: $password }) }', {
      password: kim.password,
    });
    expect(await look(other)).toEqual([false, 200]);
    await set(reviewProofMinutes, 20);
    minutes(21);
    expect(await look(proven)).toEqual(asked);
    for (const changed of [reviewProofMinutes, accessTokenMinutes])
      await world.app.settings.unset(operator, changed, {});
    expect(await look(proven)).toEqual([false, 200]);
  });

  test('ends when nobody does anything, and what was said stays with the case', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    minutes(31);
    expect((await verdict(kim, one, 'ADDRESS')).__typename).toBe('CaseNotHeld');
    expect(await world.app.desk.claims.releaseExpired(operator)).toBe(1);
    expect(await world.app.desk.claims.releaseExpired(operator)).toBe(0);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'SUBMITTED', PERSON: 'SUBMITTED' });
    await claim(noor, one);
    expect((await file(noor, one)).sections.find(({ kind }) => kind === 'PERSON')!.verdict).toEqual({
      outcome: 'ACCEPT',
    });
  });

  test('taken once more by whoever has it lasts longer, and that is recorded', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    minutes(20);
    expect(await claim(kim, one)).toMatchObject({ __typename: 'ReviewCase', status: 'CLAIMED' });
    minutes(20);
    expect((await verdict(kim, one, 'ADDRESS')).__typename).toBe('SectionVerdict');
    expect(await auditOf(one.id)).toEqual(['onboarding.claim', 'onboarding.claim']);
  });

  test('is given back by hand', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    expect((await run<{ status: string }>(kim, 'releaseCase', RELEASE, { id: one.id })).found.status).toBe('WAITING');
    expect((await claim(noor, one)).__typename).toBe('ReviewCase');
  });

  test('closes the sections for the creator meanwhile', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    const SAVE = `mutation { saveAnswers(section: PERSON, answers: [{ field: "givenName", values: ["Anna"], revision: 1 }]) { __typename } }`;
    const { found } = await run<{ __typename: string }>(one.account, 'saveAnswers', SAVE);
    expect(found.__typename).toBe('SectionInReview');
  });

  test('keeps what the creator changes from all rooms out of the review: bank account, profiles, and files that were on their way', async () => {
    await letEverybodyKnock(world);
    const one = await aCase(world);
    const { account } = one;
    const creator = async (query: string, variables: object = {}): Promise<{ data: object; codes: string[] }> => {
      const { data, errors } = await world.as(account).run(query, { ...variables });
      return { data, codes: errors.map(({ extensions }) => extensions.code) };
    };
    const PAYOUT = `mutation ($iban: String!) { savePayoutAccount(input: { country: "DE", scheme: IBAN, currency: "EUR",
      holderName: "Ana Vega", iban: $iban }) { __typename } }`;
    await creator(PAYOUT, { iban: 'GB29NWBK60161331926819' });
    await creator('mutation { verifyPayoutAccount(method: STATEMENT) { __typename } }');
    const scan = await jpeg();
    const good = await aDocument(world, account, { bytes: scan, purpose: 'PROOF_OF_ADDRESS' });
    const late = await upload(world, account, { bytes: await jpeg(640, 480), purpose: 'PROOF_OF_ADDRESS' });
    await transaction(world.db, async (tx) => {
      for (const kind of [SectionKind.PAYOUT_ACCOUNT, SectionKind.ADDRESS, SectionKind.SOCIAL_PROFILES]) {
        const application = await world.app.sections.lock(tx, account.id);
        if (kind === SectionKind.SOCIAL_PROFILES)
          await moveSection(tx, world.db.keyring, application, { kind, verb: 'change', at: now });
        const ready = await world.app.sections.lock(tx, account.id);
        await moveSection(tx, world.db.keyring, ready, { kind, verb: 'submit', at: now });
      }
      await tx.query(`update review_case set status = 'WAITING' where id = $1`, [one.id]);
    });
    await claim(kim, one);
    const before = await world.as(account).run('{ payoutSetup { current { id masked verification { id method } } } }');

    expect((await creator(PAYOUT, { iban: 'DE02120300000000202051' })).data).toEqual({
      savePayoutAccount: { __typename: 'SectionInReview' },
    });
    expect((await creator('mutation { verifyPayoutAccount(method: MICRO_DEPOSITS) { __typename } }')).data).toEqual({
      verifyPayoutAccount: { __typename: 'SectionInReview' },
    });
    expect(
      (await creator('mutation { addSocialProfile(platform: TWITCH, profile: "anavega") { __typename } }')).data,
    ).toEqual({ addSocialProfile: { __typename: 'SectionInReview' } });
    expect(
      (await creator('mutation ($id: ID!) { removeDocument(id: $id) { __typename } }', { id: good.id })).codes,
    ).toEqual(['CONFLICT']);
    await expect(upload(world, account, { bytes: scan, purpose: 'PROOF_OF_ADDRESS' })).rejects.toThrow('409');
    await lookThrough(world, late);

    expect(await world.app.documents.find(late)).toMatchObject({ status: 'REFUSED', refusal: 'NOT_NOW' });
    expect(await world.app.documents.find(good.id)).toMatchObject({ status: 'READY' });
    expect(await world.as(account).run('{ payoutSetup { current { id masked verification { id method } } } }')).toEqual(
      before,
    );
    expect(await statusesOf(one)).toEqual({
      ADDRESS: 'IN_REVIEW',
      PAYOUT_ACCOUNT: 'IN_REVIEW',
      PERSON: 'IN_REVIEW',
      SOCIAL_PROFILES: 'IN_REVIEW',
    });
  });

  test('that has run out decides nothing, also at the moment at which another reviewer decides', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    minutes(31);
    const [early] = await Promise.all([decide(kim, one, 'APPROVED'), world.app.desk.claims.releaseExpired(operator)]);
    expect(early).toMatchObject({ __typename: 'CaseNotHeld' });
    await claim(noor, one);
    const outcomes = await Promise.all([
      decide(kim, one, 'APPROVED'),
      decide(noor, one, 'REJECTED', { reasons: ['NOT_A_FIT'], note: 'Nothing, for now.' }),
      decide(kim, one, 'APPROVED'),
    ]);
    expect(outcomes.map(({ __typename }) => __typename)).toEqual(['CaseNotHeld', 'ReviewCase', 'CaseNotHeld']);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect((await mailsTo(world, one.account)).map(({ notice }) => notice)).toEqual(['onboarding.rejected']);
  });
});

describe('a verdict', () => {
  test('is kept as a draft; of two tabs that say different things the second is told', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    expect(await verdict(kim, one, 'PERSON')).toMatchObject({ outcome: 'ACCEPT', revision: 1 });
    expect(await verdict(kim, one, 'PERSON')).toMatchObject({ revision: 1 });
    const back = { outcome: 'RETURN', reasons: ['NAME_DIFFERS'] };
    expect(await verdict(kim, one, 'PERSON', back)).toEqual({
      __typename: 'VerdictConflict',
      verdict: { outcome: 'ACCEPT', revision: 1 },
    });
    expect(await verdict(kim, one, 'PERSON', { ...back, revision: 1 })).toMatchObject({ revision: 2 });
    expect(await verdict(kim, one, 'PERSON', { outcome: null, revision: 2 })).toMatchObject({
      outcome: null,
      revision: 0,
    });
  });

  test.each([
    ['without a reason', { outcome: 'RETURN' }],
    ['with one that does not exist', { outcome: 'RETURN', reasons: ['NOPE'] }],
    ['with one for another section', { outcome: 'RETURN', reasons: ['PROFILE_NOT_FOUND'] }],
    ['with one for rejections', { outcome: 'RETURN', reasons: ['UNDERAGE'] }],
  ])('nothing is returned %s', async (_what, more) => {
    const one = await aCase(world);
    await claim(kim, one);
    const { codes } = await run(kim, 'saveSectionVerdict', VERDICT, {
      input: { caseId: one.id, section: 'PERSON', revision: 0, ...more },
    });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a decision', () => {
  test('to approve opens the studio, tells the creator and leaves a trail', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ status: 'DECIDED', decision: 'APPROVED' });
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'ACCEPTED', PERSON: 'ACCEPTED' });
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    expect((await mailsTo(world, one.account)).map(({ notice }) => notice)).toEqual(['onboarding.approved']);
    expect(await auditOf(one.id)).toEqual(['onboarding.claim', 'onboarding.decide']);
    const { found } = await run<object>(one.account, 'onboarding', '{ onboarding { status activatedAt } }');
    expect(found).toEqual({ status: 'APPROVED', activatedAt: now.toISOString() });
  });

  test('said twice, also at the same moment, is one decision', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    const outcomes = await Promise.all([decide(kim, one, 'APPROVED'), decide(kim, one, 'APPROVED')]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ decision: 'APPROVED' });
    expect(await mailsTo(world, one.account)).toHaveLength(1);
  });

  test('is about the newest case, also when its number has more digits', async () => {
    const one = await aCase(world);
    await world.db.pool.query(`update review_case set status = 'WITHDRAWN' where id = $1`, [one.id]);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `insert into review_case (account_id, status, opened_at, due_at, number) overriding system value
       values ($1, 'WITHDRAWN', now(), now(), 999999), ($1, 'WAITING', now(), now(), 1000000) returning id`,
      [one.account.id],
    );
    const newest = { ...one, id: rows[1]!.id };
    await acceptAll(kim, newest);
    expect(await decide(kim, newest, 'APPROVED')).toMatchObject({ decision: 'APPROVED' });
    const ASSIGN = `mutation ($ids: [ID!]!) { assignCases(ids: $ids, assigneeId: null) { id status } }`;
    expect((await run(kim, 'assignCases', ASSIGN, { ids: [one.id] })).found).toEqual([
      { id: one.id, status: 'WITHDRAWN' },
    ]);
  });

  test('of two tabs that want different things the first one counts', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    const outcomes = await Promise.all([
      decide(kim, one, 'APPROVED'),
      decide(kim, one, 'REJECTED', { reasons: ['NOT_A_FIT'], note: 'Nothing, for now.' }),
    ]);
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(new Set(['CaseNotHeld', 'ReviewCase']));
    expect(await mailsTo(world, one.account)).toHaveLength(1);
  });

  test('to return says why in the language of the creator, and only what was returned is open again', async () => {
    const one = await aCase(world, { language: 'es' });
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    const why = { outcome: 'RETURN', reasons: ['TOO_OLD'], note: 'La factura es de 2024.' };
    await verdict(kim, one, 'ADDRESS', why);
    expect(await decide(kim, one, 'RETURNED')).toMatchObject({ decision: 'RETURNED' });
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'RETURNED', PERSON: 'ACCEPTED' });
    const [mail] = await mailsTo(world, one.account);
    expect(mail!.text).toContain('Dirección: El documento es demasiado antiguo.');
    expect(mail!.text).toContain('La factura es de 2024.');
    const { found } = await run<{ sections: object[] }>(
      one.account,
      'onboarding',
      '{ onboarding { status sections { kind status reasons reasonTexts note } } }',
    );
    expect(found).toMatchObject({ status: 'RETURNED' });
    expect(found.sections).toContainEqual({
      kind: 'ADDRESS',
      status: 'RETURNED',
      reasons: ['TOO_OLD'],
      reasonTexts: ['El documento es demasiado antiguo. Envía uno de los últimos tres meses.'],
      note: 'La factura es de 2024.',
    });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
  });

  test('to reject says why, what can be done, and from when one may try again', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    const reapplyAt = '2099-03-01T12:00:00.000Z';
    const why = { reasons: ['UNDERAGE'], note: 'Come back after your birthday.', reapplyAt };
    expect(await decide(kim, one, 'REJECTED', why)).toMatchObject({ decision: 'REJECTED' });
    const [mail] = await mailsTo(world, one.account);
    expect(mail!.text).toContain('You are not old enough to join yet. Come back after your birthday.');
    expect(mail!.text).toContain('You may apply again from March 1, 2099.');
    const { found } = await run<object>(
      one.account,
      'onboarding',
      '{ onboarding { status decisionReasons decisionNote reapplyAt } }',
    );
    expect(found).toEqual({
      status: 'REJECTED',
      decisionReasons: ['You are not old enough to join yet.'],
      decisionNote: 'Come back after your birthday.',
      reapplyAt,
    });
    expect(
      (await run(kim, 'decideCase', DECIDE, { input: { caseId: one.id, decision: 'APPROVED' } })).found,
    ).toMatchObject({
      __typename: 'CaseNotHeld',
    });
  });

  test('to reject says what can be done', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    const { codes } = await run(kim, 'decideCase', DECIDE, {
      input: { caseId: one.id, decision: 'REJECTED', reasons: ['UNDERAGE'], note: ' ' },
    });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  test('waits until there is a verdict on everything that was handed in', async () => {
    const one = await aCase(world);
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ withoutVerdict: ['ADDRESS'] });
    expect(await decide(kim, one, 'RETURNED')).toMatchObject({ nothingReturned: true });
    await verdict(kim, one, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'] });
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ returned: ['ADDRESS'] });
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'IN_REVIEW', PERSON: 'IN_REVIEW' });
    expect(await mailsTo(world, one.account)).toEqual([]);
  });

  test('does not accept a document that a reviewer found wanting, or did not look at where that is the rule', async () => {
    const one = await aCase(world);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `insert into document (account_id, purpose, status, retention, byte_size, mime_type, page_count, key_sealed, content_index)
       values ($1, 'PROOF_OF_ADDRESS', 'READY', 'IDENTITY', 10, 'image/png', 1, '\\x00', '\\x00') returning id`,
      [one.account.id],
    );
    await acceptAll(kim, one);
    const CHECK = `mutation ($input: SaveDocumentCheckInput!) { checkDocument(input: $input) { __typename } }`;
    const check = (ticks: object) =>
      run(kim, 'checkDocument', CHECK, { input: { caseId: one.id, documentId: rows[0]!.id, ...ticks } });
    await set(checklistNeeded, true);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ unchecked: ['ADDRESS'] });
    await set(checklistNeeded, false);
    await check({ legible: true, inDate: true, genuine: false });
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ unchecked: ['ADDRESS'] });
    await check({ legible: true, inDate: true, genuine: true });
    const { rows: told } = await world.db.pool.query(
      `select details - 'case' as ticks from audit_event where action = 'onboarding.checkDocument' and record_id = $1 order by id`,
      [rows[0]!.id],
    );
    expect(told).toEqual([
      { ticks: { legible: true, inDate: true, genuine: false } },
      { ticks: { legible: true, inDate: true, genuine: true } },
    ]);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ decision: 'APPROVED' });
  });

  test('a note on a document and the creator who takes it back at the same moment do not block each other for ever', async () => {
    const one = await aCase(world);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `insert into document (account_id, purpose, status, retention, byte_size, mime_type, page_count, key_sealed, content_index)
       values ($1, 'PROOF_OF_ADDRESS', 'READY', 'IDENTITY', 10, 'image/png', 1, '\\x00', '\\x00') returning id`,
      [one.account.id],
    );
    const { id } = rows[0]!;
    await claim(kim, one);
    await world.as(one.account).token();
    const both = await transaction(world.db, async (tx) => {
      await tx.query('select from onboarding_application where account_id = $1 for update', [one.account.id]);
      const CHECK = `mutation ($input: SaveDocumentCheckInput!) { checkDocument(input: $input) { __typename } }`;
      const checking = run(kim, 'checkDocument', CHECK, { input: { caseId: one.id, documentId: id, legible: true } });
      await untilBlocked(world.db);
      const REMOVE = 'mutation ($id: ID!) { removeDocument(id: $id) { __typename } }';
      const removing = run(one.account, 'removeDocument', REMOVE, { id });
      await untilBlocked(world.db, 2);
      return [checking, removing];
    });
    expect((await Promise.all(both)).map(({ codes }) => codes)).toEqual([[], ['CONFLICT']]);
  });

  test('is followed by another case for what was handed in meanwhile, which nobody looked at', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    for (const verb of ['change', 'submit'] as const)
      await transaction(world.db, async (tx) => {
        const application = await world.app.sections.lock(tx, one.account.id);
        await world.app.sections[verb](tx, operator, application, SectionKind.NICHES);
      });
    await decide(kim, one, 'APPROVED');
    const { rows } = await world.db.pool.query(
      'select status, renewal from review_case where account_id = $1 order by number',
      [one.account.id],
    );
    expect(rows).toEqual([
      { status: 'DECIDED', renewal: false },
      { status: 'WAITING', renewal: true },
    ]);
  });

  test('asks for more of what was accepted before, where the reviewer opens it again', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    await transaction(world.db, async (tx) => {
      const application = await world.app.sections.lock(tx, one.account.id);
      await world.app.sections.change(tx, operator, application, SectionKind.PERSON);
    });
    await transaction(world.db, async (tx) => {
      const application = await world.app.sections.lock(tx, one.account.id);
      await world.app.sections.submit(tx, operator, application, SectionKind.PERSON);
    });
    const renewal = { id: (await list(kim)).nodes[0]!.id, account: one.account };
    const REOPEN = `mutation ($id: ID!, $section: SectionKind!) { reopenSection(caseId: $id, section: $section) {
      __typename ... on ReviewCase { status } ... on CaseNotHeld { status } } }`;
    const reopen = (as: TestAccount, section: string) =>
      run<object>(as, 'reopenSection', REOPEN, { id: renewal.id, section });
    expect((await reopen(kim, 'ADDRESS')).found).toMatchObject({ __typename: 'CaseNotHeld' });
    await claim(kim, renewal);
    expect((await reopen(noor, 'ADDRESS')).found).toMatchObject({ __typename: 'CaseNotHeld' });
    expect((await reopen(kim, 'TAX')).codes).toEqual(['CONFLICT']);
    for (const twice of await Promise.all([reopen(kim, 'ADDRESS'), reopen(kim, 'ADDRESS')]))
      expect(twice.found).toEqual({ __typename: 'ReviewCase', status: 'CLAIMED' });
    await verdict(kim, renewal, 'PERSON');
    expect(await decide(kim, renewal, 'APPROVED')).toMatchObject({ withoutVerdict: ['ADDRESS'] });
    await verdict(kim, renewal, 'ADDRESS', {
      outcome: 'RETURN',
      reasons: ['TOO_OLD'],
      note: 'The lease, too, please.',
    });
    expect(await decide(kim, renewal, 'RETURNED')).toMatchObject({ decision: 'RETURNED' });
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'RETURNED', PERSON: 'ACCEPTED' });
    const mails = await mailsTo(world, one.account);
    expect(mails.at(-1)!.text).toContain('The lease, too, please.');
    expect(await auditOf(renewal.id)).toEqual([
      'onboarding.openCase',
      'onboarding.claim',
      'onboarding.reopenSection',
      'onboarding.decide',
    ]);
  });

  test('is only one of whoever holds the case', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    expect(await decide(noor, one, 'APPROVED')).toMatchObject({ __typename: 'CaseNotHeld', status: 'CLAIMED' });
  });
});

describe('profiles that a reviewer looks at', () => {
  const withProfile = async (handle: string, status: 'WITH_STAFF' | 'VERIFIED'): Promise<TestCase> => {
    const one = await aCase(world);
    const checked = checkSocialProfile('INSTAGRAM', handle);
    await transaction(world.db, async (tx) => {
      const id = randomUUID();
      const facts = 'value' in checked ? checked.value : expect.fail();
      await insertProfile(tx, world.db.keyring, {
        id,
        accountId: one.account.id,
        facts,
        codeExpiresAt: now,
        now,
      });
      await tx.query('update social_profile set status = $2, asked_at = $3 where id = $1', [id, status, now]);
      for (const verb of ['change', 'submit'] as const) {
        const application = await world.app.sections.lock(tx, one.account.id);
        await moveSection(tx, world.db.keyring, application, { kind: SectionKind.SOCIAL_PROFILES, verb, at: now });
      }
    });
    return one;
  };
  const profiles = async ({ account }: TestCase) =>
    (
      await world.db.pool.query<{ status: string; problem: string | null }>(
        'select status, problem from social_profile where account_id = $1',
        [account.id],
      )
    ).rows;

  test('are seen on the case page, and proved by accepting the section', async () => {
    const one = await withProfile('lena.cooks', 'WITH_STAFF');
    await acceptAll(kim, one);
    await verdict(kim, one, 'SOCIAL_PROFILES');
    const { sections } = await file(kim, one);
    expect(sections.find(({ kind }) => kind === 'SOCIAL_PROFILES')!.facts).toEqual([
      {
        field: 'socialProfile',
        values: ['INSTAGRAM', 'https://www.instagram.com/lena.cooks/', 'WITH_STAFF', expect.stringMatching(/^IG-/)],
      },
    ]);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ decision: 'APPROVED' });
    expect(await profiles(one)).toEqual([{ status: 'VERIFIED', problem: null }]);
  });

  test('where the code is not found, come back with the section, and their owner hears of it', async () => {
    const one = await withProfile('no.code', 'WITH_STAFF');
    await acceptAll(kim, one);
    await verdict(kim, one, 'SOCIAL_PROFILES', { outcome: 'RETURN', reasons: ['PROFILE_NOT_FOUND'] });
    expect(await decide(kim, one, 'RETURNED')).toMatchObject({ decision: 'RETURNED' });
    expect(await profiles(one)).toEqual([{ status: 'UNPROVEN', problem: 'STAFF_DID_NOT_FIND' }]);
    expect((await mailsTo(world, one.account)).map(({ notice }) => notice)).toContain('onboarding.profileNotProven');
  });

  test('are not accepted while they are proved to be somebody else’s', async () => {
    await withProfile('somebody.cooks', 'VERIFIED');
    const one = await withProfile('somebody.cooks', 'WITH_STAFF');
    await acceptAll(kim, one);
    await verdict(kim, one, 'SOCIAL_PROFILES');
    expect(await decide(kim, one, 'APPROVED')).toEqual({
      __typename: 'ProfilesNotProven',
      taken: ['Instagram (somebody.cooks)'],
      lapsed: [],
    });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
  });
});

describe('an identity document', () => {
  test('is accepted until the end of its last day', async () => {
    const one = await withDocument('2031-05-04');
    await acceptAll(kim, one);
    await verdict(kim, one, 'IDENTITY_DOCUMENT');
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ decision: 'APPROVED' });
    const { rows } = await world.db.pool.query(
      `select status, expires_at as "expiresAt" from onboarding_section where account_id = $1 and kind = 'IDENTITY_DOCUMENT'`,
      [one.account.id],
    );
    expect(rows).toEqual([{ status: 'ACCEPTED', expiresAt: new Date('2031-05-05T00:00:00Z') }]);
  });

  test('and beside them stands what the creator agreed to, in which version, and when', async () => {
    const one = await withDocument('2031-05-04');
    await claim(kim, one);
    const { found } = await run<{ sections: { kind: string; facts: object[] }[] }>(
      kim,
      'reviewFile',
      'query ($id: ID!) { reviewFile(id: $id) { sections { kind facts { field values at } } } }',
      { id: one.id },
    );
    const { rows } = await world.db.pool.query<{ at: Date }>(
      `select c.at from consent c join terms_version v on v.id = c.version_id
       where c.account_id = $1 and v.document_key = 'TERMS_OF_SERVICE'`,
      [one.account.id],
    );
    const factsOf = (kind: string) => found.sections.find((section) => section.kind === kind)!.facts;
    expect(factsOf('CONSENTS')).toContainEqual({
      field: 'consent',
      values: ['Terms of service (1)'],
      at: rows[0]!.at.toISOString(),
    });
    expect(factsOf('PERSON')).toEqual([{ field: 'givenName', values: ['Ana'], at: null }]);
  });

  test('the reviewer reads the names of those texts in their language, whether they hold the case or not', async () => {
    const one = await withDocument('2031-05-04');
    await claim(kim, one);
    const consentsIn = async (as: TestAccount, language: string) => {
      const { found } = await run<Pick<File, 'sections'>>(
        as,
        'reviewFile',
        `query ($id: ID!, $language: String!) { reviewFile(id: $id, language: $language) {
           sections { kind facts { field values } } } }`,
        { id: one.id, language },
      );
      return found.sections.find(({ kind }) => kind === 'CONSENTS')!.facts.flatMap(({ values }) => values);
    };
    expect(await consentsIn(kim, 'en')).toContain('Terms of service (1)');
    expect(await consentsIn(kim, 'de')).toContain('Nutzungsbedingungen (1)');
    expect(await consentsIn(kim, 'es')).toContain('Condiciones del servicio (1)');
    expect(await consentsIn(kim, 'fr')).toContain('Conditions d’utilisation (1)');
    expect(await consentsIn(kim, 'xx')).toContain('Terms of service (1)');
    expect(await consentsIn(await anAccount(world, 'KYC_REVIEWER'), 'de')).toContain('Nutzungsbedingungen (1)');
  });

  test('that a provider vouches for says so on the case page', async () => {
    const one = await withDocument('2031-05-04');
    await claim(kim, one);
    const facts = async () =>
      (await file(kim, one)).sections.find(({ kind }) => kind === 'IDENTITY_DOCUMENT')!.facts.map(({ field }) => field);
    expect(await facts()).not.toContain('providerVerified');
    await world.db.pool.query(
      `insert into identity_check (id, account_id, provider, status, created_at, finished_at)
       values ($1, $2, 'stripe', 'VERIFIED', $3, $3)`,
      [randomUUID(), one.account.id, now],
    );
    expect(await facts()).toContain('providerVerified');
  });
});

describe('four eyes', () => {
  test('on high risk one reviewer proposes, and another one who wants the same decides', async () => {
    const one = await aCase(world, { highRisk: true });
    await acceptAll(kim, one);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ status: 'PROPOSED', decision: null });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'IN_REVIEW', PERSON: 'IN_REVIEW' });
    expect(await claim(kim, one)).toMatchObject({ __typename: 'CaseNotHeld' });
    await claim(noor, one);
    expect(await file(noor, one)).toMatchObject({ needsTwo: true, proposal: { decision: 'APPROVED' } });
    expect(await decide(noor, one, 'APPROVED')).toMatchObject({ status: 'DECIDED', decision: 'APPROVED' });
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
  });

  test('who wants something else proposes that instead', async () => {
    const one = await aCase(world, { highRisk: true });
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    await claim(noor, one);
    expect(
      await decide(noor, one, 'REJECTED', { reasons: ['DUPLICATE'], note: 'Use the other account.' }),
    ).toMatchObject({
      status: 'PROPOSED',
      proposer: { id: noor.id },
    });
  });

  test('who says something else of one section proposes that, and nothing is accepted by one pair of eyes', async () => {
    const one = await aCase(world, { highRisk: true });
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    await verdict(kim, one, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'], note: 'Of this year, please.' });
    expect(await decide(kim, one, 'RETURNED')).toMatchObject({ status: 'PROPOSED' });
    await claim(noor, one);
    await verdict(noor, one, 'ADDRESS', { revision: 1 });
    await verdict(noor, one, 'PERSON', { outcome: 'RETURN', reasons: ['NAME_DIFFERS'], revision: 1 });
    const proposed = { status: 'PROPOSED', proposer: { id: noor.id } };
    expect(await decide(noor, one, 'RETURNED')).toMatchObject(proposed);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'IN_REVIEW', PERSON: 'IN_REVIEW' });
    await claim(kim, one);
    expect((await file(kim, one)).proposal).toMatchObject({
      verdicts: expect.arrayContaining([
        { section: 'PERSON', outcome: 'RETURN' },
        { section: 'ADDRESS', outcome: 'ACCEPT' },
      ]) as object[],
    });
    expect(await decide(kim, one, 'RETURNED')).toMatchObject({ status: 'DECIDED', decision: 'RETURNED' });
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'ACCEPTED', PERSON: 'RETURNED' });
  });

  test('other words to the creator are another decision', async () => {
    const one = await aCase(world, { highRisk: true });
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    const back = { outcome: 'RETURN', reasons: ['TOO_OLD'] };
    await verdict(kim, one, 'ADDRESS', { ...back, note: 'Of this year, please.' });
    await decide(kim, one, 'RETURNED');
    await claim(noor, one);
    await verdict(noor, one, 'ADDRESS', { ...back, note: 'Send us your password.', revision: 1 });
    expect(await decide(noor, one, 'RETURNED')).toMatchObject({ status: 'PROPOSED', proposer: { id: noor.id } });
  });

  test('a rejection is confirmed as it was proposed, also on a later day; another day or note is another proposal', async () => {
    const one = await aCase(world, { highRisk: true });
    await claim(kim, one);
    const why = { reasons: ['NOT_GENUINE'], note: 'Bring the original.', reapplyAt: '2099-03-01T12:00:00.000Z' };
    expect(await decide(kim, one, 'REJECTED', why)).toMatchObject({ status: 'PROPOSED' });
    await claim(noor, one);
    const { proposal } = await file(noor, one);
    expect(proposal).toMatchObject({ decision: 'REJECTED', ...why });
    const later = { ...why, reapplyAt: '2099-03-02T12:00:00.000Z' };
    expect(await decide(noor, one, 'REJECTED', later)).toMatchObject({ proposer: { id: noor.id } });
    await claim(kim, one);
    const otherwise = { ...later, note: 'Never mind.' };
    expect(await decide(kim, one, 'REJECTED', otherwise)).toMatchObject({ proposer: { id: kim.id } });
    minutes(24 * 60);
    const mia = await anAccount(world, 'KYC_REVIEWER');
    await claim(mia, one);
    expect(await decide(mia, one, 'REJECTED', otherwise)).toMatchObject({ status: 'DECIDED', decision: 'REJECTED' });
    const [mail] = await mailsTo(world, one.account);
    expect(mail!.text).toContain('Never mind.');
    expect(mail!.text).toContain('You may apply again from March 2, 2099.');
  });

  test('who lets go leaves the proposal as it was', async () => {
    const one = await aCase(world, { highRisk: true });
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    await claim(noor, one);
    expect((await run<{ status: string }>(noor, 'releaseCase', RELEASE, { id: one.id })).found.status).toBe('PROPOSED');
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'IN_REVIEW', PERSON: 'IN_REVIEW' });
  });

  test('never or always, as the setting says', async () => {
    const [risky, harmless] = [await aCase(world, { highRisk: true }), await aCase(world)];
    await acceptAll(kim, risky);
    await set(fourEyes, 'NEVER');
    expect(await decide(kim, risky, 'APPROVED')).toMatchObject({ status: 'DECIDED' });
    await acceptAll(kim, harmless);
    await set(fourEyes, 'ALWAYS');
    expect(await decide(kim, harmless, 'APPROVED')).toMatchObject({ status: 'PROPOSED' });
    await set(fourEyes, 'HIGH_RISK');
  });
});

describe('a double that is found late', () => {
  const same = (kind: MarkKind, ...cases: TestCase[]): Promise<void> =>
    transaction(world.db, async (tx) => {
      const text = randomUUID();
      for (const { account } of cases) await setMarks(tx, world.db.keyring, account.id, kind, [text]);
    });
  const judged = ({ account }: TestCase) => world.app.desk.risk.judgeAllWith(operator, account.id);

  test('makes a case that waits one of high risk, once', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    await same('TAX_ID', one, other);
    await judged(other);
    await judged(other);
    for (const each of [one, other]) {
      expect((await file(kim, each)).case.highRisk).toBe(true);
      expect(await auditOf(each.id)).toEqual(['onboarding.raiseRisk']);
    }
  });

  test('is told live to whoever has the case, and then two have to want the same', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    await acceptAll(kim, one);
    const heard = vi.fn<(news: object) => void>();
    const stop = world.app.events.subscribe('review-case-changed', heard);
    await same('PAYOUT_ACCOUNT', one, other);
    await judged(other);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(expect.objectContaining({ caseId: one.id })));
    stop();
    expect(await file(kim, one)).toMatchObject({ needsTwo: true, case: { highRisk: true } });
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ status: 'PROPOSED' });
  });

  test('at the very moment of the decision is seen first, also before the worker has looked', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    await acceptAll(kim, one);
    await same('DOCUMENT_NUMBER', one, other);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ __typename: 'CaseUndecided', riskFound: true });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ status: 'PROPOSED' });
  });

  test('after the first of two reviewers has decided lets that decision count no longer', async () => {
    const [one, other] = [await aCase(world, { highRisk: true }), await aCase(world)];
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    minutes(1);
    await same('TAX_ID', one, other);
    await judged(other);
    await claim(noor, one);
    expect(await file(noor, one)).toMatchObject({ proposalOutdated: true });
    minutes(1);
    expect(await decide(noor, one, 'APPROVED')).toMatchObject({ status: 'PROPOSED', proposer: { id: noor.id } });
    await claim(kim, one);
    expect(await file(kim, one)).toMatchObject({ proposalOutdated: false });
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ status: 'DECIDED' });
  });

  test('after the approval is told to reviewers, but not to whom it is about, once', async () => {
    const [one, other] = [await aCase(world, { account: noor }), await aCase(world)];
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    await same('PAYOUT_ACCOUNT', one, other);
    await judged(other);
    await judged(one);
    const told = async (as: TestAccount) =>
      (await mailsTo(world, as)).filter(({ notice }) => notice === 'onboarding.doubleFound');
    expect(await told(kim)).toMatchObject([{ link: `http://localhost/admin/reviews/${one.id}` }]);
    expect(await told(noor)).toEqual([]);
    expect(await auditOf(one.id)).toContain('onboarding.doubleFound');
    expect((await file(kim, one)).hints[0]).toMatchObject({ kind: 'PAYOUT_ACCOUNT', risky: true });
  });

  test('while the approval is on its way is missed by neither', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    await acceptAll(kim, one);
    const found = same('TAX_ID', one, other).then(() => judged(other));
    const [outcome] = await Promise.all([decide(kim, one, 'APPROVED'), found]);
    const told = (await mailsTo(world, kim)).filter(({ notice }) => notice === 'onboarding.doubleFound');
    const decided = (outcome as { status?: string }).status === 'DECIDED';
    expect(told).toHaveLength(decided ? 1 : 0);
    expect(await auditOf(one.id)).toContain(decided ? 'onboarding.doubleFound' : 'onboarding.raiseRisk');
  });

  test('by a change that is not there yet when the worker begins to look is found in both', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    const text = randomUUID();
    const { keyring } = world.db;
    await transaction(world.db, (tx) => setMarks(tx, keyring, one.account.id, 'TAX_ID', [text]));
    const written = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const changing = transaction(world.db, async (tx) => {
      await world.app.sections.lock(tx, other.account.id);
      await setMarks(tx, keyring, other.account.id, 'TAX_ID', [text]);
      written.resolve();
      await leave.promise;
    });
    await written.promise;
    const judging = judged(other);
    await untilBlocked(world.db);
    leave.resolve();
    await Promise.all([changing, judging]);
    for (const each of [one, other]) expect(await auditOf(each.id)).toEqual(['onboarding.raiseRisk']);
  });

  test('of two who are found to share something at once neither waits for the other for ever', async () => {
    const cases = [await aCase(world), await aCase(world), await aCase(world)];
    await same('TAX_ID', ...cases);
    await Promise.all(cases.map(judged));
    for (const each of cases) expect(await auditOf(each.id)).toEqual(['onboarding.raiseRisk']);
  });

  test('of a profile that anybody can name is nothing to whoever has shown that it is theirs', async () => {
    const [proven, claimed] = [await aCase(world), await aCase(world)];
    await same('SOCIAL_PROFILE', proven, claimed);
    await transaction(world.db, async (tx) => {
      for (const [{ account }, status] of [
        [proven, 'VERIFIED'],
        [claimed, 'UNPROVEN'],
      ] as const) {
        const checked = checkSocialProfile('INSTAGRAM', 'twice.named');
        const id = randomUUID();
        await insertProfile(tx, world.db.keyring, {
          id,
          accountId: account.id,
          facts: 'value' in checked ? checked.value : expect.fail(),
          codeExpiresAt: now,
          now,
        });
        await tx.query('update social_profile set status = $2 where id = $1', [id, status]);
      }
    });
    await judged(claimed);
    expect((await file(kim, claimed)).case.highRisk).toBe(true);
    expect(await file(kim, proven)).toMatchObject({ case: { highRisk: false } });
    expect((await file(kim, proven)).hints[0]).toMatchObject({ kind: 'SOCIAL_PROFILE', risky: false });
  });
});

describe('the case page', () => {
  test('says who has the same number or device, and where another name stands', async () => {
    const [one, other] = [
      await aCase(world, { displayName: 'Bo Lund' }),
      await aCase(world, { displayName: 'Di Fox' }),
    ];
    await transaction(world.db, async (tx) => {
      for (const { account } of [one, other])
        await setMarks(tx, world.db.keyring, account.id, 'DOCUMENT_NUMBER', ['X123']);
    });
    for (const { account } of [one, other])
      await transaction(world.db, (tx) =>
        world.app.sessions.begin(tx, { accountId: account.id, userAgent: 'Firefox', ip: '192.0.2.7', verified: true }),
      );
    const { hints } = await file(kim, one);
    expect(hints).toEqual([
      { kind: 'DOCUMENT_NUMBER', risky: true, place: null, other: { displayName: 'Di Fox' } },
      { kind: 'DEVICE', risky: false, place: null, other: { displayName: 'Di Fox' } },
      { kind: 'NAME', risky: false, place: 'account', other: null },
    ]);
  });

  test('keeps notes of reviewers, sealed, also of earlier cases', async () => {
    const one = await aCase(world);
    const NOTE = `mutation ($caseId: ID!, $text: String!) { addReviewNote(caseId: $caseId, text: $text) { id } }`;
    await run(kim, 'addReviewNote', NOTE, { caseId: one.id, text: 'Called them; all good' });
    expect((await file(noor, one)).notes).toEqual([
      { text: 'Called them; all good', author: { displayName: 'Kim Ito' } },
    ]);
    const { rows } = await world.db.pool.query<{ text: Buffer }>('select text_sealed as text from review_note');
    expect(rows[0]!.text.toString('latin1')).not.toContain('Called');
    expect((await run(kim, 'addReviewNote', NOTE, { caseId: one.id, text: ' ' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('tells what happened to the case, and which others there were', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    const again = await aCase(world, { account: one.account, renewal: true });
    const { history } = await file(noor, one);
    expect(history.map(({ action, person }) => [action, person?.displayName])).toEqual([
      ['onboarding.claim', 'Kim Ito'],
      ['onboarding.decide', 'Kim Ito'],
    ]);
    expect((await file(noor, again)).otherCases).toEqual([{ id: one.id }]);
  });
});

test('to what a creator agreed is no secret to a reviewer who does not hold the case; who they are is', async () => {
  const one = await aCase(world);
  const { masked, sections } = await file(kim, one);
  expect(masked).toBe(true);
  const valuesOf = (kind: string) =>
    sections.find((section) => section.kind === kind)!.facts.flatMap(({ values }) => values);
  expect(valuesOf('PERSON').every((value) => value.endsWith('•••'))).toBe(true);
  expect(valuesOf('CONSENTS').join()).toMatch(/\(1\)$/);
});

describe('two creators who hand in the same', () => {
  const asked = [
    SectionKind.SOCIAL_PROFILES,
    SectionKind.IDENTITY_DOCUMENT,
    SectionKind.PAYOUT_ACCOUNT,
    SectionKind.TAX,
  ];
  const SAVE = `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) {
    saveAnswers(section: $section, answers: $answers) { __typename } }`;
  const PAYOUT = `mutation ($input: SavePayoutAccountInput!) { savePayoutAccount(input: $input) { __typename } }`;
  const VERIFY = `mutation { verifyPayoutAccount(method: MICRO_DEPOSITS) { __typename } }`;
  const ADD = `mutation { addSocialProfile(platform: INSTAGRAM, profile: "lena.cooks") { ... on SocialProfile { id } } }`;
  const ASK_STAFF = `mutation ($id: ID!) { askStaffAboutSocialProfile(id: $id) { __typename } }`;
  const SUBMIT = `mutation ($section: SectionKind!) { submitSection(section: $section) {
    __typename ... on SectionIncomplete { problems { field code } } } }`;
  const picture = jpeg(612, 408);

  /** As creators do it: typed, uploaded, verified and handed in. */
  const handedIn = async (displayName: string, holderName: string): Promise<TestCase> => {
    const account = await anAccount(world, 'APPLICANT', { displayName });
    const done = async (query: string, variables: object = {}): Promise<Record<string, unknown>> => {
      const { data, errors } = await world.as(account).run(query, { ...variables });
      expect(errors).toEqual([]);
      return data;
    };
    const save = (section: string, fields: Record<string, string>) =>
      done(SAVE, {
        section,
        answers: Object.entries(fields).map(([field, value]) => ({ field, values: [value], revision: 0 })),
      });
    await save('PERSON', { givenName: 'Lena', familyName: displayName.split(' ')[1]! });
    await save('IDENTITY_DOCUMENT', {
      documentType: 'PASSPORT',
      documentCountry: 'DE',
      documentNumber: 'C01X00T47',
      documentExpiresOn: '2099-05-04',
    });
    await save('TAX', {
      taxCountry: 'DE',
      taxAsBusiness: 'NO',
      usPerson: 'NO',
      taxIdKind: 'STEUER_ID',
      taxId: '36 574 261 809',
      taxCertified: 'YES',
    });
    await aDocument(world, account, { bytes: await picture });
    await done(PAYOUT, {
      input: { country: 'DE', scheme: 'IBAN', currency: 'EUR', holderName, iban: 'DE89 3704 0044 0532 0130 00' },
    });
    await done(VERIFY);
    const added = (await done(ADD))['addSocialProfile'] as { id: string };
    await done(ASK_STAFF, added);
    for (const section of asked)
      expect((await done(SUBMIT, { section }))['submitSection']).toEqual({ __typename: 'OnboardingApplication' });
    const { rows } = await world.db.pool.query<{ id: string }>('select id from review_case where account_id = $1', [
      account.id,
    ]);
    return { id: rows[0]!.id, account };
  };

  test('are shown to the reviewer with the reason for each, and the second case is of high risk from the start', async () => {
    await letEverybodyKnock(world);
    await set(sectionsAsked, asked);
    const [one, other] = [await handedIn('Lena Okafor', 'Lena Okafor'), await handedIn('Lena Brandt', 'Lena Okafor')];
    await set(sectionsAsked, [SectionKind.PERSON, SectionKind.ADDRESS]);
    const shared = (whose: string) =>
      (['DOCUMENT_NUMBER', 'PAYOUT_ACCOUNT', 'TAX_ID', 'SOCIAL_PROFILE', 'FILE'] as const).map((kind) => ({
        kind,
        risky: true,
        place: null,
        other: { displayName: whose },
      }));
    const ofFirst = (await file(kim, one)).hints;
    expect(ofFirst).toEqual(expect.arrayContaining(shared('Lena Brandt')));
    expect(ofFirst.filter(({ kind }) => kind !== 'DEVICE')).toHaveLength(5);
    const { hints } = await file(kim, other);
    expect(hints).toEqual(expect.arrayContaining(shared('Lena Okafor')));
    // The bank account is in somebody else's name.
    expect(hints).toContainEqual({ kind: 'NAME', risky: true, place: 'payoutHolder', other: null });
    const risky = (await list(kim, { filter: { highRisk: true } })).nodes.map(({ id }) => id);
    expect(risky).toContain(other.id);
  });
});

describe('a case that comes to the desk', () => {
  test('is of high risk when somebody else has the same number', async () => {
    await set(sectionsAsked, [SectionKind.TAX]);
    const shared = async (account: TestAccount) => {
      await transaction(world.db, (tx) => setMarks(tx, world.db.keyring, account.id, 'PAYOUT_ACCOUNT', ['ES00']));
    };
    const [one, other] = [await anAccount(world, 'APPLICANT'), await anAccount(world, 'APPLICANT')];
    await shared(one);
    await shared(other);
    await transaction(world.db, async (tx) => {
      const application = await world.app.sections.lock(tx, one.id);
      await world.app.sections.change(tx, operator, application, SectionKind.TAX);
    });
    await transaction(world.db, async (tx) => {
      const application = await world.app.sections.lock(tx, one.id);
      await world.app.sections.submit(tx, operator, application, SectionKind.TAX);
    });
    const { rows } = await world.db.pool.query(
      'select status, high_risk, renewal from review_case where account_id = $1',
      [one.id],
    );
    expect(rows).toEqual([{ status: 'WAITING', high_risk: true, renewal: false }]);
    await set(sectionsAsked, [SectionKind.PERSON, SectionKind.ADDRESS]);
  });
});

describe('what was accepted', () => {
  const day = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const anApproved = async (validDays: number): Promise<TestCase> => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    await world.db.pool.query(
      `update onboarding_section set expires_at = $2::timestamptz + make_interval(days => $3) where account_id = $1 and kind = 'PERSON'`,
      [one.account.id, now, validDays],
    );
    return one;
  };
  const watch = () =>
    new ExpiryWatch({
      ...world.app,
      claims: world.app.desk.claims,
      publicUrl: 'https://studio.example',
      now: () => now,
    });
  const { signal } = aJobContext();
  const noticesTo = async ({ account }: TestCase) =>
    (await mailsTo(world, account)).slice(1).map(({ subject }) => subject);

  test('is reminded of once for each of the days before', async () => {
    const one = await anApproved(31);
    const expiresSoon = async () => {
      const { sections } = await world.app.applications.of(one.account.id);
      return sections.filter((section) => section.expiresSoon).map(({ kind }) => kind);
    };
    expect(await watch().remind(signal)).toBe(0);
    expect(await expiresSoon()).toEqual([]);
    minutes(11 * 24 * 60);
    expect(await watch().remind(signal)).toBe(1);
    expect(await expiresSoon()).toEqual(['PERSON']);
    expect(await watch().remind(signal)).toBe(0);
    minutes(14 * 24 * 60);
    expect(await watch().remind(signal)).toBe(1);
    minutes(5.5 * 24 * 60);
    expect(await watch().remind(signal)).toBe(1);
    expect(await watch().remind(signal)).toBe(0);
    const { sections } = await world.app.applications.of(one.account.id);
    const day = dayOf(sections.find(({ kind }) => kind === 'PERSON')!.expiresAt!);
    expect(await noticesTo(one)).toEqual(Array.from({ length: 3 }, () => `About you: renew it by ${day}`));
  });

  test('expires after as many months as the workspace says for its kind, or sooner with its document', async () => {
    await set(expiryMonths.ADDRESS, 6);
    await set(expiryMonths.IDENTITY_DOCUMENT, 12);
    const one = await withDocument(day(100));
    await acceptAll(kim, one);
    await verdict(kim, one, 'IDENTITY_DOCUMENT');
    await decide(kim, one, 'APPROVED');
    const half = new Date(now);
    half.setUTCMonth(now.getUTCMonth() + 6);
    const { rows } = await world.db.pool.query(
      `select kind, expires_at as "expiresAt" from onboarding_section where account_id = $1 order by kind`,
      [one.account.id],
    );
    expect(rows).toEqual([
      { kind: 'ADDRESS', expiresAt: half },
      { kind: 'IDENTITY_DOCUMENT', expiresAt: new Date(`${day(101)}T00:00:00Z`) },
      { kind: 'PERSON', expiresAt: null },
    ]);
    await set(expiryMonths.ADDRESS, 0);
    await set(expiryMonths.IDENTITY_DOCUMENT, 0);
    minutes(190 * 24 * 60);
    await watch().expire(operator, signal);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'EXPIRED', IDENTITY_DOCUMENT: 'EXPIRED', PERSON: 'ACCEPTED' });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
  });

  test('expires: the account is limited, not closed, and opens again after the review', async () => {
    const one = await anApproved(1);
    expect(await watch().expire(operator, signal)).toBe(0);
    minutes(24 * 60 + 1);
    expect(await watch().expire(operator, signal)).toBe(1);
    expect(await watch().expire(operator, signal)).toBe(0);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'ACCEPTED', PERSON: 'EXPIRED' });
    expect(await noticesTo(one)).toEqual(['About you: it has expired']);
    const { found } = await run<object>(one.account, 'onboarding', '{ onboarding { status } }');
    expect(found).toEqual({ status: 'EXPIRED' });
  });

  test('expires also while its creator has it in hand: touching it does not keep the studio open', async () => {
    const one = await anApproved(1);
    const again = dayOf(new Date(now.getTime() + 14 * 86_400_000));
    await transaction(world.db, async (tx) => {
      const application = await world.app.sections.lock(tx, one.account.id);
      await world.app.sections.change(tx, operator, application, SectionKind.PERSON);
    });
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    minutes(24 * 60 + 1);
    await watch().expire(operator, signal);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await statusesOf(one)).toEqual({ ADDRESS: 'ACCEPTED', PERSON: 'DRAFT' });
    expect(await noticesTo(one)).toEqual([`About you: hand it in again by ${again}`, 'About you: it has expired']);
  });

  test('is refused at a later look: the studio closes with the rejection', async () => {
    const one = await anApproved(300);
    const again = await aCase(world, { account: one.account, renewal: true });
    await claim(kim, again);
    await decide(kim, again, 'REJECTED', { reasons: ['NOT_A_FIT'], note: 'Nothing, for now.' });
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
  });

  test('and an administrator who takes the role at the same moment do not block each other for ever', async () => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    let deciding: Promise<Awaited<ReturnType<typeof decide>>>;
    await transaction(world.db, async (tx) => {
      await tx.query('select from account where id = $1 for update', [one.account.id]);
      deciding = decide(kim, one, 'APPROVED');
      await vi.waitFor(async () => {
        const { rows } = await world.db.pool.query('select from pg_locks where not granted');
        expect(rows).toHaveLength(1);
      });
      await tx.query('delete from account_role where account_id = $1', [one.account.id]);
    });
    expect(await deciding!).toMatchObject({ decision: 'APPROVED' });
    expect(await rolesOf(one)).toEqual([]);
  });
});

test('of a late case that nobody has, those hear who may give it to somebody: once, and again when it is let go of', async () => {
  const ada = await anAccount(world, 'ADMINISTRATOR');
  const finn = await anAccount(world, 'FINANCE');
  const one = await aCase(world, { dueIn: -1 });
  const titles = async (as: TestAccount): Promise<string[]> =>
    (
      await run<{ nodes: { title: string }[] }>(as, 'notifications', '{ notifications { nodes { title } } }')
    ).found.nodes.map(({ title }) => title);
  expect(await tellLate({ ...world.app, now: () => now })).toBe(1);
  expect(await tellLate({ ...world.app, now: () => now })).toBe(0);
  const { number } = (await list(kim, { filter: { overdue: true } })).nodes[0]!;
  expect(await titles(ada)).toEqual([`Late, and given to nobody: ${number}`]);
  expect(await titles(finn)).toEqual([]);
  await claim(kim, one);
  await run(kim, 'releaseCase', RELEASE, { id: one.id });
  expect(await tellLate({ ...world.app, now: () => now })).toBe(1);
  expect(await titles(ada)).toHaveLength(2);
});

describe('what was verified', () => {
  const { signal } = aJobContext();
  const watch = () =>
    new ExpiryWatch({
      ...world.app,
      claims: world.app.desk.claims,
      publicUrl: 'https://studio.example',
      now: () => now,
    });
  const change = ({ account }: TestCase, kind: SectionKind) =>
    transaction(world.db, async (tx) =>
      world.app.sections.change(tx, operator, await world.app.sections.lock(tx, account.id), kind),
    );
  const anApproved = async (): Promise<TestCase> => {
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    return one;
  };
  const noticesTo = async ({ account }: TestCase) =>
    (await mailsTo(world, account)).slice(1).map(({ notice }) => notice);

  test('and is changed has to be handed in again in time: its owner hears of it, then the studio closes', async () => {
    const one = await anApproved();
    await change(one, SectionKind.ADDRESS);
    await change(one, SectionKind.ADDRESS);
    expect(await noticesTo(one)).toEqual(['onboarding.reverify']);
    minutes(13 * 24 * 60);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    minutes(24 * 60 + 1);
    await watch().expire(operator, signal);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await noticesTo(one)).toEqual(['onboarding.reverify', 'onboarding.notReverified']);
  });

  const handIn = ({ account }: TestCase, kind: SectionKind) =>
    transaction(world.db, async (tx) =>
      world.app.sections.submit(tx, operator, await world.app.sections.lock(tx, account.id), kind),
    );
  const READ = '{ onboarding { handInBy sections { kind handInBy verifiedBefore } } }';
  const shownTo = async ({ account }: TestCase) => {
    const { found } = await run<{ handInBy: string | null; sections: { kind: string; handInBy: string | null }[] }>(
      account,
      'onboarding',
      READ,
    );
    return [found.handInBy, found.sections.find(({ kind }) => kind === 'ADDRESS')];
  };

  test('and is changed says until when it has to be handed in again, and reminds of it', async () => {
    const one = await anApproved();
    expect(await shownTo(one)).toEqual([null, { kind: 'ADDRESS', handInBy: null, verifiedBefore: true }]);
    await change(one, SectionKind.ADDRESS);
    const day = new Date(now.getTime() + 14 * 86_400_000).toISOString();
    expect(await shownTo(one)).toEqual([day, { kind: 'ADDRESS', handInBy: day, verifiedBefore: true }]);
    expect(await watch().remind(signal)).toBe(0);
    minutes(7.5 * 24 * 60);
    expect(await watch().remind(signal)).toBe(1);
    expect(await watch().remind(signal)).toBe(0);
    expect(await noticesTo(one)).toEqual(['onboarding.reverify', 'onboarding.reverify']);
  });

  test('and is handed in again in time keeps the studio open, however long the desk takes', async () => {
    const one = await anApproved();
    await change(one, SectionKind.ADDRESS);
    const day = new Date(now.getTime() + 14 * 86_400_000).toISOString();
    await handIn(one, SectionKind.ADDRESS);
    expect(await shownTo(one)).toEqual([null, { kind: 'ADDRESS', handInBy: null, verifiedBefore: true }]);
    const { found } = await run<{ nodes: { id: string; handInBy: string }[] }>(
      kim,
      'reviewCases',
      '{ reviewCases { nodes { id handInBy } } }',
    );
    expect(found.nodes).toMatchObject([{ handInBy: day }]);
    minutes(30 * 24 * 60);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    const again = { ...one, id: found.nodes[0]!.id };
    // Whoever signed in weeks ago would have to show who they are.
    const lee = await anAccount(world, 'KYC_REVIEWER');
    await claim(lee, again);
    const page = await run<{ sections: object[] }>(
      lee,
      'reviewFile',
      'query ($id: ID!) { reviewFile(id: $id) { sections { kind handInBy verifiedBefore } } }',
      { id: again.id },
    );
    expect(page.found.sections).toContainEqual({ kind: 'ADDRESS', handInBy: day, verifiedBefore: true });
    // It came back late, and through no fault of theirs: they have their days anew.
    await verdict(lee, again, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'] });
    await decide(lee, again, 'RETURNED');
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    const { handInBy } = await world.app.applications.of(one.account.id);
    expect(handInBy).toEqual(new Date(now.getTime() + 14 * 86_400_000));
  });
});

describe('what replaces something verified', () => {
  const { signal } = aJobContext();
  const BEFORE = `query ($id: ID!) { reviewFile(id: $id) { sections {
    kind facts { field values } documents { id pageUrls }
    before { at facts { field values } documents { id purpose pageUrls originalUrl } } } } }`;
  interface Shown {
    kind: string;
    facts: object[];
    documents: { id: string; pageUrls: string[] }[];
    before: {
      at: string;
      facts: object[];
      documents: { id: string; pageUrls: string[]; originalUrl: string | null }[];
    } | null;
  }
  const shownTo = async (as: TestAccount, { id }: TestCase, kind: string): Promise<Shown> => {
    const { found } = await run<{ sections: Shown[] }>(as, 'reviewFile', BEFORE, { id });
    return found.sections.find((section) => section.kind === kind)!;
  };
  const look = async (as: TestAccount, url: string): Promise<number> => {
    const headers = { authorization: `Bearer ${await world.as(as).token()}` };
    return (await fetch(`${world.url}${url}`, { headers })).status;
  };
  const statusOf = async (id: string) => {
    const { rows } = await world.db.pool.query<{ status: string; forget: boolean }>(
      'select status, forget_at is not null as forget from document where id = $1',
      [id],
    );
    return rows[0];
  };
  let width = 700;
  /** No two are the same, which would be a risk. */
  const bill = async (account: TestAccount) => {
    width += 1;
    return aDocument(world, account, { bytes: await jpeg(width, 500), purpose: 'PROOF_OF_ADDRESS' });
  };
  /** Who was let in with a bill, and hands in another one and another name. */
  const changed = async () => {
    const account = await anAccount(world, 'APPLICANT');
    const first = await bill(account);
    const one = await aCase(world, { account, givenName: 'Zoë' });
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    // The clock of this world is not that of the database, by which documents come one after the other.
    await world.db.pool.query(`update document set created_at = now() - interval '1 hour' where id = $1`, [first.id]);
    await world.db.pool.query(
      `update onboarding_section set accepted_at = now() - interval '1 minute' where account_id = $1`,
      [account.id],
    );
    const second = await bill(account);
    await transaction(world.db, async (tx) => {
      const answers = { givenName: { values: ['Chloé'], revision: 2 } };
      const application = await world.app.sections.lock(tx, account.id);
      await world.app.sections.change(tx, operator, application, SectionKind.PERSON, {
        answers,
        fields: ['givenName'],
      });
    });
    for (const kind of [SectionKind.PERSON, SectionKind.ADDRESS])
      await transaction(world.db, async (tx) =>
        world.app.sections.submit(tx, operator, await world.app.sections.lock(tx, account.id), kind),
      );
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select id from review_case where account_id = $1 and status = 'WAITING'`,
      [account.id],
    );
    return { one: { account, id: rows[0]!.id }, first, second };
  };

  test('stands beside it for the reviewer who holds the case, and for nobody else', async () => {
    const { one, first, second } = await changed();
    const masked = await shownTo(noor, one, 'PERSON');
    expect(masked.before).toMatchObject({ facts: [{ field: 'givenName', values: ['Z•••'] }], documents: [] });
    expect((await shownTo(noor, one, 'ADDRESS')).before).toMatchObject({
      documents: [{ id: first.id, pageUrls: [], originalUrl: null }],
    });
    const page = `/documents/${first.id}/pages/1`;
    expect([await look(noor, page), await look(one.account, page)]).toEqual([404, 404]);

    await claim(kim, one);
    const person = await shownTo(kim, one, 'PERSON');
    expect(person.facts).toEqual([{ field: 'givenName', values: ['Chloé'] }]);
    expect(person.before).toMatchObject({ facts: [{ field: 'givenName', values: ['Zoë'] }] });
    const { documents, before } = await shownTo(kim, one, 'ADDRESS');
    expect(documents).toMatchObject([{ id: second.id }]);
    expect(before).toMatchObject({ facts: [], documents: [{ id: first.id, purpose: 'PROOF_OF_ADDRESS' }] });
    expect(await look(kim, before!.documents[0]!.pageUrls[0]!)).toBe(200);
    const { rows } = await world.db.pool.query(
      `select from audit_event where action = 'documents.view' and record_id = $1 and actor_id = $2`,
      [first.id, kim.id],
    );
    expect(rows).toHaveLength(1);
  });

  test('hides it from its owner, who cannot take it away either', async () => {
    const { one, first, second } = await changed();
    const { found } = await run<{ id: string }[]>(one.account, 'documents', '{ documents { id } }');
    expect(found.map(({ id }) => id)).toEqual([second.id]);
    const remove = 'mutation ($id: ID!) { removeDocument(id: $id) { ... on Document { status pageUrls } } }';
    const gone = await run(one.account, 'removeDocument', remove, { id: first.id });
    expect(gone.found).toEqual({ status: 'REMOVED', pageUrls: [] });
    expect(await statusOf(first.id)).toEqual({ status: 'SUPERSEDED', forget: false });
  });

  test('lets it go once that is decided, after the days of the setting', async () => {
    const { one, first } = await changed();
    const third = await bill(one.account);
    // What nobody had accepted is gone at once.
    const rest = await world.db.pool.query<{ status: string }>(
      `select status from document where account_id = $1 and id <> $2 and id <> $3`,
      [one.account.id, first.id, third.id],
    );
    expect(rest.rows).toEqual([{ status: 'REMOVED' }]);
    await transaction(world.db, async (tx) =>
      world.app.sections.submit(tx, operator, await world.app.sections.lock(tx, one.account.id), SectionKind.ADDRESS),
    );
    const again = { ...one, id: (await run<{ id: string }>(kim, 'claimNextCase', NEXT)).found.id };
    await verdict(kim, again, 'PERSON');
    await verdict(kim, again, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'] });
    await decide(kim, again, 'RETURNED');
    expect(await statusOf(first.id)).toEqual({ status: 'SUPERSEDED', forget: false });
    const fourth = await bill(one.account);
    await transaction(world.db, async (tx) =>
      world.app.sections.submit(tx, operator, await world.app.sections.lock(tx, one.account.id), SectionKind.ADDRESS),
    );
    const last = { ...one, id: (await run<{ id: string }>(kim, 'claimNextCase', NEXT)).found.id };
    expect((await shownTo(kim, last, 'PERSON')).before).toBeNull();
    await verdict(kim, last, 'ADDRESS');
    await decide(kim, last, 'APPROVED');
    expect(await statusOf(first.id)).toEqual({ status: 'SUPERSEDED', forget: true });
    expect((await shownTo(noor, last, 'ADDRESS')).before).toBeNull();

    const purge = () =>
      handlePurgeSuperseded({ ...world.app, hooks: world.app.documentHooks })({}, { ...aJobContext(), signal });
    await purge();
    expect(await statusOf(first.id)).toMatchObject({ status: 'SUPERSEDED' });
    await world.db.pool.query(`update document set forget_at = forget_at - interval '30 days 1 minute' where id = $1`, [
      first.id,
    ]);
    await purge();
    await purge();
    expect(await statusOf(first.id)).toMatchObject({ status: 'REMOVED' });
    expect(await statusOf(fourth.id)).toEqual({ status: 'READY', forget: false });
  });
});

describe('other sections than before', () => {
  const { signal } = aJobContext();
  const apply = () =>
    new AskedWatch({ ...world.app, publicUrl: 'https://studio.example', now: () => now }).apply(operator, signal);
  const told = async ({ account }: Pick<TestCase, 'account'>) =>
    (await mailsTo(world, account)).filter(({ notice }) => notice === 'onboarding.moreAsked');
  const casesOf = async ({ account }: TestCase): Promise<string[]> =>
    (
      await world.db.pool.query<{ status: string }>(
        'select status from review_case where account_id = $1 order by number',
        [account.id],
      )
    ).rows.map(({ status }) => status);
  const ask = (...kinds: SectionKind[]) => set(sectionsAsked, [SectionKind.PERSON, SectionKind.ADDRESS, ...kinds]);
  beforeEach(async () => {
    await ask();
  });
  afterAll(() => ask());

  test('are told to a few hundred creators once each, and their cases wait until it is there', async () => {
    const cases: TestCase[] = [];
    for (let i = 0; i < 22; i += 1) cases.push(...(await Promise.all(Array.from({ length: 10 }, () => aCase(world)))));
    await apply();
    await ask(SectionKind.TAX);
    const [first, second] = await Promise.all([apply(), apply()]);
    expect(first + second).toBe(cases.length);
    expect(await apply()).toBe(0);
    expect(await told(cases[7]!)).toMatchObject([{ subject: 'One more thing is asked of you: Tax' }]);
    const { rows } = await world.db.pool.query('select status, count(*)::int from review_case group by status');
    expect(rows).toEqual([{ status: 'WITHDRAWN', count: cases.length }]);
  });

  test('leave a case with the reviewer who has it, and let it wait for the creator afterwards', async () => {
    const one = await aCase(world);
    await apply();
    await acceptAll(kim, one);
    await ask(SectionKind.TAX);
    await apply();
    expect(await casesOf(one)).toEqual(['CLAIMED']);
    expect(await decide(kim, one, 'APPROVED')).toMatchObject({ withCreator: ['TAX'] });
    await run(kim, 'releaseCase', RELEASE, { id: one.id });
    expect(await casesOf(one)).toEqual(['WITHDRAWN']);
  });

  test('let those go on who waited only for what is asked no longer', async () => {
    const one = await aCase(world);
    await apply();
    await ask(SectionKind.TAX);
    await apply();
    await ask();
    await apply();
    await apply();
    expect(await casesOf(one)).toEqual(['WITHDRAWN', 'WAITING']);
  });

  describe('of creators who are in', () => {
    const watch = () =>
      new ExpiryWatch({
        ...world.app,
        claims: world.app.desk.claims,
        publicUrl: 'https://studio.example',
        now: () => now,
      });
    const anApproved = async (): Promise<TestCase> => {
      const one = await aCase(world);
      await acceptAll(kim, one);
      await decide(kim, one, 'APPROVED');
      await apply();
      return one;
    };
    const noticesTo = async ({ account }: TestCase) =>
      (await mailsTo(world, account)).slice(1).map(({ notice }) => notice);
    const daysOf = async ({ account }: TestCase) => {
      const { sections } = await world.app.applications.of(account.id);
      return sections.flatMap(({ kind, status, handInBy, verifiedBefore }) =>
        handInBy ? [{ kind, status, days: (handInBy.getTime() - now.getTime()) / 86_400_000, verifiedBefore }] : [],
      );
    };

    test('have to be there in time: they hear of it, are reminded, and the studio closes', async () => {
      const one = await anApproved();
      await ask(SectionKind.TAX);
      await apply();
      await apply();
      const by = dayOf(new Date(now.getTime() + 14 * 86_400_000));
      expect(await daysOf(one)).toEqual([{ kind: 'TAX', status: 'EMPTY', days: 14, verifiedBefore: false }]);
      minutes(13.5 * 24 * 60);
      expect(await watch().remind(signal)).toBe(1);
      await watch().expire(operator, signal);
      expect(await rolesOf(one)).toEqual(['INFLUENCER']);
      minutes(24 * 60);
      await watch().expire(operator, signal);
      await watch().expire(operator, signal);
      expect(await rolesOf(one)).toEqual(['APPLICANT']);
      expect(await noticesTo(one)).toEqual([
        'onboarding.moreAskedBy',
        'onboarding.moreAskedBy',
        'onboarding.notHandedIn',
      ]);
      expect((await mailsTo(world, one.account))[2]).toMatchObject({
        subject: `One more thing is asked of you by ${by}: Tax`,
      });
    });

    test('are no longer missed when they are asked no longer, and have their days anew when they are again', async () => {
      const one = await anApproved();
      await ask(SectionKind.TAX);
      await apply();
      minutes(10 * 24 * 60);
      await ask();
      await apply();
      expect(await daysOf(one)).toEqual([]);
      minutes(10 * 24 * 60);
      await watch().expire(operator, signal);
      expect(await rolesOf(one)).toEqual(['INFLUENCER']);
      expect(await noticesTo(one)).toEqual(['onboarding.moreAskedBy']);
      await ask(SectionKind.TAX);
      await watch().expire(operator, signal);
      await apply();
      expect(await daysOf(one)).toMatchObject([{ kind: 'TAX', days: 14 }]);
      expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    });

    test('are not missed where they were handed in before', async () => {
      const one = await anApproved();
      await ask();
      await set(sectionsAsked, [SectionKind.PERSON]);
      await apply();
      await ask();
      await apply();
      expect(await daysOf(one)).toEqual([]);
      expect(await noticesTo(one)).toEqual([]);
    });
  });

  test('bring whoever has nothing left to hand in before a reviewer, who lets them in', async () => {
    const one = await aCase(world);
    await apply();
    await claim(kim, one);
    await verdict(kim, one, 'PERSON');
    await verdict(kim, one, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'] });
    await decide(kim, one, 'RETURNED');
    await set(sectionsAsked, [SectionKind.PERSON]);
    await apply();
    expect(await casesOf(one)).toEqual(['DECIDED', 'WAITING']);
    const again = (await run<{ id: string }>(kim, 'claimNextCase', NEXT)).found;
    expect(await decide(kim, { ...one, id: again.id }, 'APPROVED')).toMatchObject({ decision: 'APPROVED' });
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
  });
});

test('whoever was given a case is told once that it is late', async () => {
  await aCase(world, { dueIn: -1, assigneeId: kim.id });
  expect(await tellLate({ ...world.app, now: () => now })).toBe(1);
  expect(await tellLate({ ...world.app, now: () => now })).toBe(0);
  const { found } = await run<{ nodes: object[] }>(kim, 'notifications', '{ notifications { nodes { title } } }');
  expect(JSON.stringify(found)).toMatch(/Case \d+ is late/);
});

describe('numbers', () => {
  const cameNow = ({ account }: TestCase): Promise<unknown> =>
    world.db.pool.query('update account set created_at = $2 where id = $1', [account.id, now]);
  const NUMBERS = `query ($from: DateTimeISO!, $to: DateTimeISO!) { reviewNumbers(from: $from, to: $to) {
    registered verified funnel { section begun handedIn accepted } } }`;
  interface Numbers {
    registered: number;
    verified: number;
    funnel: { section: string | null; begun: number; handedIn: number; accepted: number }[];
  }

  test('begin with who registered, and count what happened whatever became of it', async () => {
    const from = new Date(Date.now() - 86_400_000);
    const numbers = async () =>
      (await run<Numbers>(kim, 'reviewNumbers', NUMBERS, { from, to: new Date(now.getTime() + 86_400_000) })).found;
    const before = await numbers();
    const [, unverified] = [await anAccount(world, 'APPLICANT'), await anAccount(world, 'APPLICANT')];
    await world.db.pool.query(`update account set status = 'UNVERIFIED' where id = $1`, [unverified.id]);
    const removed = { type: 'account', id: randomUUID() };
    await transaction(world.db, (tx) => recordAudit(tx, operator, 'accounts.register', removed));
    const one = await aCase(world);
    await acceptAll(kim, one);
    await decide(kim, one, 'APPROVED');
    for (const kind of [SectionKind.ADDRESS, SectionKind.PERSON])
      await transaction(world.db, async (tx) => {
        const application = await world.app.sections.lock(tx, one.account.id);
        await world.app.sections.change(tx, operator, application, kind);
      });
    const { registered, verified, funnel } = await numbers();
    expect([registered - before.registered, verified - before.verified]).toEqual([4, 2]);
    expect(funnel).toContainEqual({ section: null, begun: 1, handedIn: 1, accepted: 1 });
    expect(funnel).toContainEqual({ section: 'ADDRESS', begun: 1, handedIn: 1, accepted: 1 });
  });

  test('tell how far creators come, how long it takes, why things go back, and what each reviewer does', async () => {
    const [one, other] = [await aCase(world), await aCase(world)];
    for (const each of [one, other]) await cameNow(each);
    await acceptAll(kim, one);
    minutes(20);
    await decide(kim, one, 'APPROVED');
    await claim(noor, other);
    await verdict(noor, other, 'PERSON');
    await verdict(noor, other, 'ADDRESS', { outcome: 'RETURN', reasons: ['TOO_OLD'] });
    await decide(noor, other, 'RETURNED');
    const period = { from: new Date(now.getTime() - 86_400_000), to: new Date(now.getTime() + 86_400_000) };
    const { found } = await run<{ funnel: object[]; times: object; reasons: object[]; reviewers: object[] }>(
      kim,
      'reviewNumbers',
      `query ($from: DateTimeISO!, $to: DateTimeISO!) { reviewNumbers(from: $from, to: $to) {
        funnel { section begun handedIn accepted } times { decided approved returned rejected withinDue }
        reasons { code use count } reviewers { reviewer { displayName } decided medianMinutes } } }`,
      period,
    );
    expect(found.times).toEqual({ decided: 2, approved: 1, returned: 1, rejected: 0, withinDue: 1 });
    expect(found.reasons).toEqual([{ code: 'TOO_OLD', use: 'RETURN', count: 1 }]);
    expect(found.funnel).toContainEqual({ section: null, begun: 2, handedIn: 2, accepted: 1 });
    expect(found.funnel).toContainEqual({ section: 'ADDRESS', begun: 2, handedIn: 2, accepted: 1 });
    expect(found.reviewers).toContainEqual({ reviewer: { displayName: 'Kim Ito' }, decided: 1, medianMinutes: 20 });
  });

  test('become a table in which no name is a formula', async () => {
    const evil = await anAccount(world, 'KYC_REVIEWER', { displayName: '=HYPERLINK("x")' });
    const one = await aCase(world);
    await acceptAll(evil, one);
    await decide(evil, one, 'APPROVED');
    const { found } = await run<{ content: string }>(
      kim,
      'reviewNumbersFile',
      `query ($from: DateTimeISO!, $to: DateTimeISO!) { reviewNumbersFile(from: $from, to: $to) { fileName content } }`,
      { from: new Date(now.getTime() - 86_400_000), to: new Date(now.getTime() + 86_400_000) },
    );
    expect(found.content).toContain(`reviewers,"'=HYPERLINK(""x"")",decided,1`);
    const { rows: told } = await world.db.pool.query(
      `select details from audit_event where action = 'onboarding.exportNumbers' and actor_id = $1`,
      [kim.id],
    );
    expect(told).toEqual([
      {
        details: {
          from: new Date(now.getTime() - 86_400_000).toISOString(),
          to: new Date(now.getTime() + 86_400_000).toISOString(),
        },
      },
    ]);
  });
});

describe('reasons', () => {
  const SAVE = `mutation ($input: SaveReviewReasonInput!) { saveReviewReason(input: $input) {
    __typename ... on ReviewReason { code revision retired texts { language text } } ... on ReviewReasonConflict { reason { revision } } } }`;
  const texts = spokenLanguages.toSorted().map((language) => ({ language, text: `Too dark, in ${language}.` }));

  test('that are shipped are there in every language', async () => {
    const { rows } = await world.db.pool.query<{ code: string; languages: string[] }>(
      `select r.code, array(select language from review_reason_text t where t.code = r.code order by language) as languages
       from review_reason r`,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ languages }) => languages.join() !== spokenLanguages.toSorted().join())).toEqual([]);
  });

  test('are edited by whoever may, in every language, and nobody overwrites anybody', async () => {
    const ada = await anAccount(world, 'ADMINISTRATOR');
    const input = { code: 'TOO_DARK', use: 'RETURN', texts, revision: 0 };
    const made = await run<object>(ada, 'saveReviewReason', SAVE, { input });
    expect(made.found).toMatchObject({ revision: 1, texts });
    expect((await run<object>(ada, 'saveReviewReason', SAVE, { input })).found).toMatchObject({
      reason: { revision: 1 },
    });
    const retired = await run<object>(ada, 'saveReviewReason', SAVE, {
      input: { ...input, revision: 1, retired: true },
    });
    expect(retired.found).toMatchObject({ revision: 2, retired: true });
    const one = await aCase(world);
    await claim(kim, one);
    const { codes } = await run(kim, 'saveSectionVerdict', VERDICT, {
      input: { caseId: one.id, section: 'PERSON', outcome: 'RETURN', reasons: ['TOO_DARK'], revision: 0 },
    });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    const half = { ...input, code: 'HALF', texts: [texts[0]] };
    expect((await run(ada, 'saveReviewReason', SAVE, { input: half })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await run(kim, 'saveReviewReason', SAVE, { input })).codes).toEqual(['FORBIDDEN']);
  });
});

test('fictional creators bring every kind of case to a new desk, once, and their documents open', async () => {
  kim = await anAccount(world, 'KYC_REVIEWER', { email: 'kim@demo.example' });
  await anAccount(world, 'ADMINISTRATOR', { email: 'ada@demo.example' });
  const parts = { db: world.db, storage: world.app.storage };
  await seedDemoCases(parts, now);
  await seedDemoCases(parts, now);
  const states = async (): Promise<string[]> => {
    const { rows } = await world.db.pool.query<{ state: string }>(
      `select concat_ws(' ', status, decision, case when status <> 'DECIDED' and due_at < $1 then 'late' end,
         case when high_risk then 'risky' end) as state from review_case order by state`,
      [now],
    );
    return rows.map(({ state }) => state);
  };
  expect(await states()).toEqual([
    'DECIDED APPROVED',
    'DECIDED REJECTED',
    'DECIDED RETURNED',
    'PROPOSED risky',
    'WAITING',
    'WAITING',
    'WAITING',
    'WAITING late',
    'WAITING risky',
  ]);
  const { nodes } = await list(kim, { filter: { highRisk: true } });
  const hints = await Promise.all(nodes.map(async (one) => (await file(kim, one)).hints));
  expect(hints.flat().map(({ kind, other }) => `${kind} ${other?.displayName}`)).toEqual(
    expect.arrayContaining(['DOCUMENT_NUMBER Joana Vidal', 'PAYOUT_ACCOUNT Max Probst']),
  );

  const first = (await list(kim, { filter: { search: 'Amara' } })).nodes[0]!;
  await claim(kim, first);
  const { data } = await world
    .as(kim)
    .run('query ($id: ID!) { reviewFile(id: $id) { sections { documents { purpose pageUrls } } } }', { id: first.id });
  const documents = (
    data['reviewFile'] as { sections: { documents: { purpose: string; pageUrls: string[] }[] }[] }
  ).sections.flatMap((section) => section.documents);
  expect(documents.map(({ purpose }) => purpose)).toEqual(['PROOF_OF_ADDRESS', 'IDENTITY_FRONT', 'IDENTITY_BACK']);
  for (const { pageUrls } of documents) {
    const page = await fetch(`${world.url}${pageUrls[0]}`, {
      headers: { authorization: `Bearer ${await world.as(kim).token()}` },
    });
    expect(await sharp(await page.bytes()).metadata()).toMatchObject({ format: 'webp' });
  }
});

test.each(Object.entries(applicants))('what the fictional creator "%s" answered is complete and right', (_, who) => {
  const sections = answersOf(who);
  const answers = Object.assign({}, ...Object.values(sections)) as Answers;
  const context = { today: '2026-11-21', minimumAge: 18, payerCountry: 'DE' };
  expect(questionSections.flatMap((section) => problemsOf(section, answers, context))).toEqual([]);
  expect(checkIban(who.iban)).toEqual({ value: who.iban });
});
