import type { UsTaxForm } from '@influencegen/shared-schema/contract/tax-id';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operator, type TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { aCase as aCaseAt, type TestCase } from '../../../test/cases.ts';
import { asOwner } from '../../../test/database.ts';
import { aDocument } from '../../../test/documents.ts';
import { aJobContext } from '../../../test/job-context.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { aSubscriber } from '../../../test/subscriber.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { transaction } from '../../platform/db.ts';
import type { Setting } from '../../platform/setting.ts';
import { StoredSettings } from '../../platform/settings.store.ts';
import { moveSection, type StoredAnswers } from '../application.rows.ts';
import { askProofOfAddress, payerCountry, sectionsAsked, taxFormsAsked } from '../onboarding.settings.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { digestOf, dueRules } from '../due-within.ts';
import { AskedWatch, dueApplications } from './asked-watch.ts';
import { ExpiryWatch } from './desk.jobs.ts';
import { fourEyes } from './desk.settings.ts';

let world: World;
let kim: TestAccount;
let now = new Date();
const days = (count: number): void => void (now = new Date(now.getTime() + count * 86_400_000));
const set = <Value>(what: Setting<Value>, value: Value) => world.app.settings.change(operator, what, {}, value);
const { signal } = aJobContext();
const parts = () => ({
  ...world.app,
  claims: world.app.desk.claims,
  publicUrl: 'https://studio.example',
  now: () => now,
});
const apply = () => new AskedWatch(parts()).apply(operator, signal);
const watch = () => new ExpiryWatch(parts());

const { PERSON, ADDRESS, NICHES, TAX } = SectionKind;
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
  await letEverybodyKnock(world);
  await set(fourEyes, 'NEVER');
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.db.pool.query('delete from onboarding_application');
  await set(sectionsAsked, [PERSON, ADDRESS]);
  await set(askProofOfAddress, false);
  await set(payerCountry, 'DE');
  await set<UsTaxForm[]>(taxFormsAsked, ['W9', 'W8BEN', 'W8BENE']);
  kim = await anAccount(world, 'KYC_REVIEWER');
});

const run = async <Data>(as: TestAccount, query: string, variables: object = {}): Promise<Data> => {
  const { data, errors } = await world.as(as).run<Record<string, Data>>(query, { ...variables });
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};
const CLAIM = `mutation ($id: ID!) { claimCase(id: $id) { __typename } }`;
const RELEASE = `mutation ($id: ID!) { releaseCase(id: $id) { __typename } }`;
const VERDICT = `mutation ($input: SaveVerdictInput!) { saveSectionVerdict(input: $input) { __typename } }`;
const DECIDE = `mutation ($input: DecideCaseInput!) { decideCase(input: $input) { __typename ... on ReviewCase { decision } } }`;
const CASE = `query ($id: ID!) { reviewFile(id: $id) { case { newlyAsked renewal } sections { kind newlyAsked } } }`;
const QUEUE = `{ reviewCases(filter: {}, order: DUE) { nodes { id newlyAsked } } }`;
const SUBMIT = `mutation ($section: SectionKind!) { submitSection(section: $section) {
  __typename ... on SectionIncomplete { problems { field code } } } }`;
const SAVE = `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) {
  saveAnswers(section: $section, answers: $answers) { __typename } }`;

interface Shown {
  kind: string;
  status: string;
  handInBy: string | null;
  decidedAt: string | null;
  newlyAsked: string[];
  problems: { field: string | null; code: string }[];
}
const OWN = `{ onboarding { status sections { kind status handInBy decidedAt newlyAsked problems { field code } } } }`;
const own = async ({ account }: Pick<TestCase, 'account'>, kind = 'ADDRESS'): Promise<Shown> =>
  (await run<{ sections: Shown[] }>(account, OWN)).sections.find((section) => section.kind === kind)!;

const accept = async ({ id }: Pick<TestCase, 'id'>, sections: readonly string[]): Promise<void> => {
  await run(kim, CLAIM, { id });
  await decideAll(id, sections);
};
const decideAll = async (id: string, sections: readonly string[]): Promise<void> => {
  for (const section of sections)
    await run(kim, VERDICT, { input: { caseId: id, section, outcome: 'ACCEPT', revision: 0 } });
  expect(await run(kim, DECIDE, { input: { caseId: id, decision: 'APPROVED' } })).toMatchObject({
    decision: 'APPROVED',
  });
};

/** With an address as it has to be, and what they say about tax. */
async function aCase(tax?: Readonly<Record<string, string>>, language = 'en'): Promise<TestCase> {
  const one = await aCaseAt(world, { now, language });
  const stored = (given: Readonly<Record<string, string>>): StoredAnswers =>
    Object.fromEntries(Object.entries(given).map(([field, value]) => [field, { values: [value], revision: 1 }]));
  const address = { country: 'DE', line1: 'Gasse 1', city: 'Berlin', postalCode: '10115' };
  for (const [kind, given] of [[ADDRESS, address], ...(tax ? [[TAX, tax] as const] : [])] as const)
    for (const verb of ['change', 'submit'] as const)
      await transaction(world.db, async (tx) =>
        moveSection(tx, world.db.keyring, await world.app.sections.lock(tx, one.account.id), {
          kind,
          verb,
          at: now,
          answers: stored(given),
        }),
      );
  return one;
}
async function anApproved(tax?: Readonly<Record<string, string>>, language = 'en'): Promise<TestCase> {
  const one = await aCase(tax, language);
  await accept(one, tax ? [PERSON, ADDRESS, TAX] : [PERSON, ADDRESS]);
  await apply();
  return one;
}
const taxOf = (more: Readonly<Record<string, string>> = {}) => ({
  taxCountry: 'ES',
  taxAsBusiness: 'NO',
  usPerson: 'NO',
  taxIdKind: 'NIF',
  taxId: '12345678Z',
  ...more,
});
const rolesOf = async ({ account }: TestCase): Promise<string[]> =>
  (
    await world.db.pool.query<{ role_key: string }>('select role_key from account_role where account_id = $1', [
      account.id,
    ])
  ).rows.map((row) => row.role_key);
const casesOf = async ({ account }: TestCase) =>
  (
    await world.db.pool.query<{ id: string; status: string }>(
      'select id, status from review_case where account_id = $1 order by number',
      [account.id],
    )
  ).rows;
const noticesTo = async ({ account }: TestCase): Promise<string[]> =>
  (await mailsTo(world, account)).map(({ notice }) => notice).filter((notice) => notice !== 'onboarding.approved');
const subjectsTo = async ({ account }: TestCase): Promise<string[]> =>
  (await mailsTo(world, account))
    .filter(({ notice }) => notice !== 'onboarding.approved')
    .map(({ subject }) => subject);
const dayOf = (at: string | null, language = 'en', timeZone = 'UTC'): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(at!));
const unreadBy = ({ account }: TestCase) => run<number>(account, '{ unreadNotifications }');
const inDays = (handInBy: string | null): number | null =>
  handInBy === null ? null : (Date.parse(handInBy) - now.getTime()) / 86_400_000;

describe('a bill that is asked of creators who were let in without one', () => {
  test('opens the address again: they see what, until when, and hear of it once, by mail and in the inbox', async () => {
    const one = await anApproved();
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED', newlyAsked: [], handInBy: null });
    const heard = await aSubscriber<{ status: string }>(
      world,
      one.account,
      'subscription { onboardingChanged { status } }',
    );
    await set(askProofOfAddress, true);
    expect(await apply()).toBe(1);
    expect(await apply()).toBe(0);
    const { handInBy, ...shown } = await own(one);
    expect(shown).toMatchObject({
      status: 'DRAFT',
      newlyAsked: ['PROOF_OF_ADDRESS'],
      problems: [{ field: null, code: 'PROOF_OF_ADDRESS_MISSING' }],
    });
    expect(inDays(handInBy)).toBe(14);
    expect(await own(one, 'PERSON')).toMatchObject({ status: 'ACCEPTED', newlyAsked: [] });
    const title = `One more thing is asked of you by ${dayOf(handInBy)}: Address (proof of address)`;
    expect(await subjectsTo(one)).toEqual([title]);
    const { nodes } = await run<{ nodes: { title: string }[] }>(one.account, '{ notifications { nodes { title } } }');
    expect(nodes[0]).toEqual({ title });
    await expect.poll(() => heard.events.map(({ status }) => status)).toContain('IN_PROGRESS');
    // Until the day they go on as before.
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    await heard.stop();
  });

  test.each([
    // Of these two places one has another day than the server at any hour.
    ['de', 'Pacific/Kiritimati', 'Noch etwas, bis zum {day}: Adresse (Adressnachweis)'],
    ['es', 'Pacific/Pago_Pago', 'Te pedimos algo más, hasta el {day}: Dirección (justificante de domicilio)'],
    ['fr', 'UTC', 'Encore une chose, d’ici le {day} : Adresse (justificatif de domicile)'],
  ])('is named in their language, with a day of theirs (%s, %s)', async (language, timeZone, subject) => {
    const one = await anApproved(undefined, language);
    await world.db.pool.query('update account set time_zone = $2 where id = $1', [one.account.id, timeZone]);
    await set(askProofOfAddress, true);
    await apply();
    const { handInBy } = await own(one);
    expect(await subjectsTo(one)).toEqual([subject.replace('{day}', dayOf(handInBy, language, timeZone))]);
  });

  test('is reminded of, and limits them after the day; handed in, it makes a case that says why, and lets them in again', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await apply();
    days(13.5);
    expect(await watch().remind(signal)).toBe(1);
    days(1);
    await watch().expire(operator, signal);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    expect(await noticesTo(one)).toEqual([
      'onboarding.moreAskedBy',
      'onboarding.moreAskedBy',
      'onboarding.notHandedIn',
    ]);
    expect((await subjectsTo(one))[2]).toBe('Address (proof of address): not handed in');

    expect(await run(one.account, SUBMIT, { section: 'ADDRESS' })).toMatchObject({ __typename: 'SectionIncomplete' });
    await aDocument(world, one.account, { purpose: 'PROOF_OF_ADDRESS' });
    expect(await run(one.account, SUBMIT, { section: 'ADDRESS' })).toEqual({ __typename: 'OnboardingApplication' });
    const again = (await casesOf(one)).at(-1)!;
    expect(again.status).toBe('WAITING');
    // Somebody who has just signed in.
    kim = await anAccount(world, 'KYC_REVIEWER');
    expect(await run(kim, CASE, { id: again.id })).toMatchObject({
      case: { newlyAsked: true, renewal: true },
      sections: expect.arrayContaining([
        { kind: 'ADDRESS', newlyAsked: ['PROOF_OF_ADDRESS'] },
        { kind: 'PERSON', newlyAsked: [] },
      ]) as unknown,
    });
    expect(await run(kim, QUEUE)).toEqual({ nodes: [{ id: again.id, newlyAsked: true }] });
    await world.db.pool.query(
      `insert into document_check (case_id, document_id, legible, in_date, genuine, reviewer_id, changed_at)
       select $1, id, true, true, true, $2, now() from document where account_id = $3`,
      [again.id, kim.id, one.account.id],
    );
    await accept(again, [ADDRESS]);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED', newlyAsked: [], handInBy: null });
    expect(await run(kim, CASE, { id: again.id })).toMatchObject({ case: { newlyAsked: false } });

    // Whoever has given it is not asked again, however often the rule changes.
    await set(askProofOfAddress, false);
    await apply();
    await set(askProofOfAddress, true);
    await apply();
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED', newlyAsked: [] });
    expect(await noticesTo(one)).toHaveLength(3);
  });

  test('leaves nothing behind when it is asked no longer before they have answered', async () => {
    const one = await anApproved();
    const before = await own(one);
    const told = await unreadBy(one);
    const hear = () => aSubscriber<{ unread: number }>(world, one.account, 'subscription { inboxChanged { unread } }');
    const asked = await hear();
    await set(askProofOfAddress, true);
    await apply();
    await expect.poll(() => asked.events.at(-1)).toEqual({ unread: told + 1 });
    await asked.stop();
    days(3);
    // Asks for a token of that day: the other one has expired, and its socket is closed at any moment.
    expect(await unreadBy(one)).toBe(told + 1);
    const takenBack = await hear();
    await set(askProofOfAddress, false);
    expect(await apply()).toBe(0);
    await expect.poll(() => takenBack.events.at(-1)).toEqual({ unread: told });
    await takenBack.stop();
    expect(await own(one)).toEqual(before);
    days(20);
    await watch().remind(signal);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    expect(await casesOf(one)).toMatchObject([{ status: 'DECIDED' }]);
    expect(await noticesTo(one)).toEqual(['onboarding.moreAskedBy']);
    expect(await unreadBy(one)).toBe(told);
    // Their days begin anew when it is asked once more.
    await set(askProofOfAddress, true);
    await apply();
    expect(inDays((await own(one)).handInBy)).toBe(14);
  });

  test('is nothing at all when it was asked and not asked again within the minute', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await set(askProofOfAddress, false);
    expect(await apply()).toBe(0);
    expect(await noticesTo(one)).toEqual([]);
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED' });
  });

  test('opens the studio again, without anybody at the desk, when only that had closed it', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await apply();
    days(15);
    await watch().expire(operator, signal);
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
    await set(askProofOfAddress, false);
    await apply();
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    expect(await casesOf(one)).toMatchObject([{ status: 'DECIDED' }]);
    expect((await noticesTo(one)).at(-1)).toBe('onboarding.askedNoMore');
    // That the studio is open is all that is left to read.
    const { nodes } = await run<{ nodes: { notice: string; readAt: string | null }[] }>(
      one.account,
      '{ notifications { nodes { notice readAt } } }',
    );
    expect(nodes.map(({ notice, readAt }) => [notice, readAt !== null])).toEqual([
      ['onboarding.askedNoMore', false],
      ['onboarding.notHandedIn', true],
      ['onboarding.moreAskedBy', true],
      ['onboarding.approved', false],
    ]);
  });

  test('stays closed for whoever was refused meanwhile', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await apply();
    days(15);
    await watch().expire(operator, signal);
    await world.db.pool.query(`update review_case set decision = 'REJECTED' where account_id = $1`, [one.account.id]);
    await set(askProofOfAddress, false);
    await apply();
    expect(await rolesOf(one)).toEqual(['APPLICANT']);
  });

  test('stays with whoever has begun to answer: it is theirs to hand in', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await apply();
    days(1);
    await aDocument(world, one.account, { purpose: 'PROOF_OF_ADDRESS' });
    await set(askProofOfAddress, false);
    await apply();
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: [] });
    expect(await run(one.account, SUBMIT, { section: 'ADDRESS' })).toEqual({ __typename: 'OnboardingApplication' });
    expect((await casesOf(one)).at(-1)).toMatchObject({ status: 'WAITING' });
  });

  test('does not come between a reviewer and the case they hold: it is asked once that is decided', async () => {
    const one = await aCase();
    await apply();
    await run(kim, CLAIM, { id: one.id });
    await set(askProofOfAddress, true);
    expect(await apply()).toBe(0);
    expect(await own(one)).toMatchObject({ status: 'IN_REVIEW', newlyAsked: [] });
    await decideAll(one.id, [PERSON, ADDRESS]);
    expect(await rolesOf(one)).toEqual(['INFLUENCER']);
    expect(await apply()).toBe(1);
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: ['PROOF_OF_ADDRESS'] });
    expect(inDays((await own(one)).handInBy)).toBe(14);
  });

  test('takes a case that waits back from the queue, and gives it back when it is asked no longer', async () => {
    const one = await aCase();
    await apply();
    await run(kim, CLAIM, { id: one.id });
    await set(askProofOfAddress, true);
    await apply();
    await run(kim, RELEASE, { id: one.id });
    expect(await apply()).toBe(1);
    // They are not in yet: there is no day, and nothing to lose.
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: ['PROOF_OF_ADDRESS'], handInBy: null });
    expect(await casesOf(one)).toMatchObject([{ status: 'WITHDRAWN' }]);
    expect(await subjectsTo(one)).toEqual(['One more thing is asked of you: Address (proof of address)']);
    await set(askProofOfAddress, false);
    await apply();
    expect(await own(one)).toMatchObject({ status: 'SUBMITTED', newlyAsked: [] });
    expect(await casesOf(one)).toMatchObject([{ status: 'WITHDRAWN' }, { status: 'WAITING' }]);
  });

  test('is simply a question to whoever is still filling in', async () => {
    const account = await anAccount(world, 'APPLICANT');
    await run(account, SAVE, {
      section: 'ADDRESS',
      answers: [{ field: 'country', values: ['DE'], revision: 0 }],
    });
    await set(askProofOfAddress, true);
    expect(await apply()).toBe(0);
    expect(await own({ account })).toMatchObject({ status: 'DRAFT', newlyAsked: [], handInBy: null });
    expect((await own({ account })).problems).toContainEqual({ field: null, code: 'PROOF_OF_ADDRESS_MISSING' });
  });

  test('gives whoever is changing their address already as many days as everybody', async () => {
    const one = await anApproved();
    await run(one.account, SAVE, { section: 'ADDRESS', answers: [{ field: 'city', values: ['Ulm'], revision: 1 }] });
    days(10);
    await set(askProofOfAddress, true);
    await apply();
    const { handInBy, ...shown } = await own(one);
    expect(shown).toMatchObject({ status: 'DRAFT', newlyAsked: ['PROOF_OF_ADDRESS'] });
    expect(inDays(handInBy)).toBe(14);
    await set(askProofOfAddress, false);
    await apply();
    // What they changed themselves is still to be handed in.
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: [] });
  });

  test('waits where the address itself is not asked, until it is', async () => {
    const one = await anApproved();
    await set(sectionsAsked, [PERSON]);
    await apply();
    await set(askProofOfAddress, true);
    expect(await apply()).toBe(0);
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED', newlyAsked: [] });
    await set(sectionsAsked, [PERSON, ADDRESS]);
    expect(await apply()).toBe(1);
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: ['PROOF_OF_ADDRESS'] });
  });
});

describe('what the country that pays, and the forms it wants, ask of creators who are in', () => {
  beforeEach(() => set(sectionsAsked, [PERSON, ADDRESS, TAX]));

  test('opens tax again for who has to sign something else than before, and for nobody else', async () => {
    const abroad = await anApproved(taxOf());
    const american = await anApproved(taxOf({ usPerson: 'YES', usTaxId: '123-45-6789', taxCertified: 'YES' }));
    await set(payerCountry, 'US');
    expect(await apply()).toBe(1);
    expect(await own(abroad, 'TAX')).toMatchObject({
      status: 'DRAFT',
      newlyAsked: ['taxCertified', 'TAX_FORM'],
      problems: [
        { field: 'taxCertified', code: 'REQUIRED' },
        { field: null, code: 'TAX_FORM_MISSING' },
      ],
    });
    expect(await own(american, 'TAX')).toMatchObject({ status: 'ACCEPTED', newlyAsked: [] });
    // Of two things that were new, one is asked no longer.
    await set<UsTaxForm[]>(taxFormsAsked, ['W9']);
    expect(await apply()).toBe(0);
    expect(await own(abroad, 'TAX')).toMatchObject({ status: 'DRAFT', newlyAsked: ['taxCertified'] });
    expect(await unreadBy(abroad)).toBe(2);
    await set(payerCountry, 'FR');
    await apply();
    expect(await unreadBy(abroad)).toBe(1);
    expect(await own(abroad, 'TAX')).toMatchObject({ status: 'ACCEPTED', newlyAsked: [], handInBy: null });
    expect(await noticesTo(abroad)).toEqual(['onboarding.moreAskedBy']);
  });

  test('asks a US person for a W-9 when that is wanted from now on', async () => {
    await set<UsTaxForm[]>(taxFormsAsked, []);
    const american = await anApproved(taxOf({ usPerson: 'YES', usTaxId: '123-45-6789', taxCertified: 'YES' }));
    await set<UsTaxForm[]>(taxFormsAsked, ['W9']);
    await apply();
    expect(await own(american, 'TAX')).toMatchObject({ status: 'DRAFT', newlyAsked: ['TAX_FORM'] });
    const { handInBy } = await own(american, 'TAX');
    expect(await subjectsTo(american)).toEqual([
      `One more thing is asked of you by ${dayOf(handInBy)}: Tax (signed tax form)`,
    ]);
  });
});

describe('what they were told', () => {
  test('waits for them until the last of what it named is taken back', async () => {
    const one = await anApproved();
    await set(sectionsAsked, [PERSON, ADDRESS, TAX]);
    await set(askProofOfAddress, true);
    await apply();
    const { handInBy } = await own(one);
    expect(await subjectsTo(one)).toEqual([
      `One more thing is asked of you by ${dayOf(handInBy)}: Tax, Address (proof of address)`,
    ]);
    expect(await unreadBy(one)).toBe(2);
    await set(askProofOfAddress, false);
    await apply();
    expect(await unreadBy(one)).toBe(2);
    await set(sectionsAsked, [PERSON, ADDRESS]);
    await apply();
    expect(await unreadBy(one)).toBe(1);
  });

  test('makes room for what is asked instead', async () => {
    const one = await anApproved();
    await set(askProofOfAddress, true);
    await apply();
    await set(askProofOfAddress, false);
    await set(sectionsAsked, [PERSON, ADDRESS, TAX]);
    expect(await apply()).toBe(1);
    expect(await unreadBy(one)).toBe(2);
    expect((await subjectsTo(one)).at(-1)).toMatch(/: Tax$/);
  });

  test('waits for nobody who is not in yet either, once it is taken back', async () => {
    const one = await aCase();
    await apply();
    await set(sectionsAsked, [PERSON, ADDRESS, TAX]);
    await apply();
    expect(await unreadBy(one)).toBe(1);
    await set(sectionsAsked, [PERSON, ADDRESS]);
    await apply();
    expect(await unreadBy(one)).toBe(0);
  });

  test('waits for whoever is not in yet as long as one of several sections that it named is asked', async () => {
    const one = await aCase();
    await apply();
    await set(sectionsAsked, [PERSON, ADDRESS, NICHES, TAX]);
    await apply();
    expect(await unreadBy(one)).toBe(1);
    await set(sectionsAsked, [PERSON, ADDRESS, TAX]);
    await apply();
    expect(await own(one, 'TAX')).toMatchObject({ status: 'EMPTY' });
    expect(await unreadBy(one)).toBe(1);
    await set(sectionsAsked, [PERSON, ADDRESS]);
    await apply();
    expect(await unreadBy(one)).toBe(0);
  });
});

describe('in several processes', () => {
  test('everybody is told once, page by page', async () => {
    const cases: TestCase[] = [];
    for (let i = 0; i < 21; i += 1)
      cases.push(...(await Promise.all(Array.from({ length: 10 }, () => aCaseAt(world, { now })))));
    await apply();
    await set(askProofOfAddress, true);
    const [first, second] = await Promise.all([apply(), apply()]);
    expect(first + second).toBe(cases.length);
    expect(await apply()).toBe(0);
    const { rows } = await world.db.pool.query(
      'select status, count(*)::int from onboarding_section group by status order by status',
    );
    expect(rows).toEqual([
      { status: 'DRAFT', count: cases.length },
      { status: 'SUBMITTED', count: cases.length },
    ]);
  });

  test('of ten thousand who were asked by the rules of now, none is read: an index knows of them', async () => {
    const rules = dueRules(world.app.settings);
    await asOwner(
      world.databaseUrl,
      `set session_replication_role = replica;
       insert into onboarding_application (account_id, created_at, asked, asked_within, asked_digest)
       select gen_random_uuid(), now(), '{${rules.sections.join()}}', '${JSON.stringify(rules)}', '${digestOf(rules)}'
       from generate_series(1, 10000);
       analyze onboarding_application`,
    );
    const { rows } = await world.db.pool.query<Record<string, string>>(`explain ${dueApplications}`, [
      digestOf(rules),
      '00000000-0000-0000-0000-000000000000',
    ]);
    const plan = rows.flatMap((row) => Object.values(row)).join('\n');
    expect(plan).toContain('onboarding_application_asked_digest');
    expect(plan).not.toContain('Seq Scan');
    expect(await apply()).toBe(0);
  });

  test('one that has not heard of a change undoes nothing that another one did by it', async () => {
    const one = await anApproved();
    const settings = await StoredSettings.open(world.db, world.app.events, aJobContext().log);
    settings.close();
    await set(askProofOfAddress, true);
    await apply();
    const deaf = new AskedWatch({ ...parts(), settings });
    expect(await deaf.apply(operator, signal)).toBe(0);
    expect(await own(one)).toMatchObject({ status: 'DRAFT', newlyAsked: ['PROOF_OF_ADDRESS'] });
  });

  test('whoever was let in by a former release, which kept no account of what it asked, keeps what they have', async () => {
    const one = await anApproved();
    await world.db.pool.query('update onboarding_application set asked_within = null');
    await set(askProofOfAddress, true);
    expect(await apply()).toBe(0);
    expect(await own(one)).toMatchObject({ status: 'ACCEPTED', newlyAsked: [] });
  });
});
