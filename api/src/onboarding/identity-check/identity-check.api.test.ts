import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { aCase } from '../../../test/cases.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { type Asked, postNews, type Signing, StripeServer } from '../../../test/stripe.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { systemActor } from '../../platform/actor.ts';
import { transaction } from '../../platform/db.ts';
import { newTraceparent } from '../../platform/traceparent.ts';

const specimen = {
  first_name: 'ANA MARÍA',
  last_name: 'MUELLER',
  dob: { day: 7, month: 3, year: 1994 },
  number: 'X01-234 567',
  issuing_country: 'DE',
  type: 'id_card',
  expiration_date: { day: 30, month: 6, year: 2031 },
};

/** Speaks the part of the provider's API that is used, as https://docs.stripe.com/api/identity/verification_sessions has it. */
class Provider extends StripeServer {
  /** What stands on the document that was shown. */
  document: object = specimen;
  /** A key that may not read what is sensitive. */
  isOpenKey = false;
  readonly expanded: string[][] = [];
  /** Called before a session is answered. */
  onAsked: (form: URLSearchParams) => Promise<void> = async () => {};

  protected async answer({ method, path, form }: Asked): Promise<[number, object]> {
    if (method === 'GET') return this.#read(path.split('/').at(-1)!, [...form.values()]);
    await this.onAsked(form);
    const id = sessionOf(form.get('client_reference_id')!);
    return [
      200,
      {
        id,
        object: 'identity.verification_session',
        status: 'requires_input',
        url: `https://verify.example/start/${id}`,
      },
    ];
  }

  /** As https://docs.stripe.com/identity/access-verification-results has it: nothing that is not asked for. */
  #read(id: string, expand: string[]): [number, object] {
    this.expanded.push(expand);
    if (this.isOpenKey && expand.some((field) => field.includes('.')))
      return [403, { error: { type: 'invalid_request_error', message: 'no access to sensitive results' } }];
    return [200, { id, object: 'identity.verification_session', status: 'verified', ...this.#results(expand) }];
  }

  #results(expand: readonly string[]): object {
    const { first_name, last_name, dob, number, expiration_date, ...open } = this.document as typeof specimen;
    const is = (field: string): boolean => expand.includes(field);
    const inDocument = (field: string): boolean => is(`last_verification_report.document.${field}`);
    return {
      ...(is('verified_outputs') && {
        verified_outputs: { first_name, last_name, ...(is('verified_outputs.dob') && { dob }) },
      }),
      last_verification_report: is('last_verification_report')
        ? {
            id: 'vr_1',
            document: {
              ...open,
              first_name,
              last_name,
              ...(inDocument('dob') && { dob }),
              ...(inDocument('number') && { number }),
              ...(inDocument('expiration_date') && { expiration_date }),
            },
          }
        : 'vr_1',
    };
  }
}

const sessionOf = (checkId: string): string => `vs_${checkId}`;

let provider: Provider;
let world: World;
let ana: TestAccount;
beforeAll(async () => {
  provider = new Provider();
  world = await aWorld({ worker: true, config: { identity: await provider.listen() } });
  await letEverybodyKnock(world);
});
afterAll(async () => {
  await world.stop();
  provider.stop();
});
beforeEach(async () => {
  ana = await anAccount(world, 'APPLICANT');
  provider.down = 0;
  provider.document = specimen;
  provider.isOpenKey = false;
  provider.expanded.length = 0;
  provider.onAsked = async () => {};
});

const fields = '{ id status url problem finishedAt comparing vouches unlike }';
interface Check {
  id: string;
  status: string;
  url: string | null;
  problem: string | null;
  finishedAt: string | null;
  comparing: boolean;
  vouches: boolean;
  unlike: string[];
}
const newest = async (): Promise<Check> =>
  (await world.as(ana).run(`{ identityCheck ${fields} }`)).data['identityCheck'] as Check;
const start = async (): Promise<Check> =>
  (await world.as(ana).run(`mutation { startIdentityCheck ${fields} }`)).data['startIdentityCheck'] as Check;
const opened = async (): Promise<Check> => {
  await start();
  return vi.waitFor(async () => {
    const check = await newest();
    expect(check.status).toBe('OPEN');
    return check;
  }, 10_000);
};
const typedPerson = { givenName: 'Ana', familyName: 'Müller', dateOfBirth: '1994-03-07' };
const typedDocument = {
  documentType: 'NATIONAL_ID',
  documentCountry: 'DE',
  documentNumber: 'x01234567',
  documentExpiresOn: '2031-06-30',
};
/** Saves answers as the form does. */
const say = async (section: string, answers: Record<string, string>): Promise<void> => {
  const { data } = await world.as(ana).run(`{ onboarding { sections { kind answers { field revision } } } }`);
  const { sections } = data['onboarding'] as {
    sections: { kind: string; answers: { field: string; revision: number }[] }[];
  };
  const known = sections.find(({ kind }) => kind === section)!.answers;
  const { errors } = await world
    .as(ana)
    .run(
      `mutation ($section: SectionKind!, $answers: [AnswerInput!]!) { saveAnswers(section: $section, answers: $answers) { __typename } }`,
      {
        section,
        answers: Object.entries(answers).map(([field, value]) => ({
          field,
          values: [value],
          revision: known.find((each) => each.field === field)?.revision ?? 0,
        })),
      },
    );
  expect(errors).toEqual([]);
};
const sayAll = async (person: object = {}, document: object = {}): Promise<void> => {
  await say('PERSON', { ...typedPerson, ...person });
  await say('IDENTITY_DOCUMENT', { ...typedDocument, ...document });
};
const comparedCheck = (): Promise<Check> =>
  vi.waitFor(async () => {
    const check = await newest();
    expect(check).toMatchObject({ status: 'VERIFIED', comparing: false });
    return check;
  }, 10_000);
const verified = async (): Promise<Check> => {
  const { id } = await opened();
  await post(eventOf({ checkId: id }));
  return comparedCheck();
};
const documentProblems = async (): Promise<string[]> => {
  const { data } = await world.as(ana).run(`{ onboarding { sections { kind problems { code } } } }`);
  const { sections } = data['onboarding'] as { sections: { kind: string; problems: { code: string }[] }[] };
  return sections.find(({ kind }) => kind === 'IDENTITY_DOCUMENT')!.problems.map(({ code }) => code);
};
/** What the desk is told. */
const facts = async (): Promise<Record<string, string>> =>
  transaction(world.db, async (tx) =>
    Object.fromEntries(
      (await world.app.identityChecks.facts(tx, ana.id)).map(({ field, values }) => [field, values.join()]),
    ),
  );
const sectionStatus = async (): Promise<string | undefined> => {
  const { data } = await world.as(ana).run(`{ onboarding { sections { kind status } } }`);
  const { sections } = data['onboarding'] as { sections: { kind: string; status: string }[] };
  return sections.find(({ kind }) => kind === 'IDENTITY_DOCUMENT')?.status;
};

interface News {
  id?: string;
  type?: string;
  checkId: string | null;
  /** Seconds from now. */
  created?: number;
  problem?: string;
}
const eventOf = ({ id = `evt_${randomUUID()}`, type = 'verified', checkId, created = 0, problem }: News): string =>
  JSON.stringify({
    id,
    object: 'event',
    type: `identity.verification_session.${type}`,
    created: Math.floor(Date.now() / 1000) + created,
    data: {
      object: {
        id: sessionOf(checkId ?? 'theirs'),
        object: 'identity.verification_session',
        client_reference_id: checkId,
        last_error: problem ? { code: problem, reason: 'They say so' } : null,
      },
    },
  });

const post = (payload: string, signing?: Signing) => postNews(`${world.url}/webhooks/identity`, payload, signing);

describe('a check by a provider', () => {
  test('begins with a page to go to, asked for once however often it is started', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.id).toBe(other.id);
    const check = await opened();
    expect(check.url).toBe(`https://verify.example/start/${sessionOf(check.id)}`);
    const mine = provider.asked.filter(({ form }) => form.get('client_reference_id') === check.id);
    expect(mine.map(({ idempotencyKey }) => idempotencyKey)).toEqual([check.id]);
    expect(mine[0]!.form.get('return_url')).toBe('http://localhost/onboarding/identity-document');
  });

  test('goes on when the provider was down for a moment', async () => {
    provider.down = 1;
    expect(await opened()).toMatchObject({ status: 'OPEN' });
  });

  test('makes the section one that can be handed in, and keeps no link', async () => {
    await sayAll();
    const { id } = await opened();
    expect(await post(eventOf({ type: 'processing', checkId: id }))).toEqual({ status: 200, outcome: 'APPLIED' });
    expect(await post(eventOf({ checkId: id }))).toEqual({ status: 200, outcome: 'APPLIED' });
    expect(await newest()).toMatchObject({ status: 'VERIFIED', url: null, finishedAt: expect.any(String) as string });
    expect(await sectionStatus()).toBe('DRAFT');
    expect(await comparedCheck()).toMatchObject({ vouches: true, unlike: [] });
    expect(await documentProblems()).toEqual([]);
  });

  test('that needs another try says why, and is followed by a new one', async () => {
    const { id } = await opened();
    await post(eventOf({ type: 'requires_input', checkId: id, problem: 'document_expired' }));
    expect(await newest()).toMatchObject({ status: 'NEEDS_INPUT', problem: 'document_expired' });
    expect((await mailsTo(world, ana)).map(({ subject, link }) => [subject, link])).toEqual([
      ['Your identity check needs another try', 'http://localhost/onboarding/identity-document'],
    ]);
    const again = await start();
    expect(again.id).not.toBe(id);
    expect(await post(eventOf({ checkId: id }))).toEqual({ status: 200, outcome: 'LATE' });
    expect(await newest()).toMatchObject({ id: again.id });
  });

  test('stands: what was verified is not begun again, until it has been relied upon and expired', async () => {
    await sayAll();
    const { id } = await verified();
    expect(await start()).toMatchObject({ id, status: 'VERIFIED' });
    const isVerified = () => transaction(world.db, (tx) => world.app.identityChecks.isVerified(tx, ana.id));
    expect(await isVerified()).toBe(true);
    await world.db.pool.query(
      `update onboarding_section set decided_at = now(), expires_at = now() - make_interval(secs => 1) where account_id = $1`,
      [ana.id],
    );
    expect(await isVerified()).toBe(false);
    expect((await start()).id).not.toBe(id);
  });

  test('can be begun only so often in a day', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await start();
      await post(eventOf({ type: 'canceled', checkId: id }));
    }
    const { errors } = await world.as(ana).run(`mutation { startIdentityCheck ${fields} }`);
    expect(errors[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) as number });
  });
});

describe('what the provider read', () => {
  test('is compared with what was typed, whatever the spelling, and asked for as their documentation says', async () => {
    await sayAll();
    expect(await verified()).toMatchObject({ vouches: true, unlike: [] });
    expect(await facts()).toEqual({
      providerVerified: 'YES',
      providerName: 'SAME',
      providerBirthDate: 'SAME',
      providerDocumentNumber: 'SAME',
      providerDocumentCountry: 'SAME',
      providerDocumentType: 'SAME',
      providerExpiresOn: 'SAME',
    });
    expect(provider.expanded[0]).toContain('verified_outputs.dob');
    const expiresOn = await transaction(world.db, (tx) => world.app.identityChecks.expiresOn(tx, ana.id));
    expect(expiresOn).toBe('2031-06-30');
  });

  test('is never kept: neither in its row nor in the audit trail stands what was read', async () => {
    await sayAll({ givenName: 'Eva' });
    const { id } = await verified();
    // Whole values only: ids, times and sealed bytes are hexadecimal, in which four digits of a year can occur.
    const read = /MUELLER|Müller|X01-?234|[ "]1994[",}-]/i;
    const { rows } = await world.db.pool.query<{ found: string; findings: Buffer }>(
      `select concat(to_jsonb(c)::text, (select string_agg(details::text, ' ') from audit_event where record_id = c.id::text)) as found,
         findings_sealed as findings from identity_check c where id = $1`,
      [id],
    );
    expect(rows[0]!.found).not.toMatch(read);
    const findings = world.db.keyring.openText(
      { table: 'identity_check', column: 'findings_sealed', row: id },
      rows[0]!.findings,
    );
    expect(findings).not.toMatch(read);
    expect(rows[0]!.found).toContain('"unlike": ["name"]');
  });

  test.each([
    ['another name', { givenName: 'Eva' }, {}, ['name']],
    ['another day of birth', { dateOfBirth: '1994-07-03' }, {}, ['birthDate']],
    ['another number', {}, { documentNumber: 'X99999999' }, ['documentNumber']],
  ])('that says %s does not vouch, and the creator hears where', async (_what, person, document, unlike) => {
    await sayAll(person, document);
    expect(await verified()).toMatchObject({ vouches: false, unlike });
    expect(await documentProblems()).toContain('DOCUMENT_FRONT_MISSING');
    expect(await facts()).toMatchObject({ providerVerified: 'NO' });
  });

  test('that was a slip of theirs is put right by typing it right', async () => {
    await sayAll({}, { documentNumber: 'X99999999' });
    expect(await verified()).toMatchObject({ vouches: false });
    await say('IDENTITY_DOCUMENT', { documentNumber: typedDocument.documentNumber });
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ vouches: true, unlike: [] }), 10_000);
    expect(await documentProblems()).toEqual([]);
  });

  test('does not vouch for who calls themselves otherwise afterwards, from that very moment', async () => {
    await sayAll();
    const { id } = await verified();
    provider.down = 1;
    await say('PERSON', { familyName: 'Somebody' });
    expect(await newest()).toMatchObject({ id, vouches: false });
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ unlike: ['name'], comparing: false }), 10_000);
    expect(await documentProblems()).toContain('DOCUMENT_FRONT_MISSING');
    expect((await start()).id).not.toBe(id);
  });

  test('brings the document back to whoever calls themselves otherwise after handing it in: no case goes to staff without one', async () => {
    const submit = async (section: string): Promise<unknown> => {
      const { data } = await world
        .as(ana)
        .run('mutation ($section: SectionKind!) { submitSection(section: $section) { __typename } }', { section });
      return (data['submitSection'] as { __typename: string }).__typename;
    };
    await sayAll({ nationality: 'DE', phone: '+493012345678' });
    await verified();
    expect(await submit('IDENTITY_DOCUMENT')).toBe('OnboardingApplication');
    await say('PERSON', { familyName: 'Somebody' });
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ vouches: false, comparing: false }), 10_000);
    expect(await sectionStatus()).toBe('SUBMITTED');
    expect(await submit('PERSON')).toBe('OnboardingApplication');
    expect(await sectionStatus()).toBe('DRAFT');
    expect(await documentProblems()).toContain('DOCUMENT_FRONT_MISSING');
    expect(await submit('IDENTITY_DOCUMENT')).toBe('SectionIncomplete');
  });

  test('is noted where it is no question of who it is, and counts instead of what was typed', async () => {
    await sayAll({}, { documentExpiresOn: '2033-06-30', documentCountry: 'AT' });
    expect(await verified()).toMatchObject({ vouches: true, unlike: ['documentCountry', 'expiresOn'] });
    const expiresOn = await transaction(world.db, (tx) => world.app.identityChecks.expiresOn(tx, ana.id));
    expect(expiresOn).toBe('2031-06-30');
  });

  test('in another script is left to a person, by what else is the same', async () => {
    await sayAll({ givenName: 'Анна', familyName: 'Мюллер' });
    expect(await verified()).toMatchObject({ vouches: true, unlike: [] });
    expect(await facts()).toMatchObject({ providerVerified: 'YES', providerName: 'UNCLEAR' });
  });

  test('is only a name where our key may read no more', async () => {
    provider.isOpenKey = true;
    await sayAll();
    expect(await verified()).toMatchObject({ vouches: true });
    expect(await facts()).toMatchObject({ providerName: 'SAME', providerBirthDate: 'UNCLEAR' });
  });

  test('is compared as soon as there is something typed', async () => {
    expect(await verified()).toMatchObject({ vouches: false, unlike: [] });
    await sayAll();
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ vouches: true }), 10_000);
  });

  test('is a reason for a reviewer to look twice', async () => {
    await sayAll({ dateOfBirth: '1994-07-03' });
    await verified();
    const one = await aCase(world, { account: ana });
    const kim = await anAccount(world, 'KYC_REVIEWER');
    const { data, errors } = await world
      .as(kim)
      .run(`query ($id: ID!) { reviewFile(id: $id) { hints { kind place risky } } }`, { id: one.id });
    expect(errors).toEqual([]);
    expect((data['reviewFile'] as { hints: object[] }).hints).toContainEqual({
      kind: 'DOCUMENT_READ',
      place: 'providerBirthDate',
      risky: true,
    });
  });

  test('does not stand after a reviewer has returned the section', async () => {
    await sayAll();
    const { id } = await verified();
    await transaction(world.db, (tx) =>
      world.app.identityChecks.returned(
        tx,
        systemActor({ requestId: 'a-test', traceparent: newTraceparent() }),
        ana.id,
      ),
    );
    expect(await newest()).toMatchObject({ status: 'VOID', vouches: false });
    expect((await start()).id).not.toBe(id);
  });
});

test('a check of a former release, which compared nothing, stands', async () => {
  await world.db.pool.query(
    `insert into identity_check (account_id, provider, status, created_at, finished_at) values ($1, 'stripe', 'VERIFIED', now(), now())`,
    [ana.id],
  );
  expect(await newest()).toMatchObject({ vouches: true, comparing: false });
});

describe('news of the provider', () => {
  test('may come before the answer that tells the session', async () => {
    provider.onAsked = async (form) => {
      await post(eventOf({ checkId: form.get('client_reference_id')! }));
    };
    await start();
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ status: 'VERIFIED' }), 10_000);
    await vi.waitFor(async () => {
      const { rows } = await world.db.pool.query(
        'select session_id, link_sealed from identity_check where account_id = $1',
        [ana.id],
      );
      expect(rows).toEqual([{ session_id: expect.stringMatching(/^vs_/) as string, link_sealed: null }]);
    });
  });

  test('count once, however often and at once they come', async () => {
    const { id } = await opened();
    const payload = eventOf({ checkId: id });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => post(payload)));
    expect(outcomes.map(({ outcome }) => outcome).toSorted((a, b) => (a ?? '').localeCompare(b ?? ''))).toEqual([
      'APPLIED',
      'DUPLICATE',
      'DUPLICATE',
      'DUPLICATE',
      'DUPLICATE',
    ]);
    const { rows } = await world.db.pool.query(
      `select action from audit_event where record_id = $1 and action = 'onboarding.identityCheck.verify'`,
      [id],
    );
    expect(rows).toEqual([{ action: 'onboarding.identityCheck.verify' }]);
  });

  test('that are older than what was heard change nothing', async () => {
    const { id } = await opened();
    await post(eventOf({ type: 'requires_input', checkId: id, created: 60 }));
    expect(await post(eventOf({ type: 'processing', checkId: id, created: 30 }))).toMatchObject({ outcome: 'LATE' });
    expect(await newest()).toMatchObject({ status: 'NEEDS_INPUT' });
  });

  test.each([
    ['forged', { secret: 'whsec_another_secret_that_signs_other_webhooks' }, 401, 'SIGNATURE_WRONG'],
    ['too old', { signedAt: -301 }, 401, 'TIMESTAMP_OUT_OF_RANGE'],
    ['from the future', { signedAt: 310 }, 401, 'TIMESTAMP_OUT_OF_RANGE'],
    ['without a signature', { header: 'none' }, 401, 'SIGNATURE_MISSING'],
    ['with a strange signature', { header: 't=now,v1=x' }, 401, 'SIGNATURE_MISSING'],
  ])('that are %s are refused', async (_what, signed, status, outcome) => {
    const { id } = await opened();
    expect(await post(eventOf({ checkId: id }), signed)).toEqual({ status, outcome });
    expect(await newest()).toMatchObject({ status: 'OPEN' });
  });

  test.each([
    ['about nothing of ours', eventOf({ checkId: null }), 'UNKNOWN'],
    ['about a check that does not exist', eventOf({ checkId: randomUUID() }), 'UNKNOWN'],
    ['with an id that is none', eventOf({ checkId: "'; drop table account" }), 'UNKNOWN'],
  ])('%s change nothing', async (_what, payload, outcome) => {
    expect(await post(payload)).toEqual({ status: 200, outcome });
  });

  test.each([
    ['[]'],
    ['{"object":"event"}'],
    ['null'],
    ['not json'],
    ['{"id":1,"type":2,"created":"x","data":{"object":7}}'],
    [eventOf({ checkId: null, type: 'null\0' })],
  ])('that are signed nonsense, %s, are refused', async (payload) => {
    expect((await post(payload)).status).toBe(400);
  });

  test('come through also when the application was rejected meanwhile', async () => {
    const { id } = await opened();
    await world.db.pool.query(
      `insert into review_case (account_id, status, opened_at, due_at, decision, decided_at)
       values ($1, 'DECIDED', now(), now(), 'REJECTED', now())`,
      [ana.id],
    );
    expect(await post(eventOf({ checkId: id }))).toEqual({ status: 200, outcome: 'APPLIED' });
    expect(await sectionStatus()).toBe('EMPTY');
  });

  test('of a kind that does not matter are noted', async () => {
    const { id } = await opened();
    expect(await post(eventOf({ type: 'created', checkId: id }))).toEqual({ status: 200, outcome: 'IGNORED' });
  });
});

test('without a provider there is nothing to begin and nobody to hear', async () => {
  const other = await aWorld();
  const mia = await anAccount(other, 'APPLICANT');
  const { errors } = await other.as(mia).run('mutation { startIdentityCheck { id } }');
  expect(errors[0]!.extensions.code).toBe('NOT_FOUND');
  expect((await fetch(`${other.url}/webhooks/identity`, { method: 'POST' })).status).toBe(404);
  await other.stop();
});
