import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../../test/actors.ts';
import { anAccount } from '../../../test/builders.ts';
import { aCase } from '../../../test/cases.ts';
import { upload } from '../../../test/documents.ts';
import { jpeg } from '../../../test/hostile-files.ts';
import { letEverybodyKnock } from '../../../test/knock.ts';
import { mailsTo } from '../../../test/mail.ts';
import { type Asked, postNews, type Signing, StripeServer } from '../../../test/stripe.ts';
import { aWorld, type World } from '../../../test/world.ts';
import { transaction } from '../../platform/db.ts';
import { sectionsAsked } from '../onboarding.settings.ts';
import { SectionKind, sectionKinds } from '../section.lifecycle.ts';
import { payoutReady } from './payout-account.check.ts';
import { PayoutMethod } from './payout-account.lifecycle.ts';
import { PayoutScheme } from './payout-account.ts';
import { openAmounts, openDetails, readPayoutAccount } from './payout-account.rows.ts';

/** Speaks the part of the provider's API that is used, as https://docs.stripe.com/api/accounts and /account_links have it. */
class Provider extends StripeServer {
  /** Seconds for which a link is good. */
  linkSeconds = 300;
  /** Called before a link is answered. */
  onLink: (account: string) => Promise<void> = async () => {};

  protected async answer({ path, form }: Asked): Promise<[number, object]> {
    if (path === '/v1/accounts')
      return [200, { id: connectedAccountOf(form.get('metadata[payout_verification]')!), object: 'account' }];
    const account = form.get('account')!;
    await this.onLink(account);
    const now = Math.floor(Date.now() / 1000);
    const url = `https://connect.example/setup/${account}/${this.asked.length}`;
    return [200, { object: 'account_link', created: now, expires_at: now + this.linkSeconds, url }];
  }
}

const connectedAccountOf = (verificationId: string): string => `acct_${verificationId}`;

let provider: Provider;
let world: World;
let ana: TestAccount;
let finn: TestAccount;
let now: Date | null = null;
beforeAll(async () => {
  provider = new Provider();
  world = await aWorld({
    worker: true,
    config: { payout: await provider.listen() },
    parts: { now: () => now ?? new Date() },
  });
  await letEverybodyKnock(world);
});
afterAll(async () => {
  await world.stop();
  provider.stop();
});
beforeEach(async () => {
  now = null;
  ana = await anAccount(world, 'APPLICANT');
  finn = await anAccount(world, 'FINANCE');
  provider.down = 0;
  provider.linkSeconds = 300;
  provider.onLink = async () => {};
});

const german = 'DE89370400440532013000';
const other = 'DE02120300000000202051';
const setupFields = `id blocker methods
  inForce { id masked }
  current { id status country scheme currency holderName masked accepted
    verification { id method status triesLeft sentAt expiresAt url problem } }`;
interface Verification {
  id: string;
  method: string;
  status: string;
  triesLeft: number | null;
  sentAt: string | null;
  expiresAt: string | null;
  url: string | null;
  problem: string | null;
}
interface Setup {
  __typename: string;
  blocker: string | null;
  methods: string[];
  inForce: { id: string; masked: string } | null;
  current: {
    id: string;
    status: string;
    country: string;
    masked: string;
    accepted: boolean;
    verification: Verification | null;
  } | null;
  problems: { field: string; code: string }[];
  setup: Setup;
}

const SAVE = `mutation ($input: SavePayoutAccountInput!) { savePayoutAccount(input: $input) {
  __typename ... on PayoutSetup { ${setupFields} } ... on SectionIncomplete { problems { field code } } } }`;
const VERIFY = `mutation ($method: PayoutMethod!) { verifyPayoutAccount(method: $method) {
  __typename ... on PayoutSetup { ${setupFields} } } }`;
const CONFIRM = `mutation ($amounts: [Int!]!) { confirmMicroDeposits(amounts: $amounts) {
  __typename ... on PayoutSetup { ${setupFields} } ... on AmountsDiffer { setup { ${setupFields} } } } }`;

const trySaving = (input: object = {}, as = ana) =>
  world.as(as).run<{ savePayoutAccount: Setup }>(SAVE, {
    input: { country: 'DE', scheme: 'IBAN', currency: 'EUR', holderName: 'Ana Núñez', iban: german, ...input },
  });
const save = async (input: object = {}, as = ana): Promise<Setup> => {
  const { data, errors } = await trySaving(input, as);
  expect(errors).toEqual([]);
  return data.savePayoutAccount;
};
const tryVerifying = (method: string, as = ana) => world.as(as).run<{ verifyPayoutAccount: Setup }>(VERIFY, { method });
const verify = async (method: string, as = ana): Promise<Setup> => {
  const { data, errors } = await tryVerifying(method, as);
  expect(errors).toEqual([]);
  return data.verifyPayoutAccount;
};
const tryConfirming = (amounts: number[], as = ana) =>
  world.as(as).run<{ confirmMicroDeposits: Setup }>(CONFIRM, { amounts });
const confirm = async (amounts: number[], as = ana): Promise<Setup> => {
  const { data, errors } = await tryConfirming(amounts, as);
  expect(errors).toEqual([]);
  return data.confirmMicroDeposits;
};
const setup = async (as = ana): Promise<Setup> =>
  (await world.as(as).run<{ payoutSetup: Setup }>(`{ payoutSetup { ${setupFields} } }`)).data.payoutSetup;

const blocker = (as = ana) => transaction(world.db, (tx) => payoutReady(tx, as.id));
const decide = (accepted: boolean, as = ana): Promise<void> =>
  transaction(world.db, async (tx) => {
    await world.app.sections.lock(tx, as.id);
    await world.app.payoutEvidence.decided(tx, operator, as.id, accepted);
  });
const sectionProblems = async (): Promise<string[]> => {
  const { data } = await world.as(ana).run(`{ onboarding { sections { kind status problems { code } } } }`);
  const { sections } = data['onboarding'] as { sections: { kind: string; problems: { code: string }[] }[] };
  return sections.find(({ kind }) => kind === 'PAYOUT_ACCOUNT')!.problems.map(({ code }) => code);
};

const amountsOf = async (id: string): Promise<number[]> => {
  const { rows } = await world.db.pool.query<{ amounts: Buffer }>(
    'select amounts_sealed as amounts from payout_verification where id = $1',
    [id],
  );
  return openAmounts(world.app.keyring, { id, amountsSealed: rows[0]!.amounts });
};
const MARK = `mutation ($input: MarkDepositsSentInput!) { markDepositsSent(input: $input) { id status reference sentAt expiresAt } }`;
const markSent = (ids: string[], more: object = {}, as = finn) =>
  world.as(as).run<{ markDepositsSent: { id: string; status: string; reference: string; expiresAt: string }[] }>(MARK, {
    input: { ids, sentAt: new Date().toISOString(), reference: 'Verification', ...more },
  });
/** Amounts that were sent, and what a creator would have to type. */
const sent = async (as = ana): Promise<{ id: string; amounts: number[]; wrong: number[] }> => {
  await save({}, as);
  const { id } = (await verify('MICRO_DEPOSITS', as)).current!.verification!;
  expect((await markSent([id])).errors).toEqual([]);
  const amounts = await amountsOf(id);
  return { id, amounts, wrong: [amounts[0]!, amounts[1]! + 1] };
};
const inForce = async (): Promise<void> => {
  const { amounts } = await sent();
  await confirm(amounts);
  await decide(true);
  expect(await blocker()).toBeNull();
};

describe('entering an account', () => {
  test('is taken in the one form that means the same, and shown masked, also to its owner', async () => {
    const saved = await save({ iban: 'de89 3704 0044 0532 0130 00', holderName: '  Ana   Núñez ' });
    expect(saved).toMatchObject({
      __typename: 'PayoutSetup',
      blocker: 'NOT_VERIFIED',
      methods: ['PROVIDER', 'STATEMENT', 'MICRO_DEPOSITS'],
      current: { status: 'UNVERIFIED', holderName: 'Ana Núñez', masked: 'DE•• •••• 3000', verification: null },
    });
    const row = await transaction(world.db, (tx) => readPayoutAccount(tx, saved.current!.id));
    expect(openDetails(world.app.keyring, row)).toEqual({ holder: 'Ana Núñez', numbers: { iban: german } });
    expect(await sectionProblems()).toEqual(['PAYOUT_NOT_VERIFIED']);
  });

  test.each([
    ['a Cyrillic letter in the IBAN', { iban: 'DЕ89370400440532013000' }, 'iban', 'LOOKALIKE_LETTERS'],
    ['two digits swapped', { iban: 'DE98370400440532013000' }, 'iban', 'IBAN_CHECKSUM'],
    ['nothing', { iban: null }, 'iban', 'REQUIRED'],
    ['a country that is none', { country: 'ZZ' }, 'country', 'COUNTRY_UNKNOWN'],
    ['a way that the country does not know', { country: 'US' }, 'scheme', 'NOT_OFFERED'],
    ['a currency that is none', { currency: 'XXX' }, 'currency', 'NOT_OFFERED'],
    ['a holder that is a link', { holderName: 'see https://bad.example' }, 'holderName', 'NAME_LINK'],
    ['a holder with a control character', { holderName: 'Ana\u0001' }, 'holderName', 'CONTROL_CHARACTERS'],
    [
      'a wrong routing number',
      { country: 'US', scheme: 'US_ACH', routingNumber: '123456789', accountNumber: '1234567' },
      'routingNumber',
      'ROUTING_NUMBER_CHECKSUM',
    ],
  ])('with %s is refused in the words of the form', async (_what, input, field, code) => {
    const { __typename, problems } = await save(input);
    expect(__typename).toBe('SectionIncomplete');
    expect(problems).toContainEqual({ field, code });
    expect((await setup()).current).toBeNull();
  });

  test.each([
    [
      'of the US',
      { country: 'US', scheme: 'US_ACH', currency: 'USD', routingNumber: '021000021', accountNumber: '123456789' },
      '••••6789',
    ],
    [
      'of the UK',
      { country: 'GB', scheme: 'UK', currency: 'GBP', sortCode: '60-16-13', accountNumber: '31926819' },
      '••••6819',
    ],
    [
      'elsewhere',
      { country: 'JP', scheme: 'SWIFT', currency: 'JPY', bic: 'BOTKJPJT', accountNumber: '1234567' },
      '••••567',
    ],
  ])('%s is taken with its own numbers', async (_where, input, masked) => {
    expect((await save({ iban: null, ...input })).current).toMatchObject({ masked, status: 'UNVERIFIED' });
  });

  test('keeps the country that the IBAN speaks of', async () => {
    expect((await save({ country: 'ES' })).current!.country).toBe('DE');
  });

  test('twice at the same moment, or again, it is one account', async () => {
    const [one, two] = await Promise.all([save(), save()]);
    expect(one.current!.id).toBe(two.current!.id);
    expect((await save()).current!.id).toBe(one.current!.id);
  });

  test('that somebody else has too leaves a mark, however it is written', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    await save({ country: 'GB', scheme: 'IBAN', iban: 'GB29NWBK60161331926819', currency: 'GBP' });
    await save({ country: 'GB', scheme: 'UK', iban: null, sortCode: '601613', accountNumber: '31926819' }, mia);
    const { rows } = await world.db.pool.query(
      `select account_id from applicant_mark where kind = 'PAYOUT_ACCOUNT' and text_index in
         (select text_index from applicant_mark where account_id = $1)`,
      [ana.id],
    );
    expect(rows.map((row: { account_id: string }) => row.account_id)).toEqual(expect.arrayContaining([ana.id, mia.id]));
  });

  test('that somebody else has too makes an open case one of high risk, also when the name on it is another one', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    const [his, hers] = [await aCase(world, { account: ana }), await aCase(world, { account: mia })];
    const highRisk = async ({ id }: { id: string }) =>
      (await world.db.pool.query<{ high_risk: boolean }>('select high_risk from review_case where id = $1', [id]))
        .rows[0]!.high_risk;
    await save({ iban: other, holderName: 'Ana Núñez' });
    await save({ iban: other, holderName: 'Ana Ruiz' }, mia);
    await vi.waitFor(async () => expect([await highRisk(his), await highRisk(hers)]).toEqual([true, true]), 10_000);
    const bo = await anAccount(world, 'APPLICANT');
    const named = await aCase(world, { account: bo, givenName: 'Bo' });
    await save({ iban: 'ES9121000418450200051332', country: 'ES', holderName: 'Somebody Else' }, bo);
    await vi.waitFor(async () => expect(await highRisk(named)).toBe(true), 10_000);
  });

  test('is nothing for staff who look through the eyes of the creator', async () => {
    const permissions = new Map([['onboarding.own', 'OWN']] as const);
    const support = { ...operator, accountId: ana.id, impersonatorId: finn.id, permissions, verifiedAt: new Date() };
    const { payoutAccounts } = world.app;
    const input = { country: 'DE', scheme: PayoutScheme.IBAN, currency: 'EUR', holderName: 'Ana', iban: german };
    await expect(payoutAccounts.save(support, input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await save();
    await expect(payoutAccounts.verify(support, PayoutMethod.STATEMENT)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(payoutAccounts.confirm(support, [1, 2])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('two small amounts', () => {
  test('are different, ordered once, and verify the account when they are told', async () => {
    await save();
    const [one, two] = await Promise.all([verify('MICRO_DEPOSITS'), verify('MICRO_DEPOSITS')]);
    const { id } = one.current!.verification!;
    expect(two.current!.verification!.id).toBe(id);
    expect(await sectionProblems()).toEqual([]);
    const [first, second] = await amountsOf(id);
    expect(first).not.toBe(second);
    expect((await tryConfirming([first!, second!])).errors[0]!.extensions.code).toBe('CONFLICT');

    const { data } = await markSent([id]);
    expect(data.markDepositsSent).toMatchObject([{ id, status: 'OPEN', reference: 'Verification' }]);
    expect((await mailsTo(world, ana)).map(({ notice }) => notice)).toEqual(['payout-deposits-sent']);
    expect(await confirm([second!, first!])).toMatchObject({
      __typename: 'PayoutSetup',
      blocker: 'NOT_ACCEPTED',
      current: { status: 'VERIFIED' },
    });
    // Again, because the answer was lost.
    expect(await confirm([first!, second!])).toMatchObject({ current: { status: 'VERIFIED' } });
    expect((await mailsTo(world, ana)).map(({ notice }) => notice)).toContain('payout-account-verified');
    await decide(true);
    expect(await blocker()).toBeNull();
  });

  test('can be told three times and not once more, whichever of them is wrong', async () => {
    const { amounts, wrong } = await sent();
    const first = await confirm(wrong);
    expect(first).toMatchObject({
      __typename: 'AmountsDiffer',
      setup: { current: { verification: { triesLeft: 2 } } },
    });
    expect(await confirm([1_000_000, 999_999])).toMatchObject({ __typename: 'AmountsDiffer' });
    expect(await confirm(wrong)).toMatchObject({
      __typename: 'AmountsDiffer',
      setup: { current: { status: 'FAILED', verification: { status: 'LOCKED', triesLeft: 0 } } },
    });
    expect((await tryConfirming(amounts)).errors[0]!.extensions.code).toBe('CONFLICT');
    const { rows } = await world.db.pool.query(
      `select action from audit_event where details->>'accountId' = $1 and action in ('payoutAccounts.wrongAmounts', 'payoutAccounts.lock')`,
      [ana.id],
    );
    expect(rows).toHaveLength(3);
  });

  test('have no more tries when several tabs guess at once', async () => {
    const { id, wrong, amounts } = await sent();
    const guesses = await Promise.all(Array.from({ length: 8 }, () => tryConfirming(wrong)));
    expect(guesses.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    const { rows } = await world.db.pool.query('select tries, status from payout_verification where id = $1', [id]);
    expect(rows).toEqual([{ tries: 3, status: 'LOCKED' }]);
    expect((await tryConfirming(amounts)).errors).toHaveLength(1);
  });

  test.each([[[1]], [[1, 2, 3]], [[0, 5]], [[-1, 5]], [[1, 2_000_000]]])(
    '%j are none, and cost no try',
    async (amounts) => {
      await sent();
      expect((await tryConfirming(amounts)).errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
      expect((await setup()).current!.verification!.triesLeft).toBe(3);
    },
  );

  test('stay locked for this account until finance allows more, also when it is entered anew', async () => {
    const { id, wrong } = await sent();
    for (let round = 0; round < 3; round++) await confirm(wrong);
    expect((await setup()).methods).toEqual(['PROVIDER', 'STATEMENT']);
    await save({ iban: other });
    expect((await setup()).methods).toContain('MICRO_DEPOSITS');
    await save();
    expect((await tryVerifying('MICRO_DEPOSITS')).errors[0]!.extensions.code).toBe('CONFLICT');
    const release = `mutation ($id: ID!) { releaseDeposit(id: $id) { status } }`;
    expect((await world.as(finn).run(release, { id })).data).toEqual({ releaseDeposit: { status: 'FAILED' } });
    expect((await world.as(finn).run(release, { id })).errors[0]!.extensions.code).toBe('CONFLICT');
    expect(await verify('MICRO_DEPOSITS')).toMatchObject({ current: { status: 'VERIFYING' } });
  });

  test('are ordered only so often', async () => {
    await save();
    for (let round = 0; round < 4; round++) {
      await verify('MICRO_DEPOSITS');
      await verify('STATEMENT');
    }
    const { errors } = await tryVerifying('MICRO_DEPOSITS');
    expect(errors[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await setup()).methods).toEqual(['PROVIDER', 'STATEMENT']);
  });

  test('are worth nothing after their time, and another way is open', async () => {
    const { amounts } = await sent();
    now = new Date(Date.now() + 15 * 86_400_000);
    expect((await tryConfirming(amounts)).errors).toHaveLength(1);
    await world.app.depositInstructions.expire(operator);
    await world.app.depositInstructions.expire(operator);
    now = null;
    expect(await setup()).toMatchObject({ current: { status: 'FAILED', verification: { status: 'EXPIRED' } } });
    expect((await mailsTo(world, ana)).filter(({ notice }) => notice === 'payout-verification-failed')).toHaveLength(1);
    expect(await verify('STATEMENT')).toMatchObject({ current: { status: 'VERIFYING' } });
  });
});

describe('an account that was handed in while its amounts were on their way', () => {
  const setAsked = (asked: SectionKind[]) => world.app.settings.change(operator, sectionsAsked, {}, asked);
  const submit = async (section: string): Promise<string> => {
    const { data, errors } = await world
      .as(ana)
      .run('mutation ($section: SectionKind!) { submitSection(section: $section) { __typename } }', { section });
    expect(errors).toEqual([]);
    return (data['submitSection'] as { __typename: string }).__typename;
  };
  const standing = async () => {
    const { rows } = await world.db.pool.query<{ section: string; case: string | null }>(
      `select s.status as section, (select c.status from review_case c where c.account_id = s.account_id) as case
       from onboarding_section s where account_id = $1 and kind = 'PAYOUT_ACCOUNT'`,
      [ana.id],
    );
    return rows[0];
  };
  afterAll(() => setAsked([...sectionKinds]));

  test('comes back when they were never told, before a case is opened that would wait for nothing', async () => {
    await setAsked([SectionKind.PAYOUT_ACCOUNT, SectionKind.NICHES]);
    await sent();
    expect(await submit('PAYOUT_ACCOUNT')).toBe('OnboardingApplication');
    now = new Date(Date.now() + 15 * 86_400_000);
    await world.app.depositInstructions.expire(operator);
    now = null;
    expect(await standing()).toEqual({ section: 'SUBMITTED', case: null });
    await world
      .as(ana)
      .run(
        `mutation { saveAnswers(section: NICHES, answers: [{ field: "niches", values: ["MUSIC"], revision: 0 }]) { __typename } }`,
      );
    expect(await submit('NICHES')).toBe('OnboardingApplication');
    expect(await standing()).toEqual({ section: 'DRAFT', case: null });
    expect(await sectionProblems()).toEqual(['PAYOUT_NOT_VERIFIED']);
    expect(await submit('PAYOUT_ACCOUNT')).toBe('SectionIncomplete');
    // Verified in another way it goes to staff with the rest.
    await verify('PROVIDER');
    expect(await submit('PAYOUT_ACCOUNT')).toBe('OnboardingApplication');
    expect(await standing()).toEqual({ section: 'SUBMITTED', case: 'WAITING' });
  });
});

describe('a statement', () => {
  test('is waited for, and is as good as the reviewer says', async () => {
    await save();
    expect(await verify('STATEMENT')).toMatchObject({
      current: { status: 'VERIFYING', verification: { status: 'REQUESTED' } },
    });
    expect(await sectionProblems()).toEqual(['BANK_STATEMENT_MISSING']);
    const handInStatement = (bytes: Buffer) => upload(world, ana, { bytes, purpose: 'BANK_STATEMENT' });
    const statementsTaken = async (): Promise<number> => {
      const { rows } = await world.db.pool.query(
        'select from document where account_id = $1 and content_index is not null',
        [ana.id],
      );
      return rows.length;
    };
    const refused = await jpeg();
    await handInStatement(refused);
    // The worker of this world looks it through.
    await vi.waitFor(async () => expect(await sectionProblems()).toEqual([]), 20_000);
    await decide(false);
    expect(await setup()).toMatchObject({ current: { status: 'FAILED', verification: { status: 'FAILED' } } });
    await verify('STATEMENT');
    expect(await sectionProblems()).toEqual(['BANK_STATEMENT_REFUSED']);
    // The same file once more is no other statement.
    await handInStatement(refused);
    await vi.waitFor(async () => expect(await statementsTaken()).toBe(2), 20_000);
    expect(await sectionProblems()).toEqual(['BANK_STATEMENT_REFUSED']);
    await handInStatement(await jpeg(500, 700));
    await vi.waitFor(async () => expect(await sectionProblems()).toEqual([]), 20_000);
    await decide(true);
    expect(await setup()).toMatchObject({ blocker: null, current: { status: 'VERIFIED', accepted: true } });
    await decide(false);
    expect(await setup()).toMatchObject({ blocker: 'NOT_ACCEPTED', current: { status: 'VERIFIED', accepted: false } });
    await decide(true);
    expect(await setup()).toMatchObject({ blocker: null, current: { status: 'VERIFIED', accepted: true } });
    expect(await blocker()).toBeNull();
  });

  test('accepted while amounts are on their way opens nothing before they are told', async () => {
    const { amounts } = await sent();
    await decide(true);
    expect(await blocker()).toBe('NOT_VERIFIED');
    await confirm(amounts);
    expect(await blocker()).toBeNull();
  });

  test('returned while amounts are on their way, accepted as it was before, opens nothing when they are told', async () => {
    const { amounts } = await sent();
    await decide(true);
    await decide(false);
    await confirm(amounts);
    expect(await setup()).toMatchObject({ blocker: 'NOT_ACCEPTED', current: { status: 'VERIFIED', accepted: false } });
    await decide(true);
    expect(await blocker()).toBeNull();
  });
});

describe('another account', () => {
  test('needs fresh proof once one was verified, and leaves the former one where money goes', async () => {
    await inForce();
    const before = (await setup()).inForce!.id;
    now = new Date(Date.now() + 3_600_000);
    const { errors } = await trySaving({ iban: other });
    expect(errors[0]!.extensions).toMatchObject({ code: 'FORBIDDEN', stepUp: true });
    now = null;
    expect((await setup()).current!.id).toBe(before);

    expect(await save({ iban: other })).toMatchObject({
      blocker: null,
      inForce: { id: before, masked: 'DE•• •••• 3000' },
      current: { status: 'UNVERIFIED', masked: 'DE•• •••• 2051' },
    });
    const { id } = (await verify('MICRO_DEPOSITS')).current!.verification!;
    await markSent([id]);
    await confirm(await amountsOf(id));
    expect((await setup()).inForce!.id).toBe(before);
    await decide(true);
    const after = await setup();
    expect(after).toMatchObject({ inForce: { masked: 'DE•• •••• 2051' }, current: { status: 'VERIFIED' } });
    const { rows } = await world.db.pool.query('select status from payout_account where id = $1', [before]);
    expect(rows).toEqual([{ status: 'REPLACED' }]);
  });

  test('is told on the old channel: to the address, and to the one that the account had until lately', async () => {
    await inForce();
    const changeId = randomUUID();
    const sealed = (column: string, text: string) =>
      world.app.keyring.seal({ table: 'email_change', column, row: changeId }, text);
    await world.db.pool.query(
      `insert into email_change (id, account_id, status, new_sealed, old_sealed, old_index, asked_at, expires_at)
       values ($1, $2, 'DONE', $3, $4, '\\x00', now(), now() + interval '5 days')`,
      [changeId, ana.id, sealed('new_sealed', ana.email), sealed('old_sealed', 'former@test.example')],
    );
    await save({ iban: other });
    const told = (await mailsTo(world, ana)).filter(({ notice }) => notice.startsWith('payout-account-changed'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([ana.email, 'former@test.example'].toSorted());
    expect(told[0]!.text).toContain('DE•• •••• 2051');
    expect(told[0]!.text).not.toContain(other);
    const { rows } = await world.db.pool.query(
      `select notice from notification where account_id = $1 and notice like 'payout-account-changed%'`,
      [ana.id],
    );
    expect(rows).toEqual([{ notice: 'payout-account-changed' }]);
    const { rows: sessions } = await world.db.pool.query(
      'select from session where account_id = $1 and ended_at is not null',
      [ana.id],
    );
    expect(sessions).toEqual([]);
  });

  test('taken back, the former one is the current one again', async () => {
    await inForce();
    await save({ iban: other });
    expect(await save()).toMatchObject({ blocker: null, current: { status: 'VERIFIED', masked: 'DE•• •••• 3000' } });
    expect(await sectionProblems()).toEqual([]);
  });
});

describe('finance', () => {
  const LIST = `query ($filter: DepositFilter, $order: DepositOrder, $first: Int, $after: String) {
    depositInstructions(filter: $filter, order: $order, first: $first, after: $after) {
      nodes { id masked country currency status tries viewerMoves creator { id displayName } }
      pageInfo { endCursor hasNextPage } } }`;
  interface List {
    depositInstructions: {
      nodes: { id: string; masked: string; viewerMoves: string[]; creator: { id: string } }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }
  const ordered = async (as = ana, input: object = {}): Promise<string> => {
    await save(input, as);
    return (await verify('MICRO_DEPOSITS', as)).current!.verification!.id;
  };
  const list = async (variables: object, as = finn) => {
    const { data, errors } = await world.as(as).run<List>(LIST, variables);
    expect(errors).toEqual([]);
    return data.depositInstructions;
  };

  test('finds what is to be sent, page by page, without a number in it', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    const ids = [await ordered(), await ordered(mia)];
    const { nodes } = await list({ filter: { status: ['REQUESTED'] }, first: 100 });
    const mine = nodes.filter(({ id }) => ids.includes(id));
    expect(mine.map(({ id }) => id)).toEqual(ids);
    expect(mine[0]).toMatchObject({
      masked: 'DE•• •••• 3000',
      status: 'REQUESTED',
      viewerMoves: ['REVEAL', 'MARK_SENT'],
    });
    const first = await list({ order: 'NEWEST', first: 1 });
    expect(first.nodes.map(({ id }) => id)).toEqual([ids[1]]);
    const second = await list({ order: 'NEWEST', first: 1, after: first.pageInfo.endCursor });
    expect(second.nodes.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list({ filter: { personId: ana.id } })).nodes.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list({ filter: { personId: 'nobody' } })).nodes).toEqual([]);
  });

  test('sees numbers and amounts after proof of identity, and it is recorded', async () => {
    const id = await ordered();
    const REVEAL = `mutation ($id: ID!) { revealDeposit(id: $id) { holderName scheme currency numbers { field value } amounts } }`;
    const { data } = await world.as(finn).run(REVEAL, { id });
    expect(data['revealDeposit']).toEqual({
      holderName: 'Ana Núñez',
      scheme: 'IBAN',
      currency: 'EUR',
      numbers: [{ field: 'iban', value: 'DE89 3704 0044 0532 0130 00' }],
      amounts: await amountsOf(id),
    });
    const { rows } = await world.db.pool.query(
      `select actor_id, details from audit_event where action = 'payoutAccounts.reveal' and record_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ actor_id: finn.id, details: { accountId: ana.id } }]);
    now = new Date(Date.now() + 3_600_000);
    expect((await world.as(finn).run(REVEAL, { id })).errors[0]!.extensions).toMatchObject({ stepUp: true });
  });

  test('has nothing to do with the own account', async () => {
    const both = await anAccount(world, 'FINANCE');
    await world.db.pool.query(`insert into account_role (account_id, role_key) values ($1, 'APPLICANT')`, [both.id]);
    const id = await ordered(both);
    const { nodes } = await list({ filter: { personId: both.id } }, both);
    expect(nodes).toMatchObject([{ id, viewerMoves: [] }]);
    expect((await markSent([id], {}, both)).errors[0]!.extensions.code).toBe('FORBIDDEN');
    const { data } = await world.as(both).run(`mutation { exportDeposits { content } }`);
    expect(JSON.stringify(data)).not.toContain(id);
  });

  test('marks several as sent, once, all or none', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    const ids = [await ordered(), await ordered(mia)];
    expect((await markSent([ids[0]!, randomUUID()])).errors[0]!.extensions.code).toBe('NOT_FOUND');
    expect((await setup()).current!.verification!.status).toBe('REQUESTED');
    await Promise.all([markSent(ids), markSent(ids.toReversed())]);
    expect((await markSent(ids, { reference: 'Later' })).data.markDepositsSent).toMatchObject([
      { status: 'OPEN', reference: 'Verification' },
      { status: 'OPEN', reference: 'Verification' },
    ]);
    expect((await mailsTo(world, ana)).filter(({ notice }) => notice === 'payout-deposits-sent')).toHaveLength(1);
  });

  test.each([
    ['none', { ids: [] }, 'ids'],
    ['a day that is still to come', { sentAt: '9999-01-01T00:00:00Z' }, 'sentAt'],
    ['a day long ago', { sentAt: '2020-01-01T00:00:00Z' }, 'sentAt'],
    ['an endless reference', { reference: 'x'.repeat(141) }, 'reference'],
  ])('marks %s: refused', async (_what, input, path) => {
    const { errors } = await markSent([randomUUID()], input);
    expect(errors[0]!.extensions.fields).toMatchObject([{ path }]);
  });

  test('takes them out as a file in which no cell is a formula', async () => {
    const mia = await anAccount(world, 'APPLICANT');
    const taken = await ordered(mia, { holderName: '+Mia, Studio', iban: other });
    const { data } = await world
      .as(finn)
      .run<{ exportDeposits: { fileName: string; content: string; count: number } }>(
        `mutation { exportDeposits { fileName content count more } }`,
      );
    const lines = data.exportDeposits.content.split('\r\n').filter((line) => line.startsWith(taken));
    const [one, two] = await amountsOf(taken);
    const amount = (cents: number): string => (cents / 100).toFixed(2);
    expect(lines).toEqual([
      `${taken},"'+Mia, Studio",DE,${other},,,,,EUR,${amount(one!)}`,
      `${taken},"'+Mia, Studio",DE,${other},,,,,EUR,${amount(two!)}`,
    ]);
    const { rows } = await world.db.pool.query(
      `select details from audit_event where action = 'payoutAccounts.export' and actor_id = $1`,
      [finn.id],
    );
    expect(JSON.stringify(rows)).toContain(taken);
    expect(JSON.stringify(rows)).not.toContain(other);
  });
});

describe('a provider', () => {
  const opened = async (input: object = {}): Promise<Verification> => {
    await save(input);
    await verify('PROVIDER');
    return vi.waitFor(async () => {
      const { verification } = (await setup()).current!;
      expect(verification).toMatchObject({ status: 'OPEN' });
      return verification!;
    }, 10_000);
  };
  interface News {
    id?: string;
    type?: string;
    verificationId: string | null;
    /** Seconds from now. */
    created?: number;
    account?: object;
  }
  const eventOf = ({
    id = `evt_${randomUUID()}`,
    type = 'account.updated',
    verificationId,
    created = 0,
    account,
  }: News): string =>
    JSON.stringify({
      id,
      object: 'event',
      type,
      account: 'acct_theirs',
      created: Math.floor(Date.now() / 1000) + created,
      data: {
        object: {
          id: connectedAccountOf(verificationId ?? 'theirs'),
          object: 'account',
          metadata: verificationId === null ? {} : { payout_verification: verificationId },
          details_submitted: true,
          payouts_enabled: true,
          requirements: { disabled_reason: null, currently_due: [], errors: [] },
          external_accounts: { object: 'list', data: [{ object: 'bank_account', last4: '3000' }] },
          ...account,
        },
      },
    });
  const pending = { payouts_enabled: false };
  const wanting = {
    ...pending,
    requirements: {
      disabled_reason: 'requirements.past_due',
      currently_due: ['individual.verification.document'],
      errors: [{ code: 'verification_document_expired' }],
    },
  };

  const post = (payload: string, signing?: Signing) => postNews(`${world.url}/webhooks/payouts`, payload, signing);

  test('is given the account once, and answers with a page to go to', async () => {
    const { id, url } = await opened();
    expect(url).toContain(connectedAccountOf(id));
    const mine = provider.asked.filter(({ form }) => form.get('metadata[payout_verification]') === id);
    expect(mine.map(({ idempotencyKey }) => idempotencyKey)).toEqual([id]);
    expect(Object.fromEntries(mine[0]!.form)).toMatchObject({
      type: 'express',
      country: 'DE',
      'external_account[account_number]': german,
      'external_account[currency]': 'eur',
      'external_account[account_holder_name]': 'Ana Núñez',
    });
    const link = provider.asked.find(({ form }) => form.get('account') === connectedAccountOf(id));
    expect(link!.form.get('return_url')).toBe('http://localhost/onboarding/payout-account');
    expect(await sectionProblems()).toEqual([]);
  });

  test('goes on when it was down for a moment', async () => {
    provider.down = 1;
    expect(await opened()).toMatchObject({ status: 'OPEN' });
  });

  test('gives another link when the one before was used up', async () => {
    provider.linkSeconds = -1;
    await save();
    await verify('PROVIDER');
    await vi.waitFor(
      async () => expect((await setup()).current!.verification).toMatchObject({ status: 'OPEN', url: null }),
      10_000,
    );
    provider.linkSeconds = 300;
    await verify('PROVIDER');
    await vi.waitFor(async () => expect((await setup()).current!.verification!.url).not.toBeNull(), 10_000);
    const { id } = (await setup()).current!.verification!;
    expect(provider.asked.filter(({ form }) => form.get('metadata[payout_verification]') === id)).toHaveLength(1);
  });

  test('verifies the account, and keeps no link', async () => {
    const { id } = await opened();
    expect(await post(eventOf({ verificationId: id, account: pending }))).toEqual({ status: 200, outcome: 'APPLIED' });
    expect((await setup()).current!.verification).toMatchObject({ status: 'PROCESSING' });
    expect(await post(eventOf({ verificationId: id }))).toEqual({ status: 200, outcome: 'APPLIED' });
    expect((await setup()).current).toMatchObject({ status: 'VERIFIED', verification: { url: null } });
    const { rows } = await world.db.pool.query(
      'select link_sealed, provider_account_id from payout_verification where id = $1',
      [id],
    );
    expect(rows).toEqual([{ link_sealed: null, provider_account_id: connectedAccountOf(id) }]);
  });

  test('that wants more says what, and goes on afterwards', async () => {
    const { id } = await opened();
    await post(eventOf({ verificationId: id, account: wanting }));
    expect((await setup()).current!.verification).toMatchObject({
      status: 'NEEDS_INPUT',
      problem: 'verification_document_expired',
    });
    await post(eventOf({ verificationId: id }));
    expect((await setup()).current).toMatchObject({ status: 'VERIFIED' });
  });

  test('that verified another account than ours has not verified ours', async () => {
    const { id } = await opened();
    const account = { external_accounts: { data: [{ object: 'bank_account', last4: '9999' }] } };
    await post(eventOf({ verificationId: id, account }));
    expect((await setup()).current).toMatchObject({
      status: 'VERIFYING',
      verification: { status: 'NEEDS_INPUT', problem: 'other_bank_account' },
    });
  });

  test('that rejects the creator leaves the other ways', async () => {
    const { id } = await opened();
    await post(
      eventOf({ verificationId: id, account: { ...pending, requirements: { disabled_reason: 'rejected.fraud' } } }),
    );
    expect(await setup()).toMatchObject({
      methods: ['PROVIDER', 'STATEMENT', 'MICRO_DEPOSITS'],
      current: { status: 'FAILED' },
    });
  });

  test('may tell before it has answered', async () => {
    provider.onLink = async (account) => {
      await post(eventOf({ verificationId: account.slice('acct_'.length) }));
    };
    await save();
    await verify('PROVIDER');
    await vi.waitFor(async () => expect((await setup()).current).toMatchObject({ status: 'VERIFIED' }), 10_000);
  });

  test('is heard once, however often and at once it tells', async () => {
    const { id } = await opened();
    const payload = eventOf({ verificationId: id });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => post(payload)));
    expect(outcomes.filter(({ outcome }) => outcome === 'APPLIED')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'DUPLICATE')).toHaveLength(4);
  });

  test('changes nothing with what is older than what was heard, or about what is over', async () => {
    const { id } = await opened();
    await post(eventOf({ verificationId: id, account: wanting, created: 60 }));
    expect(await post(eventOf({ verificationId: id, created: 30 }))).toMatchObject({ outcome: 'LATE' });
    await verify('STATEMENT');
    expect(await post(eventOf({ verificationId: id, created: 90 }))).toMatchObject({ outcome: 'LATE' });
    expect((await setup()).current).toMatchObject({ status: 'VERIFYING', verification: { method: 'STATEMENT' } });
  });

  describe('that takes back what it said', () => {
    const paid = async (): Promise<string> => {
      const { id } = await opened();
      await post(eventOf({ verificationId: id }));
      await decide(true);
      expect(await blocker()).toBeNull();
      return id;
    };
    const standing = async () => {
      const { current } = await setup();
      return [current!.status, current!.verification!.status];
    };

    test('ends payments, says so to the owner once, and opens them again when it is content', async () => {
      const id = await paid();
      const news = eventOf({ verificationId: id, account: wanting, created: 10 });
      expect(await post(news)).toMatchObject({ outcome: 'APPLIED' });
      expect(await post(news)).toMatchObject({ outcome: 'DUPLICATE' });
      expect(await post(eventOf({ verificationId: id, account: wanting, created: 11 }))).toMatchObject({
        outcome: 'CONFIRMED',
      });
      expect(await standing()).toEqual(['VERIFYING', 'NEEDS_INPUT']);
      expect(await blocker()).toBe('NOT_VERIFIED');
      const subjects = (await mailsTo(world, ana)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => subject === 'Your payout account is no longer verified')).toHaveLength(1);
      await verify('PROVIDER');
      await vi.waitFor(async () => expect((await setup()).current!.verification!.url).not.toBeNull(), 10_000);
      await post(eventOf({ verificationId: id, created: 20 }));
      expect(await standing()).toEqual(['VERIFIED', 'VERIFIED']);
      expect(await blocker()).toBeNull();
    });

    test('for good leaves the other ways', async () => {
      const id = await paid();
      const account = { ...pending, requirements: { disabled_reason: 'rejected.fraud' } };
      await post(eventOf({ verificationId: id, account, created: 10 }));
      expect(await standing()).toEqual(['FAILED', 'FAILED']);
      expect(await blocker()).toBe('NOT_VERIFIED');
      expect((await setup()).methods).toContain('STATEMENT');
    });

    test('or pays to another account now, has not verified ours', async () => {
      const id = await paid();
      const account = { external_accounts: { data: [{ object: 'bank_account', last4: '9999' }] } };
      await post(eventOf({ verificationId: id, account, created: 10 }));
      expect((await setup()).current!.verification).toMatchObject({ problem: 'other_bank_account' });
      expect(await blocker()).toBe('NOT_VERIFIED');
    });

    test('before it said it, is not heard, in whatever order the news arrive', async () => {
      const id = await paid();
      expect(await post(eventOf({ verificationId: id, account: wanting, created: -60 }))).toMatchObject({
        outcome: 'LATE',
      });
      // It says once more that all is well, and an hour later comes what it said before that.
      expect(await post(eventOf({ verificationId: id, created: 30 }))).toMatchObject({ outcome: 'CONFIRMED' });
      expect(await post(eventOf({ verificationId: id, account: wanting, created: 20 }))).toMatchObject({
        outcome: 'LATE',
      });
      expect(await blocker()).toBeNull();
      await post(eventOf({ verificationId: id, account: wanting, created: 50 }));
      expect(await post(eventOf({ verificationId: id, created: 40 }))).toMatchObject({ outcome: 'LATE' });
      expect(await blocker()).toBe('NOT_VERIFIED');
    });

    test('while another account is on its way leaves that one alone', async () => {
      const id = await paid();
      await save({ iban: other });
      await post(eventOf({ verificationId: id, account: wanting, created: 10 }));
      expect(await setup()).toMatchObject({
        inForce: null,
        blocker: 'NOT_VERIFIED',
        current: { status: 'UNVERIFIED' },
      });
    });
  });

  test.each([
    ['forged', { secret: 'whsec_another_secret_that_signs_other_webhooks' }, 401, 'SIGNATURE_WRONG'],
    ['too old', { signedAt: -301 }, 401, 'TIMESTAMP_OUT_OF_RANGE'],
    ['without a signature', { header: 'none' }, 401, 'SIGNATURE_MISSING'],
  ])('is not believed when its news are %s', async (_what, signed, status, outcome) => {
    const { id } = await opened();
    expect(await post(eventOf({ verificationId: id }), signed)).toEqual({ status, outcome });
    expect((await setup()).current!.verification).toMatchObject({ status: 'OPEN' });
  });

  test.each([
    ['about nothing of ours', eventOf({ verificationId: null }), 200, 'UNKNOWN'],
    ['about what does not exist', eventOf({ verificationId: randomUUID() }), 200, 'UNKNOWN'],
    ['that is nonsense', '{"id":1,"type":2,"created":"x","data":{"object":7}}', 400, 'MALFORMED_BODY'],
    ['that is no JSON', 'not json', 400, 'MALFORMED_BODY'],
    ['that nothing can store', eventOf({ verificationId: null, type: 'null\0' }), 400, 'MALFORMED_BODY'],
  ])('changes nothing with signed news %s', async (_what, payload, status, outcome) => {
    expect(await post(payload)).toEqual({ status, outcome });
  });
});

test('without a provider there is nothing to begin and nobody to hear', async () => {
  const plain = await aWorld();
  const mia = await anAccount(plain, 'APPLICANT');
  await plain.as(mia).run(SAVE, {
    input: { country: 'DE', scheme: 'IBAN', currency: 'EUR', holderName: 'Mia', iban: german },
  });
  const { errors } = await plain.as(mia).run(VERIFY, { method: 'PROVIDER' });
  expect(errors[0]!.extensions.code).toBe('CONFLICT');
  expect((await fetch(`${plain.url}/webhooks/payouts`, { method: 'POST' })).status).toBe(404);
  await plain.stop();
});

test('no byte of a bank number lies readable in the database', async () => {
  await inForce();
  await save({ iban: other });
  const { rows: tables } = await world.db.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const { rows } = await world.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    const text = rows.map(({ row }) => row).join('\n');
    for (const number of [german, other])
      for (const part of [number, number.slice(4), number.slice(-10)])
        for (const written of [
          part,
          Buffer.from(part).toString('hex'),
          Buffer.from(part).toString('base64').slice(0, -3),
        ])
          expect(text.includes(written), `${written} in ${name}`).toBe(false);
  }
});
