import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operator } from '../../test/actors.ts';
import { aWorld, type World } from '../../test/world.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { aDocument } from '../../test/documents.ts';
import { jpeg } from '../../test/hostile-files.ts';
import { mailsTo } from '../../test/mail.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { passwordChanged } from '../accounts/account.notices.ts';
import { sectionsAsked } from '../onboarding/onboarding.settings.ts';
import { SectionKind } from '../onboarding/section.lifecycle.ts';
import { transaction } from '../platform/db.ts';

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

/** Everything that the rows of every table say, as a dump would. */
async function dump(): Promise<string> {
  const { rows: tables } = await world.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const contents = await Promise.all(
    tables.map(({ name }) => world.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`)),
  );
  return contents.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}

/** As text, and as the bytes in the ways a dump writes them. */
const writingsOf = (secret: string): string[] => [
  secret,
  secret.toLowerCase(),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replaceAll('=', ''),
];

test('nothing in any table says who somebody is', async () => {
  const lena = await anInfluencer(world, { displayName: 'Leontyne Quillfeather', email: 'Quill-Unique@test.example' });
  const ada = await anAdministrator(world, {
    displayName: 'Adalbert Zweifelsohn',
    email: 'zweifel-unique@test.example',
  });
  const signIn =
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { __typename } }';
  await world.as(null).run(signIn, { email: lena.email, password: 'wrong' });
  await world.as(null).run(signIn, { email: lena.email, password: lena.password });
  await world.as(null).run(signIn, { email: 'stranger-unique@test.example', password: 'wrong' });
  expect((await world.as(ada).run('{ people(search: "quillf") { displayName } }')).data).toEqual({
    people: [{ displayName: 'Leontyne Quillfeather' }],
  });
  expect((await accountByEmail(world.db.source.manager, world.db.keyring, lena.email))?.id).toBe(lena.id);

  await world.as(lena).run('mutation { updateProfile(input: { phone: "+491709876543" }) { phone } }');
  const support = await anAccount(world, 'SUPPORT');
  const shown = await world
    .as(support)
    .run(
      `mutation { revealPersonal(accountId: "${lena.id}", field: PHONE, reason: "Reason-unique for calling") { value } }`,
    );
  expect(shown.data).toEqual({ revealPersonal: { value: '+491709876543' } });
  await transaction(world.db, (tx) =>
    world.app.sessions.begin(tx, {
      accountId: lena.id,
      userAgent: 'Unique-browser/7',
      ip: '203.0.113.77',
      verified: true,
    }),
  );
  expect((await world.as(lena).run('mutation { allowSupportAccess(hours: 1) }')).errors).toEqual([]);
  for (const told of [
    `impersonate(accountId: "${lena.id}", reason: "Looking-unique into it") { __typename }`,
    `grantPermission(id: "${support.id}", input: { permission: "operations.health", reason: "Granting-unique to help" }) { __typename }`,
  ])
    expect((await world.as(ada).run(`mutation { ${told} }`)).errors).toEqual([]);
  await transaction(world.db, (tx) =>
    world.app.notifier.notify(tx, passwordChanged, {
      accountId: lena.id,
      variables: { forgot: 'https://influencegen.example/forgot' },
    }),
  );
  expect(await mailsTo(world, lena)).not.toEqual([]);

  const contents = await dump();
  expect(contents).toContain(lena.id);
  const secrets = ['Leontyne', 'Quillfeather', 'Quill-Unique', 'Zweifelsohn', 'zweifel-unique', 'stranger-unique'];
  const reasons = ['Reason-unique', 'Looking-unique', 'Granting-unique'];
  for (const secret of [...secrets, '1709876543', 'Unique-browser', '203.0.113.77', ...reasons])
    for (const writing of writingsOf(secret)) expect(contents).not.toContain(writing);
});

test('nothing in any table or stored file says what a creator told or showed to join', async () => {
  const ana = await anAccount(world, 'APPLICANT', { displayName: 'Anneliese Birnbaumer', accepted: false });
  const kim = await anAccount(world, 'KYC_REVIEWER');
  const run = async (as: typeof ana, query: string, variables: object = {}): Promise<unknown> => {
    const { data, errors } = await world.as(as).run(query, variables);
    expect(errors).toEqual([]);
    return Object.values(data)[0];
  };
  const said: Record<string, Record<string, string>> = {
    PERSON: {
      givenName: 'Anneliese',
      familyName: 'Birnbaumer',
      dateOfBirth: '1987-03-19',
      nationality: 'DE',
      phone: '+4915112345671',
    },
    ADDRESS: { country: 'DE', line1: 'Zaunkoenigweg 77', city: 'Quedlinburg', postalCode: '06484' },
    IDENTITY_DOCUMENT: {
      documentType: 'PASSPORT',
      documentCountry: 'DE',
      documentNumber: 'C01XQ00T7',
      documentExpiresOn: '2031-07-23',
    },
    TAX: { taxCountry: 'DE', taxAsBusiness: 'NO', usPerson: 'NO', taxIdKind: 'STEUER_ID', taxId: '36574261809' },
  };
  for (const [section, fields] of Object.entries(said))
    await run(
      ana,
      `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) {
        saveAnswers(section: $section, answers: $answers) { __typename } }`,
      { section, answers: Object.entries(fields).map(([field, value]) => ({ field, values: [value], revision: 0 })) },
    );
  const profile = (await run(
    ana,
    `mutation { addSocialProfile(platform: INSTAGRAM, profile: "birnbaumer.bakes") { ... on SocialProfile { id } } }`,
  )) as { id: string };
  await run(ana, 'mutation ($id: ID!) { askStaffAboutSocialProfile(id: $id) { __typename } }', profile);
  await run(
    ana,
    `mutation { savePayoutAccount(input: { country: "DE", scheme: IBAN, currency: "EUR", holderName: "Anneliese Birnbaumer",
      iban: "DE89370400440532013000" }) { __typename } }`,
  );
  await run(ana, 'mutation { verifyPayoutAccount(method: MICRO_DEPOSITS) { __typename } }');
  const scan = await jpeg();
  const purposes = ['IDENTITY_FRONT', 'PROOF_OF_ADDRESS'];
  for (const purpose of purposes) await aDocument(world, ana, { bytes: scan, purpose, name: 'birnbaumer-pass.jpg' });
  const terms = (await run(ana, '{ myTerms { current { id } } }')) as { current: { id: string } }[];
  await run(ana, 'mutation ($ids: [ID!]!) { acceptTerms(versionIds: $ids) { __typename } }', {
    ids: terms.map(({ current }) => current.id),
  });
  await run(ana, 'mutation { beginHandOff { address } }');
  const { NICHES: _, AUDIENCE: __, ...kinds } = SectionKind;
  const asked = Object.values(kinds);
  await world.app.settings.change(operator, sectionsAsked, {}, asked);
  for (const section of asked)
    expect(
      await run(
        ana,
        'mutation ($section: SectionKind!) { submitSection(section: $section) { __typename ... on SectionIncomplete { problems { field code } } } }',
        {
          section,
        },
      ),
    ).toEqual({ __typename: 'OnboardingApplication' });

  const { id: caseId } = (await run(kim, 'mutation { claimNextCase { ... on ReviewCase { id } } }')) as { id: string };
  await run(kim, 'query ($id: ID!) { reviewFile(id: $id) { id } }', { id: caseId });
  await run(kim, 'mutation ($id: ID!) { addReviewNote(caseId: $id, text: "Note-unique about her") { id } }', {
    id: caseId,
  });
  for (const section of asked)
    await run(kim, 'mutation ($input: SaveVerdictInput!) { saveSectionVerdict(input: $input) { __typename } }', {
      input: {
        caseId,
        section,
        revision: 0,
        ...(section === 'ADDRESS'
          ? { outcome: 'RETURN', reasons: ['TOO_OLD'], note: 'Verdict-unique: newer bill' }
          : { outcome: 'ACCEPT' }),
      },
    });
  expect(
    await run(
      kim,
      'mutation ($input: DecideCaseInput!) { decideCase(input: $input) { ... on ReviewCase { status } } }',
      {
        input: { caseId, decision: 'RETURNED' },
      },
    ),
  ).toEqual({ status: 'DECIDED' });
  expect(await mailsTo(world, ana)).not.toEqual([]);

  const contents = await dump();
  const stored = await filesBelow(dirname(world.app.storage.stagingFolder));
  expect(contents).toContain(caseId);
  expect(stored.length).toBeGreaterThan(purposes.length);
  const words = ['Anneliese', 'Birnbaumer', 'birnbaumer.bakes', 'birnbaumer-pass', '1987-03-19', '15112345671'];
  const more = ['Zaunkoenigweg', 'Quedlinburg', 'C01XQ00T7', '2031-07-23', '36574261809', '532013000', '0532 0130'];
  for (const secret of [...words, ...more, 'Note-unique', 'Verdict-unique'])
    for (const writing of writingsOf(secret)) {
      expect(contents).not.toContain(writing);
      for (const bytes of stored) expect(bytes.includes(writing)).toBe(false);
    }
  // Neither the file itself nor what is shown of it.
  for (const bytes of stored) {
    expect(bytes.includes(scan.subarray(100, 132))).toBe(false);
    expect(bytes.includes('WEBP')).toBe(false);
  }
});

async function filesBelow(folder: string): Promise<Buffer[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    found.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
}
