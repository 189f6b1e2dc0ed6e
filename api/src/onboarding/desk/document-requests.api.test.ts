import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operator, type TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { aCase as aCaseAt, type TestCase } from '../../../test/cases.ts';
import { aDocument, lookThrough, upload } from '../../../test/documents.ts';
import { jpeg } from '../../../test/hostile-files.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { askProofOfAddress, sectionsAsked } from '../onboarding.settings.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { fourEyes } from './desk.settings.ts';

let world: World;
let kim: TestAccount;
let noor: TestAccount;
let one: TestCase;
let now = new Date();

beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
  await letEverybodyKnock(world);
  // What the sections of this test ask of everybody is nothing; they are about what is asked of one.
  await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.NICHES]);
  await world.app.settings.change(operator, askProofOfAddress, {}, false);
  // They all hand in the same picture.
  await world.app.settings.change(operator, fourEyes, {}, 'NEVER');
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.db.pool.query('delete from onboarding_application');
  [kim, noor] = [await anAccount(world, 'KYC_REVIEWER'), await anAccount(world, 'KYC_REVIEWER')];
  one = await aCaseAt(world, { now });
});

const run = async <Data>(as: TestAccount, query: string, variables: object = {}) => {
  const { data, errors } = await world.as(as).run<Record<string, Data>>(query, variables);
  return { found: Object.values(data ?? {})[0]!, codes: errors.map(({ extensions }) => extensions.code), errors };
};
interface Request {
  __typename: string;
  id: string;
  state: string;
  title: string;
}
const ASK = `mutation ($input: AskForDocumentInput!) { askForDocument(input: $input) {
  __typename ... on DocumentRequest { id state title explanation section } ... on CaseNotHeld { caseId } } }`;
const TAKE_BACK = `mutation ($caseId: ID!, $id: ID!) { withdrawDocumentRequest(caseId: $caseId, id: $id) {
  __typename ... on DocumentRequest { id state } ... on CaseNotHeld { caseId } } }`;
const VERDICT = `mutation ($input: SaveVerdictInput!) { saveSectionVerdict(input: $input) { __typename ... on SectionVerdict { revision } } }`;
const DECIDE = `mutation ($input: DecideCaseInput!) { decideCase(input: $input) {
  __typename ... on ReviewCase { status decision } ... on CaseUndecided { withoutVerdict unanswered } } }`;
const FILE = `query ($id: ID!) { reviewFile(id: $id) { masked history { action } sections { kind status facts { values }
  documentRequests { id state title } documents { id purpose requestId pageUrls } } } }`;
const OWN = `{ onboarding { status sections { kind status handInBy documentRequests { id state title explanation } problems { code } } } }`;
const SUBMIT = `mutation ($section: SectionKind!) { submitSection(section: $section) {
  __typename ... on OnboardingApplication { status } ... on SectionIncomplete { problems { code } } } }`;

const wanted = {
  section: 'ADDRESS',
  title: 'Proof of your change of name',
  explanation: 'Your bill has another name.',
};
const ask = (as: TestAccount, more: object = {}, { id } = one) =>
  run<Request>(as, ASK, { input: { caseId: id, ...wanted, ...more } });
const takeBack = (as: TestAccount, id: string, caseId = one.id) => run<Request>(as, TAKE_BACK, { caseId, id });
const claim = (as: TestAccount, { id } = one) =>
  run(as, `mutation ($id: ID!) { claimCase(id: $id) { __typename } }`, { id });
const say = (as: TestAccount, section: string, outcome: string, more: object = {}, { id } = one) =>
  run<{ __typename: string }>(as, VERDICT, { input: { caseId: id, section, outcome, revision: 0, ...more } });
const decide = async (as: TestAccount, decision: string, { id } = one, more: object = {}) =>
  (await run<Record<string, unknown>>(as, DECIDE, { input: { caseId: id, decision, ...more } })).found;
interface Own {
  status: string;
  sections: {
    kind: string;
    status: string;
    handInBy: string | null;
    documentRequests: Request[];
    problems: object[];
  }[];
}
const own = async (kind = 'ADDRESS') =>
  (await run<Own>(one.account, OWN)).found.sections.find((section) => section.kind === kind)!;
interface File {
  masked: boolean;
  history: { action: string }[];
  sections: {
    kind: string;
    facts: { values: string[] }[];
    documentRequests: Request[];
    documents: { id: string; requestId: string | null; pageUrls: string[] }[];
  }[];
}
const file = async (as: TestAccount, { id } = one) => (await run<File>(as, FILE, { id })).found;
const section = async (as: TestAccount, which = one) =>
  (await file(as, which)).sections.find(({ kind }) => kind === 'ADDRESS')!;
/** The same creator's newest one. */
const nextCase = async (): Promise<TestCase> => {
  const { rows } = await world.db.pool.query<{ id: string; status: string }>(
    'select id, status from review_case where account_id = $1 order by number desc limit 1',
    [one.account.id],
  );
  return { ...one, id: rows[0]!.id };
};
/** Kim has asked, and the section is with the creator. */
const anAsked = async (more: object = {}): Promise<Request> => {
  await claim(kim);
  const { found } = await ask(kim, more);
  await say(kim, 'PERSON', 'ACCEPT');
  await say(kim, 'ADDRESS', 'RETURN');
  expect(await decide(kim, 'RETURNED')).toMatchObject({ decision: 'RETURNED' });
  return found;
};
const address = { country: 'DE', line1: 'Gasse 1', city: 'Berlin', postalCode: '10115' };
const fill = () =>
  run(
    one.account,
    `mutation ($answers: [AnswerInput!]!) { saveAnswers(section: ADDRESS, answers: $answers) { __typename } }`,
    {
      answers: Object.entries(address).map(([field, value]) => ({ field, values: [value], revision: 0 })),
    },
  );
const hand = (id: string, bytes?: Buffer) =>
  aDocument(world, one.account, { purpose: 'REQUESTED', request: id, ...(bytes && { bytes }) });
const handedIn = async (): Promise<Set<string>> =>
  new Set((await world.app.documents.ofAccount(one.account.id)).map(({ id }) => id));
const nichesToo = async (): Promise<void> => {
  const answers = [{ field: 'niches', values: ['TRAVEL'], revision: 0 }];
  await run(
    one.account,
    `mutation ($answers: [AnswerInput!]!) { saveAnswers(section: NICHES, answers: $answers) { __typename } }`,
    { answers },
  );
  await run(one.account, SUBMIT, { section: 'NICHES' });
};
const submit = async () =>
  (await run<{ __typename: string; problems: object[] }>(one.account, SUBMIT, { section: 'ADDRESS' })).found;

describe('a document that a reviewer asks one creator for', () => {
  test('goes the whole way: asked, told, handed in, seen with its title, and accepted with its section', async () => {
    const { id } = await anAsked();
    const [mail] = (await mailsTo(world, one.account)).filter(({ notice }) => notice === 'onboarding.returned');
    expect(mail!.text).toMatch(/^- Address: .*Please also hand in: “Proof of your change of name”\.$/m);
    expect(await own()).toMatchObject({
      status: 'RETURNED',
      documentRequests: [{ id, state: 'ASKED', title: wanted.title, explanation: wanted.explanation }],
    });
    await fill();
    expect(await submit()).toMatchObject({ problems: [{ code: 'REQUESTED_DOCUMENT_MISSING' }] });
    const document = await hand(id);
    expect(document).toMatchObject({ purpose: 'REQUESTED', requestId: id, status: 'READY' });
    const { rows } = await world.db.pool.query('select retention from document where id = $1', [document.id]);
    expect(rows).toEqual([{ retention: 'IDENTITY' }]);
    await nichesToo();
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication' });
    const again = await nextCase();
    expect((await section(noor, again)).documents).toMatchObject([{ pageUrls: [] }]);
    await claim(noor, again);
    expect(await section(noor, again)).toMatchObject({
      documentRequests: [{ id, state: 'HANDED_IN', title: wanted.title }],
      documents: [{ id: document.id, purpose: 'REQUESTED', requestId: id, pageUrls: [expect.any(String)] }],
    });
    await say(noor, 'ADDRESS', 'ACCEPT', {}, again);
    await say(noor, 'NICHES', 'ACCEPT', {}, again);
    expect(await decide(noor, 'APPROVED', again)).toMatchObject({ decision: 'APPROVED' });
    expect((await own()).documentRequests).toMatchObject([{ state: 'ACCEPTED' }]);
    expect((await file(noor)).history.map(({ action }) => action)).toContain('onboarding.askDocument');
  });

  test('is unknown to the creator until the section is returned, and keeps it from being accepted', async () => {
    await claim(kim);
    await ask(kim);
    expect((await own()).documentRequests).toEqual([]);
    await say(kim, 'PERSON', 'ACCEPT');
    await say(kim, 'ADDRESS', 'ACCEPT');
    expect(await decide(kim, 'APPROVED')).toMatchObject({ __typename: 'CaseUndecided', unanswered: ['ADDRESS'] });
  });

  test('is reason enough to return a section, until it is taken back', async () => {
    await claim(kim);
    expect((await say(kim, 'ADDRESS', 'RETURN')).codes).toEqual(['BAD_USER_INPUT']);
    const { found } = await ask(kim);
    expect((await say(kim, 'ADDRESS', 'RETURN')).codes).toEqual([]);
    await say(kim, 'PERSON', 'ACCEPT');
    await takeBack(kim, found.id);
    expect(await decide(kim, 'RETURNED')).toMatchObject({ withoutVerdict: ['ADDRESS'] });
  });

  test('is asked once when it is asked twice, at once too; two are two documents', async () => {
    await claim(kim);
    const answers = await Promise.all([ask(kim), ask(kim), ask(kim)]);
    expect(new Set(answers.map(({ found }) => found.id)).size).toBe(1);
    const { found: other } = await ask(kim, { title: 'Lease' });
    await say(kim, 'PERSON', 'ACCEPT');
    await say(kim, 'ADDRESS', 'RETURN');
    await decide(kim, 'RETURNED');
    await fill();
    const [first, second] = [await hand(answers[0].found.id), await hand(other.id)];
    expect(await handedIn()).toEqual(new Set([first.id, second.id]));
    const third = await hand(other.id, await jpeg(700));
    expect(await handedIn()).toEqual(new Set([first.id, third.id]));
  });

  test('that is found wanting has to be handed in anew, not the same file again', async () => {
    const { id } = await anAsked();
    await fill();
    const bytes = await jpeg();
    const document = await hand(id, bytes);
    await submit();
    await nichesToo();
    const again = await nextCase();
    await claim(kim, again);
    await run(kim, `mutation ($input: SaveDocumentCheckInput!) { checkDocument(input: $input) { __typename } }`, {
      input: { caseId: again.id, documentId: document.id, legible: false },
    });
    await say(kim, 'NICHES', 'ACCEPT', {}, again);
    await say(kim, 'ADDRESS', 'RETURN', { reasons: ['BLURRED'] }, again);
    now = new Date();
    expect(await decide(kim, 'RETURNED', again)).toMatchObject({ decision: 'RETURNED' });
    expect(await own()).toMatchObject({ documentRequests: [{ state: 'ASKED' }] });
    await hand(id, bytes);
    expect(await submit()).toMatchObject({ problems: [{ code: 'REQUESTED_DOCUMENT_MISSING' }] });
    await hand(id, await jpeg(900));
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication' });
  });

  test('can be asked in a section that was accepted, which is open again then', async () => {
    await claim(kim);
    await say(kim, 'PERSON', 'ACCEPT');
    await say(kim, 'ADDRESS', 'RETURN', { reasons: ['TOO_OLD'] });
    await decide(kim, 'RETURNED');
    await fill();
    await submit();
    await nichesToo();
    const again = await nextCase();
    await claim(kim, again);
    expect((await ask(kim, { section: 'PERSON' }, again)).found).toMatchObject({ state: 'PLANNED' });
    expect((await file(kim, again)).sections.find(({ kind }) => kind === 'PERSON')).toMatchObject({
      status: 'IN_REVIEW',
    });
    expect((await ask(kim, { section: 'TAX' }, again)).codes).toEqual(['CONFLICT']);
  });

  test('is for whoever holds the case to ask; of two at once one is told that they do not', async () => {
    expect((await ask(kim)).found).toMatchObject({ __typename: 'CaseNotHeld' });
    await claim(kim);
    const [mine, theirs] = await Promise.all([ask(kim), ask(noor)]);
    expect(mine.found).toMatchObject({ state: 'PLANNED' });
    expect(theirs.found).toMatchObject({ __typename: 'CaseNotHeld' });
    expect((await takeBack(noor, mine.found.id)).found).toMatchObject({ __typename: 'CaseNotHeld' });
    const creator = await anAccount(world, 'INFLUENCER');
    expect((await ask(creator)).codes).toEqual(['FORBIDDEN']);
    const self = await aCaseAt(world, { now, account: kim });
    expect((await ask(kim, {}, self)).codes).toEqual(['NOT_FOUND']);
  });

  test('makes what two reviewers want another thing', async () => {
    await world.app.settings.change(operator, fourEyes, {}, 'ALWAYS');
    try {
      await claim(kim);
      await ask(kim);
      await say(kim, 'PERSON', 'ACCEPT');
      await say(kim, 'ADDRESS', 'RETURN');
      expect(await decide(kim, 'RETURNED')).toMatchObject({ status: 'PROPOSED' });
      expect((await own()).documentRequests).toEqual([]);
      await claim(noor);
      await ask(noor, { title: 'Lease' });
      expect(await decide(noor, 'RETURNED')).toMatchObject({ status: 'PROPOSED' });
      await claim(kim);
      expect(await decide(kim, 'RETURNED')).toMatchObject({ decision: 'RETURNED' });
      expect((await own()).documentRequests).toHaveLength(2);
    } finally {
      await world.app.settings.change(operator, fourEyes, {}, 'NEVER');
    }
  });
});

describe('taken back', () => {
  test('after the creator heard of it, they hear that too, and have only to hand the section in', async () => {
    const { id } = await anAsked();
    expect((await takeBack(noor, id)).found).toMatchObject({ state: 'WITHDRAWN' });
    expect((await takeBack(kim, id)).found).toMatchObject({ state: 'WITHDRAWN' });
    const notices = (await mailsTo(world, one.account)).map(({ notice }) => notice);
    expect(notices.filter((notice) => notice === 'onboarding.documentNotNeeded')).toHaveLength(1);
    expect(await own()).toMatchObject({ status: 'DRAFT', documentRequests: [] });
    await expect(hand(id)).rejects.toThrow(/404/);
  });

  test('while the file is on its way, it is not taken', async () => {
    const { id } = await anAsked();
    const document = await upload(world, one.account, { bytes: await jpeg(), purpose: 'REQUESTED', request: id });
    await takeBack(kim, id);
    await lookThrough(world, document);
    expect(await world.app.documents.find(document)).toMatchObject({ status: 'REFUSED', refusal: 'NOT_NOW' });
  });

  test('is not what was handed in: that is decided', async () => {
    const { id } = await anAsked();
    await hand(id);
    expect((await takeBack(kim, id)).codes).toEqual(['CONFLICT']);
    expect((await takeBack(kim, '00000000-0000-4000-8000-000000000000')).codes).toEqual(['NOT_FOUND']);
    expect((await takeBack(kim, 'x')).codes).toEqual(['NOT_FOUND']);
  });

  test('goes whatever was asked of somebody who is rejected', async () => {
    await claim(kim);
    await ask(kim);
    await decide(kim, 'REJECTED', one, { reasons: ['UNDERAGE'], note: 'Come back later.' });
    expect((await section(kim)).documentRequests).toMatchObject([{ state: 'WITHDRAWN' }]);
  });
});

test.each([
  ['nothing', ' \u200B '],
  ['a NUL', 'Lease\u0000'],
  ['ten thousand characters', 'x'.repeat(10_000)],
  ['a text that is turned around', 'Lease \u202Egpj.exe'],
  ['half a character', 'Lease \uD800'],
])('a title of %s is refused', async (_, title) => {
  await claim(kim);
  expect((await ask(kim, { title })).errors[0]!.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: expect.stringMatching(/title$/) as string }],
  });
  expect((await ask(kim, { explanation: `${title}\u0000`.slice(-9_000) })).codes).toEqual(['BAD_USER_INPUT']);
});

test.each([['إثبات تغيير الاسم'], ['=HYPERLINK("http://x")'], ['<img src=x onerror=alert(1)>']])(
  'a title that reads %s comes to the creator as it is',
  async (title) => {
    await anAsked({ title });
    expect((await own()).documentRequests).toMatchObject([{ title }]);
    const [mail] = (await mailsTo(world, one.account)).filter(({ notice }) => notice === 'onboarding.returned');
    expect(mail!.html).not.toContain('<img src=x');
  },
);

test('at most ten are asked at a time, and nobody hands in what nobody asked for', async () => {
  await claim(kim);
  for (let i = 0; i < 10; i += 1) await ask(kim, { title: `Number ${i}` });
  expect((await ask(kim, { title: 'One more' })).codes).toEqual(['CONFLICT']);
  const [{ id } = { id: '' }] = (await section(kim)).documentRequests;
  for (const [request, why] of [
    [id, /404/],
    ['00000000-0000-4000-8000-000000000000', /404/],
    ['nonsense', /404/],
    [undefined, /400/],
  ] as const)
    await expect(
      upload(world, one.account, { bytes: await jpeg(), purpose: 'REQUESTED', ...(request && { request }) }),
    ).rejects.toThrow(why);
  await expect(
    upload(world, one.account, { bytes: await jpeg(), purpose: 'BANK_STATEMENT', request: id }),
  ).rejects.toThrow(/400/);
});

test('lies sealed, and no audit event tells what was asked', async () => {
  await claim(kim);
  await ask(kim, { title: 'Zebra paper' });
  const { rows } = await world.db.pool.query<{ text: string }>(
    `select string_agg(encode(title_sealed, 'escape'), '') || (select string_agg(details::text, '') from audit_event) as text
     from document_request`,
  );
  expect(rows[0]!.text).not.toContain('Zebra');
});
