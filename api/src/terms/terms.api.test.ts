import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { acceptEverything, anAccount, anInfluencer } from '../../test/builders.ts';
import { asOwner } from '../../test/database.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { aJobContext } from '../../test/job-context.ts';
import { nobody as nobodyActs } from '../platform/actor.ts';
import { transaction } from '../platform/db.ts';
import { openConsentIp } from './sealed-consents.ts';
import { installShippedTerms } from './shipped-terms.ts';
import { seedDemoConsents } from './demo-consents.ts';
import { accountByEmail } from '../accounts/account-by-email.ts';
import { seedDemoPeople } from '../accounts/demo-people.ts';
import { handleTellTerms } from './terms.jobs.ts';

let world: World;
let olga: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  olga = await anAccount(world, 'WORKSPACE_OWNER');
});
afterAll(() => world.stop());

/** Each test has a document of its own. */
let key: string;
beforeEach(() => {
  key = `DOC_${randomUUID().slice(0, 8).toUpperCase()}`;
});

interface Version {
  id: string;
  number: number;
  status: string;
  revision: number;
}

const create = 'mutation ($key: ID!) { createTermsDocument(key: $key) { pending { id number status revision } } }';
const draftOf = 'mutation ($key: ID!) { draftTerms(key: $key) { id number status revision } }';
const save = `mutation ($id: ID!, $input: TermsDraftInput!, $revision: Int!) {
  saveTermsDraft(id: $id, input: $input, revision: $revision) { id number status revision }
}`;
const publish = `mutation ($id: ID!, $at: DateTimeISO, $revision: Int!) {
  publishTerms(id: $id, at: $at, revision: $revision) { id number status revision publishAt }
}`;
const unschedule =
  'mutation ($id: ID!, $revision: Int!) { unscheduleTerms(id: $id, revision: $revision) { id status revision } }';
const discard = 'mutation ($id: ID!, $revision: Int!) { discardTermsDraft(id: $id, revision: $revision) { key } }';
const accept = `mutation ($ids: [ID!]!, $language: String! = "en") {
  acceptTerms(versionIds: $ids, language: $language) {
    __typename
    ... on TermsAccepted { terms { key state acceptedAt stops { block at } } }
    ... on TermsReplaced { message current { id key number title } }
  }
}`;
const withdraw = 'mutation ($key: ID!) { withdrawConsent(key: $key) { key state } }';
const mine = `{ myTerms { key state acceptedAt stops { block at } current { id number title } accepted { number body } } }`;
const requestImages = `mutation ($key: String!) {
  requestImages(input: { prompt: "A fox", idempotencyKey: $key }) {
    __typename
    ... on TermsToAccept { message terms { id key number title } }
  }
}`;

interface Wanted {
  required?: boolean;
  blocks?: string[];
  graceDays?: number;
  body?: string;
  es?: string;
}

const inputOf = ({ required = true, blocks = [], graceDays = 0, body = 'Be kind.', es }: Wanted) => ({
  required,
  blocks,
  graceDays,
  texts: [
    { language: 'en', title: `Title of ${key}`, body },
    ...(es === undefined ? [] : [{ language: 'es', title: `Título de ${key}`, body: es }]),
  ],
});

/** The version that waits, as staff fill it in. */
async function drafted(wanted: Wanted = {}): Promise<Version> {
  const desk = world.as(olga);
  const made = await desk.run<{ createTermsDocument: { pending: Version } }>(create, { key });
  const { id, revision } =
    made.data.createTermsDocument?.pending ??
    (await desk.run<{ draftTerms: Version }>(draftOf, { key })).data.draftTerms;
  const saved = await desk.run<{ saveTermsDraft: Version }>(save, { id, input: inputOf(wanted), revision });
  expect(saved.errors).toEqual([]);
  return saved.data.saveTermsDraft;
}

async function published(wanted: Wanted = {}): Promise<Version> {
  const { id, revision } = await drafted(wanted);
  const { data, errors } = await world.as(olga).run<{ publishTerms: Version }>(publish, { id, revision });
  expect(errors).toEqual([]);
  return data.publishTerms;
}

const consentsOf = async ({ id }: TestAccount, version?: string) =>
  (
    await world.db.pool.query<{ turn: number; given: boolean; language: string; id: string; version_id: string }>(
      `select c.* from consent c join terms_version v on v.id = c.version_id
       where account_id = $1 and ($2::uuid is null or version_id = $2) and v.document_key = $3 order by at, turn`,
      [id, version ?? null, key],
    )
  ).rows;

async function standing(who: TestAccount) {
  const { data, errors } = await world.as(who).run<{
    myTerms: {
      key: string;
      state: string;
      acceptedAt: string | null;
      stops: { block: string; at: string }[];
      current: { id: string; number: number; title: string };
      accepted: { number: number; body: string } | null;
    }[];
  }>(mine);
  expect(errors).toEqual([]);
  return data.myTerms.find((one) => one.key === key)!;
}

const ask = async (who: TestAccount) =>
  (
    await world
      .as(who)
      .run<{ requestImages: { __typename: string; terms?: object[] } }>(requestImages, { key: randomUUID() })
  ).data.requestImages;

/** As if it had been published so many days ago: what holds the rows fast has to be let go of. */
const daysPass = (version: string, days: number): Promise<unknown> =>
  asOwner(
    world.databaseUrl,
    `set session_replication_role = replica; update terms_version set publish_at = publish_at - interval '${days} days' where id = '${version}'`,
  );
const grewUpBefore = ({ id }: TestAccount, days: number): Promise<unknown> =>
  world.db.pool.query(`update account set created_at = now() - make_interval(days => $2) where id = $1`, [id, days]);

const auditOf = async (id: string) =>
  (
    await world.db.pool.query<{ action: string; details: object; actor_id: string | null }>(
      'select action, details, actor_id from audit_event where record_id = $1 order by id',
      [id],
    )
  ).rows;

test('a release brings texts in every language, in force from the first start and installed once', async () => {
  await installShippedTerms(world.db);
  const shippedIn = async (language: string) => {
    const { data } = await world
      .as(null)
      .run<{ termsInForce: { key: string; title: string; language: string; languages: string[]; body: string }[] }>(
        'query ($language: String!) { termsInForce(language: $language) { key title language languages body } }',
        { language },
      );
    return data.termsInForce.slice(0, 3);
  };
  /** Headings, points and rows, line by line: the same in every language. */
  const shapeOf = (body: string): string[] => body.split('\n').map((line) => /^(#+|-|>|\||$)?/.exec(line)![0]);
  const english = await shippedIn('en');
  expect(english.map(({ key }) => key)).toEqual(['TERMS_OF_SERVICE', 'PRIVACY_POLICY', 'AI_CONTENT']);
  for (const language of spokenLanguages)
    for (const [i, terms] of (await shippedIn(language)).entries()) {
      expect(terms).toMatchObject({ key: english[i]!.key, language, languages: spokenLanguages.toSorted() });
      expect(terms.body.length).toBeGreaterThan(1000);
      expect(shapeOf(terms.body)).toEqual(shapeOf(english[i]!.body));
      if (language !== 'en') expect(terms.title).not.toBe(english[i]!.title);
    }
});

test('staff read headings in their language, and as far as somebody wrote them in it', async () => {
  const headings = async (language: string) => {
    const { data, errors } = await world.as(olga).run<{
      termsDocuments: { key: string; inForce: { title: string } | null; pending: { title: string } | null }[];
    }>(
      `query ($language: String!) { termsDocuments {
         key inForce { title(language: $language) } pending { title(language: $language) } } }`,
      { language },
    );
    expect(errors).toEqual([]);
    return new Map(data.termsDocuments.map((one) => [one.key, one]));
  };
  await published({ es: 'Uno' });
  for (const language of spokenLanguages) {
    const said = await headings(language);
    for (const shipped of ['TERMS_OF_SERVICE', 'PRIVACY_POLICY', 'AI_CONTENT']) {
      const [title] = (await readFile(`${import.meta.dirname}/../../terms/${shipped}.${language}.md`, 'utf8')).split(
        '\n',
      );
      expect(said.get(shipped)!.inForce).toEqual({ title });
    }
    const own = language === 'es' ? `Título de ${key}` : `Title of ${key}`;
    expect(said.get(key)!.inForce).toEqual({ title: own });
  }
  // What nobody speaks is told in English; a draft without words has no heading.
  for (const language of ['xx', 'constructor', ''])
    expect((await headings(language)).get(key)!.inForce).toEqual({ title: `Title of ${key}` });
  const wordless = `EMPTY_${randomUUID().slice(0, 8).toUpperCase().replaceAll('-', '')}`;
  await world.as(olga).run(create, { key: wordless });
  expect((await headings('de')).get(wordless)).toMatchObject({ inForce: null, pending: { title: '' } });
});

test('a version is written, scheduled, taken back, published, and replaced by the next one', async () => {
  const first = await drafted({ body: 'One', es: 'Uno' });
  expect(first).toMatchObject({ number: 1, status: 'DRAFT' });
  const desk = world.as(olga);
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  const scheduled = await desk.run<{ publishTerms: Version }>(publish, { ...based(first), at: soon });
  expect(scheduled.data.publishTerms).toMatchObject({ status: 'SCHEDULED', publishAt: soon });
  expect((await world.as(null).run(`{ terms(key: "${key}") { number } }`)).errors[0]?.extensions.code).toBe(
    'NOT_FOUND',
  );

  const back = await desk.run<{ unscheduleTerms: Version }>(unschedule, based(scheduled.data.publishTerms));
  expect(back.data.unscheduleTerms).toMatchObject({ status: 'DRAFT' });
  const now = await desk.run<{ publishTerms: Version }>(publish, based(back.data.unscheduleTerms));
  expect(now.data.publishTerms).toMatchObject({ status: 'IN_FORCE' });

  const second = await published({ body: 'Two' });
  expect(second).toMatchObject({ number: 2, status: 'IN_FORCE' });
  const { data } = await world.as(null).run<Record<string, { number: number; body: string; inForce: boolean }>>(
    `{ now: terms(key: "${key}", language: "es") { number body inForce language }
       before: terms(key: "${key}", number: 1, language: "es") { number body inForce language } }`,
  );
  expect(data).toEqual({
    now: { number: 2, body: 'Two', inForce: true, language: 'en' },
    before: { number: 1, body: 'Uno', inForce: false, language: 'es' },
  });
  const desks = await desk.run<{ termsDocument: { versions: { status: string }[] } }>(
    `{ termsDocument(key: "${key}") { versions { number status viewerMoves consentCount texts { language } } } }`,
  );
  expect(desks.data.termsDocument.versions).toEqual([
    { number: 2, status: 'IN_FORCE', viewerMoves: [], consentCount: 0, texts: [{ language: 'en' }] },
    {
      number: 1,
      status: 'REPLACED',
      viewerMoves: [],
      consentCount: 0,
      texts: [{ language: 'en' }, { language: 'es' }],
    },
  ]);
  expect((await auditOf(first.id)).map(({ action }) => action)).toEqual([
    'terms.save',
    'terms.publish',
    'terms.unschedule',
    'terms.publish',
  ]);
});

const based = ({ id, revision }: Version) => ({ id, revision });

test('what was scheduled is in force when its hour has come, without anybody doing anything', async () => {
  await published({ body: 'One' });
  const second = await drafted({ body: 'Two' });
  await world.as(olga).run(publish, { ...based(second), at: new Date(Date.now() + 3_600_000).toISOString() });
  const numberInForce = async () =>
    (await world.as(null).run<{ terms: { number: number } }>(`{ terms(key: "${key}") { number } }`)).data.terms.number;
  expect(await numberInForce()).toBe(1);
  await world.db.pool.query(`update terms_version set publish_at = now() where id = $1`, [second.id]);
  expect(await numberInForce()).toBe(2);
});

test('two members of staff who edit or publish at once do not overwrite each other', async () => {
  const version = await drafted();
  const olivia = await anAccount(world, 'WORKSPACE_OWNER');
  const both = await Promise.all(
    [olga, olivia].map((who) =>
      world.as(who).run<{ saveTermsDraft: Version }>(save, { ...based(version), input: inputOf({ body: who.id }) }),
    ),
  );
  expect(both.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(['CONFLICT']);
  const saved = both.find(({ errors }) => errors.length === 0)!.data.saveTermsDraft;
  const twice = await Promise.all([olga, olivia].map((who) => world.as(who).run(publish, based(saved))));
  expect(twice.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(['CONFLICT']);
});

test('nothing is published without words in English, in the past, or without a recent proof of identity', async () => {
  const desk = world.as(olga);
  const made = await desk.run<{ createTermsDocument: { pending: Version } }>(create, { key });
  const empty = made.data.createTermsDocument.pending;
  const { errors } = await desk.run(publish, based(empty));
  expect(errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual(['en.title', 'en.body']);
  const past = await desk.run(publish, { ...based(empty), at: '2020-01-01T00:00:00Z' });
  expect(past.errors[0]?.extensions.fields).toMatchObject([{ path: 'at', code: 'TOO_SMALL' }]);
  const again = await desk.run(create, { key });
  expect(again.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'key' }] });

  const other = await anAccount(world, 'WORKSPACE_OWNER');
  await world.as(other).token();
  await world.db.pool.query(`update session set verified_at = now() - interval '1 day' where account_id = $1`, [
    other.id,
  ]);
  const { errors: stepUp } = await world.as(other).run(publish, based(empty));
  expect(stepUp[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', stepUp: true });

  expect((await desk.run(discard, based(empty))).errors).toEqual([]);
  expect((await desk.run(`{ termsDocument(key: "${key}") { key } }`)).errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test('what was in force cannot be changed, not by the product and not by the owner of the database', async () => {
  const version = await published();
  const desk = world.as(olga);
  for (const [operation, more] of [
    [save, { input: inputOf({ body: 'Other' }) }],
    [publish, {}],
    [unschedule, {}],
    [discard, {}],
  ] as const)
    expect((await desk.run(operation, { ...based(version), ...more })).errors[0]?.extensions.code).toBe('CONFLICT');
  for (const statement of [
    `update terms_version set required = false where id = '${version.id}'`,
    `delete from terms_text where version_id = '${version.id}'`,
    `update terms_text set body = 'Other' where version_id = '${version.id}'`,
    `insert into terms_text select version_id, 'xx', title, body, sha256 from terms_text where version_id = '${version.id}'`,
  ]) {
    await expect(world.db.pool.query(statement)).rejects.toThrow(/does not change/);
    await expect(asOwner(world.databaseUrl, statement)).rejects.toThrow(/does not change/);
  }
});

test('a consent names version, text, language, time and, sealed, the network address; it never changes', async () => {
  const version = await published({ body: 'Be kind.', es: 'Sé amable.' });
  const lena = await anInfluencer(world, { accepted: false });
  expect(await standing(lena)).toMatchObject({ state: 'NEW', accepted: null, acceptedAt: null });
  const { data, errors } = await world.as(lena).run(accept, { ids: [version.id], language: 'es' });
  expect(errors).toEqual([]);
  expect(data['acceptTerms']).toMatchObject({ __typename: 'TermsAccepted' });
  expect(await standing(lena)).toMatchObject({ state: 'ACCEPTED', accepted: { number: 1 }, stops: [] });

  const [consent, ...others] = await consentsOf(lena);
  expect(others).toEqual([]);
  expect(consent).toMatchObject({ version_id: version.id, turn: 1, given: true, language: 'es' });
  const { rows } = await world.db.pool.query<{ same: boolean; ip: Buffer }>(
    `select c.text_sha256 = t.sha256 as same, o.ip_sealed as ip from consent c join consent_origin o on o.consent_id = c.id
     join terms_text t on t.version_id = c.version_id and t.language = c.language where c.id = $1`,
    [consent!.id],
  );
  expect(rows[0]!.same).toBe(true);
  expect(openConsentIp(world.db.keyring, consent!.id, rows[0]!.ip)).toMatch(/127\.0\.0\.1$/);
  expect((await auditOf(version.id)).at(-1)).toMatchObject({
    action: 'terms.accept',
    actor_id: lena.id,
    details: { key, number: 1, consent: consent!.id },
  });

  for (const statement of [
    `update consent set given = false where id = '${consent!.id}'`,
    `delete from consent where id = '${consent!.id}'`,
    'truncate consent cascade',
  ]) {
    await expect(world.db.pool.query(statement)).rejects.toThrow(/permission denied/);
    await expect(asOwner(world.databaseUrl, statement)).rejects.toThrow(/append-only/);
  }
  await expect(
    world.db.pool.query('update consent_origin set consent_id = gen_random_uuid() where consent_id = $1', [
      consent!.id,
    ]),
  ).rejects.toThrow(/belongs to its consent/);
});

test('accepting is safe to repeat, also from two tabs at once', async () => {
  const version = await published();
  const lena = await anInfluencer(world, { accepted: false });
  await world.as(lena).token();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => world.as(lena).run(accept, { ids: [version.id, version.id] })),
  );
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(await consentsOf(lena)).toHaveLength(1);
  expect((await auditOf(version.id)).filter(({ action }) => action === 'terms.accept')).toHaveLength(1);
});

test('a version that was replaced meanwhile is not accepted; the answer carries the one in force', async () => {
  const old = await published({ body: 'One' });
  const current = await published({ body: 'Two' });
  const lena = await anInfluencer(world, { accepted: false });
  const other = (await world.as(lena).run<{ termsInForce: { id: string }[] }>('{ termsInForce { id } }')).data
    .termsInForce[0]!;
  const { data } = await world.as(lena).run<{ acceptTerms: object }>(accept, { ids: [other.id, old.id] });
  expect(data.acceptTerms).toEqual({
    __typename: 'TermsReplaced',
    message: 'This text was replaced in the meantime: read the new one',
    current: [{ id: current.id, key, number: 2, title: `Title of ${key}` }],
  });
  expect(await consentsOf(lena)).toEqual([]);
  expect((await auditOf(old.id)).filter(({ action }) => action === 'terms.accept')).toEqual([]);
});

test('publishing and accepting at once: a consent is to what was in force, or it is not there', async () => {
  const old = await published({ body: 'One' });
  const next = await drafted({ body: 'Two' });
  const people = await Promise.all(Array.from({ length: 5 }, () => anInfluencer(world, { accepted: false })));
  await Promise.all([...people, olga].map((who) => world.as(who).token()));
  const [, ...answers] = await Promise.all([
    world.as(olga).run(publish, based(next)),
    ...people.map((who) => world.as(who).run<{ acceptTerms: { __typename: string } }>(accept, { ids: [old.id] })),
  ]);
  const [replacement] = (
    await world.db.pool.query<{ at: Date }>('select publish_at as at from terms_version where id = $1', [next.id])
  ).rows;
  for (const [i, answer] of answers.entries()) {
    const given = await world.db.pool.query<{ at: Date }>(
      'select at from consent where account_id = $1 and version_id = $2',
      [people[i]!.id, old.id],
    );
    if (answer.data.acceptTerms.__typename === 'TermsReplaced') expect(given.rows).toEqual([]);
    else expect(given.rows[0]!.at.getTime()).toBeLessThanOrEqual(replacement!.at.getTime());
  }
});

test('drafts, scheduled versions and made-up ids cannot be accepted, nor anything in the name of somebody else', async () => {
  const draft = await drafted();
  const lena = await anInfluencer(world);
  for (const id of [draft.id, randomUUID(), 'not an id']) {
    const { errors } = await world.as(lena).run(accept, { ids: [id] });
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
  }
  await world.as(olga).run(publish, { ...based(draft), at: new Date(Date.now() + 60_000).toISOString() });
  expect((await world.as(lena).run(accept, { ids: [draft.id] })).errors[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await world.as(olga).run(accept, { ids: [draft.id] })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await world.as(null).run(accept, { ids: [draft.id] })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const tooMany = await world.as(lena).run(accept, { ids: Array.from({ length: 21 }, () => randomUUID()) });
  expect(tooMany.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');

  const token = await world.as(lena).token();
  const actor = await world.app.liveSessions.identify(token);
  await expect(
    world.app.consents.accept(
      { ...nobodyActs, ...actor, impersonatorId: olga.id, ip: null, requestId: 'test', traceparent: '' },
      [draft.id],
      'en',
    ),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('an optional consent is taken back with a row of its own, and can be given again', async () => {
  const version = await published({ required: false });
  const lena = await anInfluencer(world);
  const run = (operation: string, variables: object) => world.as(lena).run(operation, variables);
  expect((await run(withdraw, { key })).data).toEqual({ withdrawConsent: { key, state: 'NEW' } });
  await run(accept, { ids: [version.id] });
  expect((await run(withdraw, { key })).data).toEqual({ withdrawConsent: { key, state: 'WITHDRAWN' } });
  expect((await run(withdraw, { key })).data).toEqual({ withdrawConsent: { key, state: 'WITHDRAWN' } });
  await run(accept, { ids: [version.id] });
  expect(await standing(lena)).toMatchObject({ state: 'ACCEPTED' });
  expect((await consentsOf(lena)).map(({ turn, given }) => [turn, given])).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ]);
  const { data } = await world
    .as(lena)
    .run<{ myConsents: { nodes: { key: string; given: boolean }[] } }>(
      '{ myConsents(first: 3) { nodes { key number given language person { id } } pageInfo { hasNextPage } } }',
    );
  expect(data.myConsents).toMatchObject({
    nodes: [{ given: true }, { given: false }, { given: true }],
    pageInfo: { hasNextPage: true },
  });

  const required = await world.as(lena).run(withdraw, { key: 'PRIVACY_POLICY' });
  expect(required.errors[0]?.extensions.code).toBe('CONFLICT');
  expect((await world.as(lena).run(withdraw, { key: 'NOTHING' })).errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test('a new version blocks only what it names, and those who were here only after their days of grace', async () => {
  const lena = await anInfluencer(world);
  const nora = await anInfluencer(world);
  await grewUpBefore(lena, 100);
  await grewUpBefore(nora, 100);
  const first = await published({ blocks: ['REQUEST_IMAGES'], graceDays: 10 });
  await world.as(lena).run(accept, { ids: [first.id] });
  const newcomer = await anInfluencer(world, { accepted: false });

  expect((await ask(lena)).__typename).toBe('ImageRequest');
  expect((await ask(nora)).__typename).toBe('ImageRequest');
  expect((await standing(nora)).stops).toHaveLength(1);
  const stop = (await standing(nora)).stops[0]!;
  expect(stop.block).toBe('REQUEST_IMAGES');
  expect(Math.round((Date.parse(stop.at) - Date.now()) / 86_400_000)).toBe(10);
  const refusal = await ask(newcomer);
  expect(refusal).toMatchObject({ __typename: 'TermsToAccept' });
  expect(refusal.terms).toContainEqual({ id: first.id, key, number: 1, title: `Title of ${key}` });

  await daysPass(first.id, 20);
  expect(await ask(nora)).toMatchObject({ __typename: 'TermsToAccept', terms: [{ key }] });
  // Another version begins no new days of grace for somebody who never accepted the first.
  const second = await published({ blocks: ['REQUEST_IMAGES'], graceDays: 10, body: 'Two' });
  expect((await ask(nora)).__typename).toBe('TermsToAccept');
  expect((await ask(lena)).__typename).toBe('ImageRequest');
  expect(await standing(lena)).toMatchObject({
    state: 'CHANGED',
    accepted: { number: 1, body: 'Be kind.' },
    current: { number: 2 },
  });
  await daysPass(second.id, 15);
  expect((await ask(lena)).__typename).toBe('TermsToAccept');
  await world.as(lena).run(accept, { ids: [second.id] });
  await world.as(nora).run(accept, { ids: [second.id] });
  expect((await ask(lena)).__typename).toBe('ImageRequest');
  expect((await ask(nora)).__typename).toBe('ImageRequest');
  expect(await standing(nora)).toMatchObject({ state: 'ACCEPTED', stops: [] });
  // Newcomers accept the rest of what is in force, too.
  const all = (await world.as(newcomer).run<{ termsInForce: { id: string }[] }>('{ termsInForce { id } }')).data;
  await world.as(newcomer).run(accept, { ids: all.termsInForce.map(({ id }) => id) });
  expect((await ask(newcomer)).__typename).toBe('ImageRequest');
});

test('a version that blocks nothing any more lets everybody go on', async () => {
  const lena = await anInfluencer(world);
  await published({ blocks: ['REQUEST_IMAGES'] });
  await grewUpBefore(lena, 0);
  const newcomer = await anInfluencer(world, { accepted: false });
  await acceptEverything(world, newcomer.id);
  const nobody = await anInfluencer(world, { accepted: false });
  await world.db.pool.query(
    `insert into consent (account_id, version_id, turn, given, language, text_sha256)
     select $1, v.id, 1, true, 'en', '\\x00' from terms_version v where document_key <> $2 and publish_at is not null`,
    [nobody.id, key],
  );
  expect(await ask(nobody)).toMatchObject({ __typename: 'TermsToAccept', terms: [{ key }] });
  await published({ blocks: [], body: 'Two' });
  expect((await ask(nobody)).__typename).toBe('ImageRequest');
  const missing = await transaction(world.db, (tx) => world.app.consents.missing(tx, nobody.id, 'REQUEST_IMAGES'));
  expect(missing).toEqual([]);
});

test('a new version is told once: to those who were here, in their language, with the day on which something stops', async () => {
  const tell = handleTellTerms({ db: world.db, notifier: world.app.notifier, publicUrl: 'https://studio.example' });
  const run = () => tell({}, aJobContext());
  const lena = await anInfluencer(world);
  const mateo = await anInfluencer(world);
  const late = await anInfluencer(world);
  for (const who of [lena, mateo]) await grewUpBefore(who, 10);
  await world.db.pool.query(`update account set language = 'es', time_zone = 'Europe/Madrid' where id = $1`, [
    mateo.id,
  ]);
  await run();
  const before = { lena: await mailsTo(world, lena), mateo: await mailsTo(world, mateo) };
  const version = await published({ blocks: ['REQUEST_IMAGES'], graceDays: 14, es: 'Sé amable.' });
  await world.db.pool.query(`update account set created_at = now() + interval '1 minute' where id = $1`, [late.id]);
  await Promise.all([run(), run()]);
  await run();

  const news = (await mailsTo(world, lena)).slice(before.lena.length);
  expect(news).toMatchObject([{ notice: 'terms.toAccept', subject: `Please read and accept: Title of ${key}` }]);
  expect(news[0]!.link).toBe('https://studio.example/terms');
  const day = new Intl.DateTimeFormat('es', { dateStyle: 'long', timeZone: 'Europe/Madrid' });
  const spanish = (await mailsTo(world, mateo)).slice(before.mateo.length);
  expect(spanish.map(({ subject }) => subject)).toEqual([`Lee y acepta: Título de ${key}`]);
  expect(spanish[0]!.text).toContain(day.format(new Date(Date.now() + 14 * 86_400_000)));
  expect((await mailsTo(world, late)).filter(({ subject }) => subject.includes(key))).toEqual([]);
  expect((await mailsTo(world, olga)).filter(({ subject }) => subject.includes(key))).toEqual([]);

  // Without days of grace nothing works as before.
  await daysPass(version.id, 1);
  const atOnce = await published({ blocks: ['REQUEST_IMAGES'], graceDays: 0, body: 'At once' });
  await run();
  expect((await mailsTo(world, lena)).at(-1)).toMatchObject({
    notice: 'terms.needed',
    subject: `Accept it to go on: Title of ${key}`,
  });

  // Of what is optional only those hear who had agreed before.
  await daysPass(atOnce.id, 1);
  const optional = await published({ required: false, body: 'Two' });
  await world.as(lena).run(accept, { ids: [optional.id] });
  await daysPass(optional.id, 1);
  await run();
  await published({ required: false, body: 'Three' });
  await run();
  expect((await mailsTo(world, lena)).at(-1)).toMatchObject({ notice: 'terms.changed' });
  expect((await mailsTo(world, mateo)).filter(({ subject }) => subject.includes(key))).toHaveLength(2);
});

test('staff see who accepted; creators and other staff do not', async () => {
  const version = await published();
  const lena = await anInfluencer(world, { displayName: 'Lena Sample', accepted: false });
  await world.as(lena).run(accept, { ids: [version.id] });
  const query = `query ($id: ID!) { termsConsents(versionId: $id) { nodes { given language person { displayName } } } }`;
  for (const role of ['AUDITOR', 'KYC_REVIEWER'] as const) {
    const { data } = await world.as(await anAccount(world, role)).run(query, { id: version.id });
    expect(data).toEqual({
      termsConsents: { nodes: [{ given: true, language: 'en', person: { displayName: 'Lena Sample' } }] },
    });
  }
  const { data } = await world
    .as(olga)
    .run<{ termsDocuments: { key: string; inForce: object }[] }>('{ termsDocuments { key inForce { consentCount } } }');
  expect(data.termsDocuments.find((one) => one.key === key)).toEqual({ key, inForce: { consentCount: 1 } });
  for (const who of [lena, await anAccount(world, 'FINANCE')])
    expect((await world.as(who).run(query, { id: version.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await world.as(olga).run(query, { id: randomUUID() })).errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test('fictional creators have accepted what the release brought', async () => {
  await seedDemoPeople(world.db);
  await seedDemoConsents(world.db);
  await seedDemoConsents(world.db);
  const lena = await accountByEmail(world.db.source.manager, world.db.keyring, 'lena@demo.example');
  const { rows } = await world.db.pool.query<{ key: string; turn: number }>(
    `select v.document_key as key, c.turn from consent c join terms_version v on v.id = c.version_id
     where c.account_id = $1 and v.document_key in ('TERMS_OF_SERVICE', 'PRIVACY_POLICY', 'AI_CONTENT') order by 1`,
    [lena!.id],
  );
  expect(rows).toEqual(['AI_CONTENT', 'PRIVACY_POLICY', 'TERMS_OF_SERVICE'].map((name) => ({ key: name, turn: 1 })));
});

test('whoever is joining hands in consents once all that is required is accepted; a later version takes nothing back', async () => {
  const ana = await anAccount(world, 'APPLICANT', { accepted: false });
  const section = async () => {
    const { data } = await world
      .as(ana)
      .run<{ onboarding: { sections: { kind: string; status: string; problems: object[] }[] } }>(
        '{ onboarding { sections { kind status problems { field code } } } }',
      );
    return data.onboarding.sections.find(({ kind }) => kind === 'CONSENTS')!;
  };
  const all = async (): Promise<string[]> =>
    (
      await world
        .as(null)
        .run<{ termsInForce: { id: string; required: boolean }[] }>('{ termsInForce { id required } }')
    ).data.termsInForce
      .filter(({ required }) => required)
      .map(({ id }) => id);
  const optional = await published({ required: false });
  expect((await section()).problems).toContainEqual({ field: 'PRIVACY_POLICY', code: 'REQUIRED' });
  expect((await section()).problems).not.toContainEqual({ field: key, code: 'REQUIRED' });

  const [first, ...others] = await all();
  await world.as(ana).run(accept, { ids: [first, optional.id] });
  expect(await section()).toMatchObject({ status: 'DRAFT' });
  await world.as(ana).run(accept, { ids: others.slice(0, 20) });
  await world.as(ana).run(accept, { ids: others.slice(20) });
  expect(await section()).toMatchObject({ status: 'DRAFT', problems: [] });

  await world.db.pool.query(
    `update onboarding_section set status = 'ACCEPTED' where account_id = $1 and kind = 'CONSENTS'`,
    [ana.id],
  );
  const next = await published({ body: 'Two' });
  expect((await world.as(ana).run(accept, { ids: [next.id] })).errors).toEqual([]);
  expect(await section()).toMatchObject({ status: 'ACCEPTED' });
});
