import { problemsOf, questionSections, type Answers } from '@influencegen/shared-schema/contract/onboarding-questions';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAccount } from '../../test/builders.ts';
import { aDocument } from '../../test/documents.ts';
import { jpeg } from '../../test/hostile-files.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { lockApplication, moveSection, openAnswers, readApplication } from './application.rows.ts';
import { seedDemoApplications } from './demo-applications.ts';
import {
  askProofOfAddress,
  minimumAge,
  payerCountry,
  reviewHours,
  sectionsAsked,
  taxFormsAsked,
} from './onboarding.settings.ts';
import { SectionKind, SectionStatus, type SectionVerb } from './section.lifecycle.ts';

let world: World;
let ana: TestAccount;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  ana = await anAccount(world, 'APPLICANT');
});

const SAVE = `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) {
  saveAnswers(section: $section, answers: $answers) {
    __typename
    ... on OnboardingSection { status answers { field values revision } problems { field code } }
    ... on AnswerConflict { answers { field values revision } }
  }
}`;
const SUBMIT = `mutation ($section: SectionKind!) {
  submitSection(section: $section) {
    __typename
    ... on OnboardingApplication { status dueAt sections { kind status } }
    ... on SectionIncomplete { problems { field code } }
    ... on ApplicationRejected { reapplyAt }
    ... on TermsToAccept { terms { key number } }
  }
}`;
const APPLY_AGAIN = `mutation { applyAgain {
  __typename
  ... on OnboardingApplication { status mayApplyAgain sections { kind status } }
  ... on ApplicationRejected { reapplyAt }
  ... on TermsToAccept { terms { key } }
} }`;
const READ = `{ onboarding { status sections { kind status answers { field values revision } } } }`;

const person = {
  givenName: 'Ana',
  familyName: 'Núñez',
  dateOfBirth: '1995-04-12',
  nationality: 'ES',
  phone: '+34 612 34 56 78',
};

type Saved = Record<string, unknown> & { answers: { field: string; values: string[]; revision: number }[] };

const save = async (fields: Record<string, string>, revision = 0, section = 'PERSON'): Promise<Saved> => {
  const answers = Object.entries(fields).map(([field, value]) => ({ field, values: [value], revision }));
  const { data, errors } = await world.as(ana).run(SAVE, { section, answers });
  expect(errors).toEqual([]);
  return data['saveAnswers'] as Saved;
};
const submit = async (section = 'PERSON') =>
  (await world.as(ana).run(SUBMIT, { section })).data['submitSection'] as Record<string, unknown>;

const onlyPersonIsAsked = () => world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON]);

describe('answering', () => {
  test('what was typed is kept in the one form that means the same, right or wrong', async () => {
    const saved = await save({ phone: '+34 612 34 56 78', dateOfBirth: '2020-01-01' });
    expect(saved).toMatchObject({ __typename: 'OnboardingSection', status: 'DRAFT' });
    expect(saved.answers).toContainEqual({ field: 'phone', values: ['+34612345678'], revision: 1 });
    expect(saved.answers).toContainEqual({ field: 'dateOfBirth', values: ['2020-01-01'], revision: 1 });
    expect(saved['problems']).toContainEqual({ field: 'dateOfBirth', code: 'TOO_YOUNG' });
    expect(saved['problems']).toContainEqual({ field: 'givenName', code: 'REQUIRED' });
  });

  test('the section goes on where another device left off', async () => {
    await save({ givenName: 'Ana' });
    const { data } = await world.as(ana).run(READ);
    expect(data['onboarding']).toMatchObject({ status: 'IN_PROGRESS' });
    expect(JSON.stringify(data)).toContain('"values":["Ana"],"revision":1');
  });

  test('of two devices that change one answer, the second is shown what the first wrote', async () => {
    await save({ givenName: 'Ana', familyName: 'Núñez' });
    await save({ givenName: 'Anna' }, 1);
    expect(await save({ givenName: 'Anita' }, 1)).toEqual({
      __typename: 'AnswerConflict',
      answers: [{ field: 'givenName', values: ['Anna'], revision: 2 }],
    });
    expect(await save({ familyName: 'Nunes' }, 1)).toMatchObject({ __typename: 'OnboardingSection' });
    expect(await save({ givenName: 'Anna' }, 1)).toMatchObject({ __typename: 'OnboardingSection' });
  });

  test('of two that write at the same moment one is told', async () => {
    const outcomes = await Promise.all([save({ givenName: 'Ana' }), save({ givenName: 'Anna' })]);
    expect(new Set(outcomes.map(({ __typename }) => __typename))).toEqual(
      new Set(['AnswerConflict', 'OnboardingSection']),
    );
  });

  test('which documents belong to a section follows its answers and the settings', async () => {
    const asked = async (): Promise<Record<string, string[]>> => {
      const { data } = await world.as(ana).run('{ onboarding { sections { kind documentsAsked problems { code } } } }');
      const { sections } = data['onboarding'] as { sections: { kind: string; documentsAsked: string[] }[] };
      return Object.fromEntries(sections.map(({ kind, documentsAsked }) => [kind, documentsAsked]));
    };
    await save({ documentType: 'PASSPORT' }, 0, 'IDENTITY_DOCUMENT');
    expect(await asked()).toMatchObject({
      ADDRESS: ['PROOF_OF_ADDRESS'],
      IDENTITY_DOCUMENT: ['IDENTITY_FRONT'],
      PERSON: [],
    });
    const card = await save({ documentType: 'NATIONAL_ID' }, 1, 'IDENTITY_DOCUMENT');
    expect(card['problems']).toContainEqual({ field: null, code: 'DOCUMENT_BACK_MISSING' });
    await world.app.settings.change(operator, askProofOfAddress, {}, false);
    expect(await asked()).toMatchObject({ ADDRESS: [], IDENTITY_DOCUMENT: ['IDENTITY_FRONT', 'IDENTITY_BACK'] });
  });

  test('saying the same again changes nothing', async () => {
    await save({ givenName: 'Ana' });
    await save({ givenName: 'Ana' }, 1);
    const { rows } = await world.db.pool.query(
      `select details from audit_event where record_id = $1 and action = 'onboarding.change'`,
      [ana.id],
    );
    expect(rows).toEqual([{ details: { section: 'PERSON', fields: ['givenName'] } }]);
  });

  test.each([
    ['a question that does not exist', 'PERSON', [{ field: 'shoeSize', values: ['44'], revision: 0 }]],
    ['a question of another section', 'NICHES', [{ field: 'givenName', values: ['Ana'], revision: 0 }]],
    ['something endless', 'PERSON', [{ field: 'givenName', values: ['x'.repeat(2_001)], revision: 0 }]],
    ['endless many', 'PERSON', [{ field: 'givenName', values: Array(51).fill('x'), revision: 0 }]],
    ['a section without questions', 'CONSENTS', []],
  ])('%s is refused', async (_what, section, answers) => {
    const { errors } = await world.as(ana).run(SAVE, { section, answers });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('handing in', () => {
  test('what is missing is said, and nothing changes', async () => {
    await save({ givenName: 'Ana' });
    expect(await submit()).toMatchObject({ __typename: 'SectionIncomplete' });
    const { sections } = await transaction(world.db, (tx) => readApplication(tx, ana.id));
    expect(sections.get(SectionKind.PERSON)!.status).toBe(SectionStatus.DRAFT);
  });

  test('with the last section that is asked the case waits for staff, once', async () => {
    await onlyPersonIsAsked();
    await save(person);
    const [one, other] = await Promise.all([submit(), submit()]);
    expect(one).toMatchObject({ __typename: 'OnboardingApplication', status: 'WAITING' });
    expect(other).toMatchObject({ status: 'WAITING' });
    const { rows } = await world.db.pool.query('select status from review_case where account_id = $1', [ana.id]);
    expect(rows).toEqual([{ status: 'WAITING' }]);
  });

  test('what was handed in when more was asked goes to staff when it is handed in once more', async () => {
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON, SectionKind.NICHES]);
    await save(person);
    expect(await submit()).toMatchObject({ status: 'IN_PROGRESS' });
    await onlyPersonIsAsked();
    expect(await submit()).toMatchObject({ status: 'WAITING' });
  });

  test('changing it takes it back before anybody looks; handed in again it waits anew', async () => {
    await onlyPersonIsAsked();
    await save(person);
    await submit();
    expect(await save({ givenName: 'Anna' }, 1)).toMatchObject({ status: 'DRAFT' });
    expect(await submit()).toMatchObject({ status: 'WAITING' });
    const { rows } = await world.db.pool.query('select status from review_case where account_id = $1 order by number', [
      ana.id,
    ]);
    expect(rows).toEqual([{ status: 'WITHDRAWN' }, { status: 'WAITING' }]);
  });
});

describe('a version of the terms', () => {
  /** In force at once, also for who was here before. */
  const publish = async (key: string, graceDays = 0): Promise<string> => {
    const desk = world.as(await anAccount(world, 'WORKSPACE_OWNER'));
    const drafted = await desk.run<{ draftTerms: { id: string; revision: number } }>(
      'mutation ($key: ID!) { draftTerms(key: $key) { id revision } }',
      { key },
    );
    const { id, revision } = drafted.data.draftTerms;
    const { rows } = await world.db.pool.query<{ blocks: string[] }>('select blocks from terms_version where id = $1', [
      id,
    ]);
    const texts = ['en', 'es'].map((language) => ({ language, title: key, body: `Newer than before: ${key}.` }));
    const { data } = await desk.run<{ saveTermsDraft: { revision: number } }>(
      `mutation ($id: ID!, $input: TermsDraftInput!, $revision: Int!) {
         saveTermsDraft(id: $id, input: $input, revision: $revision) { revision } }`,
      { id, revision, input: { required: true, blocks: rows[0]!.blocks, graceDays, texts } },
    );
    const { errors } = await desk.run(
      'mutation ($id: ID!, $revision: Int!) { publishTerms(id: $id, revision: $revision) { id } }',
      {
        id,
        revision: data.saveTermsDraft.revision,
      },
    );
    expect(errors).toEqual([]);
    return id;
  };
  const accept = (...ids: string[]) =>
    world
      .as(ana)
      .run('mutation ($ids: [ID!]!) { acceptTerms(versionIds: $ids, language: "en") { __typename } }', { ids });
  const consentsProblems = async (): Promise<string[]> => {
    const { data } = await world.as(ana).run('{ onboarding { sections { kind problems { field } } } }');
    const { sections } = data['onboarding'] as { sections: { kind: string; problems: { field: string }[] }[] };
    return sections.find(({ kind }) => kind === 'CONSENTS')!.problems.map(({ field }) => field);
  };

  test('that blocks only pictures keeps nobody from joining', async () => {
    ana = await anAccount(world, 'APPLICANT', { accepted: false });
    expect(await consentsProblems()).toEqual(['PRIVACY_POLICY', 'TERMS_OF_SERVICE']);
    expect(await submit('CONSENTS')).toMatchObject({ __typename: 'SectionIncomplete' });
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select id from terms_version where document_key in ('PRIVACY_POLICY', 'TERMS_OF_SERVICE') and number = 1`,
    );
    await accept(...rows.map(({ id }) => id));
    expect(await submit('CONSENTS')).toMatchObject({ __typename: 'OnboardingApplication' });
    await publish('AI_CONTENT');
    await onlyPersonIsAsked();
    await save(person);
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication', status: 'WAITING' });
  });

  test('that came after one agreed keeps one from handing in, from its day until one agrees to it', async () => {
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON, SectionKind.CONSENTS]);
    await submit('CONSENTS');
    await save(person);
    await publish('TERMS_OF_SERVICE', 10);
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication', status: 'WAITING' });
    await save({ givenName: 'Anna' }, 1);
    const inForce = await publish('PRIVACY_POLICY');
    expect(await submit()).toMatchObject({ __typename: 'TermsToAccept', terms: [{ key: 'PRIVACY_POLICY' }] });
    const { sections } = await transaction(world.db, (tx) => readApplication(tx, ana.id));
    expect(sections.get(SectionKind.PERSON)!.status).toBe(SectionStatus.DRAFT);
    await accept(inForce);
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication', status: 'WAITING' });
  });

  test('keeps nobody from handing in what comes before the consents', async () => {
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON, SectionKind.CONSENTS]);
    ana = await anAccount(world, 'APPLICANT', { accepted: false });
    await save(person);
    expect(await submit()).toMatchObject({ __typename: 'OnboardingApplication', status: 'IN_PROGRESS' });
  });
});

describe('after a rejection', () => {
  const applyAgain = async () => (await world.as(ana).run(APPLY_AGAIN)).data['applyAgain'] as Record<string, unknown>;
  const casesOf = async (): Promise<string[]> => {
    const { rows } = await world.db.pool.query<{ status: string }>(
      'select status from review_case where account_id = $1 order by number',
      [ana.id],
    );
    return rows.map(({ status }) => status);
  };
  /** Days from now on which one may apply again; null: never. */
  const rejected = async (days: number | null): Promise<void> => {
    await onlyPersonIsAsked();
    await save(person);
    await submit();
    await world.db.pool.query(
      `update review_case set status = 'DECIDED', decision = 'REJECTED', decided_at = now(), decision_reasons = '{UNDERAGE}',
         reapply_at = now() + make_interval(days => $2) where account_id = $1`,
      [ana.id, days],
    );
  };
  const recorded = async (action: string): Promise<number | null> =>
    (
      await world.db.pool.query(
        `select from audit_event where action = $1 and record_type = 'account' and record_id = $2`,
        [action, ana.id],
      )
    ).rowCount;
  const dayComes = () =>
    world.db.pool.query(`update review_case set reapply_at = now() - interval '1 minute' where account_id = $1`, [
      ana.id,
    ]);

  test('one applies again with what was handed in, from the day on, in one step and once', async () => {
    await rejected(30);
    expect(await applyAgain()).toMatchObject({
      __typename: 'ApplicationRejected',
      reapplyAt: expect.any(String) as string,
    });
    expect(await submit()).toMatchObject({ status: 'REJECTED' });
    expect(await casesOf()).toEqual(['DECIDED']);
    await dayComes();
    const { data } = await world.as(ana).run('{ onboarding { status mayApplyAgain } }');
    expect(data['onboarding']).toEqual({ status: 'REJECTED', mayApplyAgain: true });
    const [one, other] = await Promise.all([applyAgain(), applyAgain()]);
    expect(one).toMatchObject({ __typename: 'OnboardingApplication', status: 'WAITING', mayApplyAgain: false });
    expect(other).toMatchObject({ status: 'WAITING' });
    expect(await casesOf()).toEqual(['DECIDED', 'WAITING']);
    expect(await recorded('onboarding.applyAgain')).toBe(1);
  });

  test('never means never', async () => {
    await rejected(null);
    expect(await applyAgain()).toEqual({ __typename: 'ApplicationRejected', reapplyAt: null });
  });

  test('what is no longer right comes back to the creator instead of going to staff', async () => {
    await rejected(30);
    await dayComes();
    await world.app.settings.change(operator, minimumAge, {}, 25);
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON]);
    const { rows } = await world.db.pool.query<{ id: string }>(
      `select id from onboarding_section where account_id = $1 and kind = 'PERSON'`,
      [ana.id],
    );
    expect(rows).toHaveLength(1);
    await transaction(world.db, async (tx) => {
      const application = await lockApplication(tx, ana.id, new Date());
      const answers = { ...openAnswers(world.db.keyring, application.sections.get(SectionKind.PERSON)!) };
      answers['dateOfBirth'] = {
        values: [new Date(Date.now() - 20 * 365.25 * 86_400_000).toISOString().slice(0, 10)],
        revision: 2,
      };
      const at = new Date(0);
      for (const verb of ['change', 'submit'] as const)
        await moveSection(tx, world.db.keyring, await lockApplication(tx, ana.id, at), {
          kind: SectionKind.PERSON,
          verb,
          at,
          answers,
        });
    });
    expect(await applyAgain()).toMatchObject({
      status: 'IN_PROGRESS',
      sections: expect.arrayContaining([{ kind: 'PERSON', status: 'DRAFT' }]) as object[],
    });
    expect(await applyAgain()).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await recorded('onboarding.applyAgain')).toBe(1);
    expect(await casesOf()).toEqual(['DECIDED']);
    await world.app.settings.change(operator, minimumAge, {}, 18);
    expect(await submit()).toMatchObject({ status: 'WAITING' });
  });

  test('handing in what came back looks again at the rest, too', async () => {
    await rejected(30);
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON, SectionKind.NICHES]);
    await transaction(world.db, async (tx) => {
      const move = async (kind: SectionKind, verb: SectionVerb) =>
        moveSection(tx, world.db.keyring, await lockApplication(tx, ana.id, new Date()), {
          kind,
          verb,
          at: new Date(0),
        });
      for (const verb of ['review', 'return'] as const) await move(SectionKind.PERSON, verb);
      // Without an answer, which was no problem on that day.
      for (const verb of ['change', 'submit'] as const) await move(SectionKind.NICHES, verb);
    });
    await dayComes();
    await save({ givenName: 'Anna' }, 1);
    expect(await submit()).toMatchObject({
      status: 'IN_PROGRESS',
      sections: expect.arrayContaining([
        { kind: 'PERSON', status: 'SUBMITTED' },
        { kind: 'NICHES', status: 'DRAFT' },
      ]) as object[],
    });
    expect(await casesOf()).toEqual(['DECIDED']);
  });
});

test('consents that came back can be handed in again, though there is nothing to change', async () => {
  await transaction(world.db, async (tx) => {
    for (const verb of ['change', 'submit', 'review', 'return'] as const) {
      const application = await lockApplication(tx, ana.id, new Date());
      await moveSection(tx, world.db.keyring, application, { kind: SectionKind.CONSENTS, verb, at: new Date() });
    }
  });
  expect(await submit('CONSENTS')).toMatchObject({ __typename: 'OnboardingApplication' });
  const { sections } = await transaction(world.db, (tx) => readApplication(tx, ana.id));
  expect(sections.get(SectionKind.CONSENTS)!.status).toBe(SectionStatus.SUBMITTED);
});

test('the fictional creators stand where they should, and keep what they did since', async () => {
  const people = await Promise.all(
    (
      [
        ['noa@demo.example', 'APPLICANT'],
        ['lena@demo.example', 'INFLUENCER'],
        ['mateo@demo.example', 'INFLUENCER'],
      ] as const
    ).map(([email, role]) => anAccount(world, role, { email })),
  );
  await seedDemoApplications(world.db, new Date());
  const [noa, ...inside] = await Promise.all(
    people.map(
      async (person) =>
        (await world.as(person).run(READ)).data['onboarding'] as { status: string; sections: Pick<Saved, 'answers'>[] },
    ),
  );
  expect([noa!, ...inside].map(({ status }) => status)).toEqual(['IN_PROGRESS', 'APPROVED', 'APPROVED']);
  for (const { sections } of inside) {
    const given = sections.flatMap(({ answers }) => answers).map(({ field, values }) => [field, values]);
    const answers = Object.fromEntries(given) as Answers;
    expect(
      questionSections.flatMap((each) => problemsOf(each, answers, { today: '2026-11-22', minimumAge: 18 })),
    ).toEqual([]);
  }
  const { data } = await world.as(people[0]!).run('{ socialProfiles { platform status } }');
  expect(data['socialProfiles']).toEqual(
    expect.arrayContaining([
      { platform: 'YOUTUBE', status: 'VERIFIED' },
      { platform: 'INSTAGRAM', status: 'UNPROVEN' },
    ]),
  );

  ana = people[0]!;
  await save({ city: 'Lund' }, 1, 'ADDRESS');
  await seedDemoApplications(world.db, new Date());
  expect(await save({ city: 'Lund' }, 1, 'ADDRESS')).toMatchObject({ status: 'DRAFT' });
});

test('the help names the rules as staff have set them', async () => {
  const rules = async () =>
    (await world.as(ana).run<{ joiningRules: object }>('{ joiningRules { reviewHours } }')).data;
  expect(await rules()).toEqual({ joiningRules: { reviewHours: 24 } });
  await world.app.settings.change(operator, reviewHours, {}, 48);
  expect(await rules()).toEqual({ joiningRules: { reviewHours: 48 } });
  await world.app.settings.change(operator, reviewHours, {}, 24);
});

test('what only grew old is handed in again as it is', async () => {
  await onlyPersonIsAsked();
  await save(person);
  await submit();
  await transaction(world.db, async (tx) => {
    for (const verb of ['review', 'accept', 'expire'] satisfies SectionVerb[])
      await moveSection(tx, world.db.keyring, await lockApplication(tx, ana.id, new Date()), {
        kind: SectionKind.PERSON,
        verb,
        at: new Date(),
      });
  });
  expect(await submit()).toMatchObject({
    __typename: 'OnboardingApplication',
    sections: expect.arrayContaining([{ kind: 'PERSON', status: 'SUBMITTED' }]) as object[],
  });
});

describe('a signed tax form', () => {
  const american = {
    taxCountry: 'US',
    taxAsBusiness: 'NO',
    taxIdKind: 'SSN',
    taxId: '536-90-4399',
    taxCertified: 'YES',
  };
  const german = {
    taxCountry: 'DE',
    taxAsBusiness: 'NO',
    usPerson: 'NO',
    taxIdKind: 'STEUER_ID',
    taxId: '36 574 261 809',
    taxCertified: 'YES',
  };
  const askedFor = async (): Promise<string[]> => {
    const { sections } = await world.app.applications.of(ana.id);
    return sections.find(({ kind }) => kind === SectionKind.TAX)!.documentsAsked;
  };

  test('is asked of who pays tax in the US, and the section is not complete without it', async () => {
    expect(await askedFor()).toEqual([]);
    await save(american, 0, 'TAX');
    expect(await askedFor()).toEqual(['TAX_FORM']);
    expect(await submit('TAX')).toEqual({
      __typename: 'SectionIncomplete',
      problems: [{ field: null, code: 'TAX_FORM_MISSING' }],
    });
    await aDocument(world, ana, { purpose: 'TAX_FORM' });
    expect(await submit('TAX')).toMatchObject({ __typename: 'OnboardingApplication' });
  });

  const saveAnew = async (fields: Record<string, string>): Promise<void> => {
    const { sections } = await world.app.applications.of(ana.id);
    const { answers } = sections.find(({ kind }) => kind === SectionKind.TAX)!;
    for (const [field, value] of Object.entries(fields))
      await save({ [field]: value }, answers.find((answer) => answer.field === field)?.revision ?? 0, 'TAX');
  };

  test('counts as what it was asked as: answers that call for another one want that one, and back', async () => {
    await world.app.settings.change(operator, payerCountry, {}, 'US');
    try {
      await save(american, 0, 'TAX');
      const w9 = await aDocument(world, ana, { purpose: 'TAX_FORM' });
      expect(w9.form).toBe('W9');
      expect(await submit('TAX')).toMatchObject({ __typename: 'OnboardingApplication' });
      await saveAnew(german);
      const missing = { __typename: 'SectionIncomplete', problems: [{ field: null, code: 'TAX_FORM_MISSING' }] };
      expect(await submit('TAX')).toMatchObject(missing);
      const w8 = await aDocument(world, ana, { purpose: 'TAX_FORM', bytes: await jpeg(700) });
      expect(w8.form).toBe('W8BEN');
      expect(await submit('TAX')).toMatchObject({ __typename: 'OnboardingApplication' });
      await saveAnew(american);
      expect(await submit('TAX')).toMatchObject(missing);
    } finally {
      await world.app.settings.change(operator, payerCountry, {}, 'DE');
    }
  });

  test('is asked of others where they are paid from the US, unless the workspace does not want it', async () => {
    await save(german, 0, 'TAX');
    expect(await askedFor()).toEqual([]);
    await world.app.settings.change(operator, payerCountry, {}, 'US');
    expect(await askedFor()).toEqual(['TAX_FORM']);
    await world.app.settings.change(operator, taxFormsAsked, {}, ['W9']);
    expect(await askedFor()).toEqual([]);
    await world.app.settings.change(operator, payerCountry, {}, 'DE');
    await world.app.settings.change(operator, taxFormsAsked, {}, ['W9', 'W8BEN', 'W8BENE']);
  });
});
