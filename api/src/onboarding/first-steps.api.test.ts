import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Caller, operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { aSubscriber } from '../../test/subscriber.ts';
import { aWorld, type World } from '../../test/world.ts';
import { codeAt } from '../accounts/totp.ts';
import { transaction } from '../platform/db.ts';
import type { FirstSteps } from './first-steps.ts';
import { sectionsAsked } from './onboarding.settings.ts';
import { SectionKind } from './section.lifecycle.ts';

let world: World;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  lena = await anInfluencer(world);
});

const STEPS = 'id putAwayAt steps { kind done }';
const READ = `{ firstSteps { ${STEPS} } }`;
const SEE = `mutation ($step: FirstStepKind!) { seeFirstStep(step: $step) { ${STEPS} } }`;
const PUT_AWAY = `mutation ($away: Boolean!) { putFirstStepsAway(away: $away) { ${STEPS} } }`;
const ASK = 'mutation { requestImages(input: { prompt: "a fox" }) { __typename } }';

const doneIn = ({ steps }: FirstSteps): string[] => steps.filter(({ done }) => done).map(({ kind }) => kind);
const read = async (): Promise<FirstSteps> =>
  (await world.as(lena).run<{ firstSteps: FirstSteps }>(READ)).data.firstSteps;
const see = async (step: string): Promise<FirstSteps> =>
  (await world.as(lena).run<{ seeFirstStep: FirstSteps }>(SEE, { step })).data.seeFirstStep;
const putAway = async (away: boolean): Promise<FirstSteps> =>
  (await world.as(lena).run<{ putFirstStepsAway: FirstSteps }>(PUT_AWAY, { away })).data.putFirstStepsAway;

test('whoever is new has all steps before them, in their order', async () => {
  const { id, steps, putAwayAt } = await read();
  expect({ id, putAwayAt }).toEqual({ id: lena.id, putAwayAt: null });
  expect(steps.map(({ kind }) => kind)).toEqual([
    'PROFILE',
    'DISCOVERY',
    'STUDIO',
    'GALLERY',
    'PAYOUT_ACCOUNT',
    'SECURITY',
    'NOTIFICATIONS',
    'HELP',
  ]);
  expect(doneIn(await read())).toEqual([]);
});

test('what was looked at stays so on every device, also when two tell it at once', async () => {
  await Promise.all([see('GALLERY'), see('GALLERY'), see('PROFILE')]);
  expect(doneIn(await read())).toEqual(['PROFILE', 'GALLERY']);
  const { rows } = await world.db.pool.query<{ count: number }>(
    'select cardinality(seen)::int as count from first_steps where account_id = $1',
    [lena.id],
  );
  expect(rows).toEqual([{ count: 2 }]);
});

test('the studio counts by a picture that was asked for, not by a look', async () => {
  expect(doneIn(await see('STUDIO'))).toEqual([]);
  await world.as(lena).run(ASK);
  expect(doneIn(await read())).toEqual(['STUDIO']);
});

describe('the account is protected', () => {
  test('once there is a second factor, shown at once on the other device, and no longer when it was taken away', async () => {
    const phone = await aSubscriber<FirstSteps>(world, lena, `subscription { firstStepsChanged { ${STEPS} } }`);
    expect(doneIn(await see('SECURITY'))).toEqual([]);
    const { data } = await world.as(lena).run<{ beginTotp: { secret: string } }>('mutation { beginTotp { secret } }');
    expect(doneIn(await read())).toEqual([]);
    const code = codeAt(data.beginTotp.secret, new Date());
    await world.as(lena).run('mutation ($code: String!) { confirmTotp(code: $code) { __typename } }', { code });
    expect(doneIn(await read())).toEqual(['SECURITY']);
    await expect.poll(() => phone.events.map(doneIn)).toEqual([['SECURITY']]);
    await world.as(lena).run('mutation { removeTotp { __typename } }');
    await expect.poll(() => phone.events.map(doneIn)).toEqual([['SECURITY'], []]);
    expect(doneIn(await read())).toEqual([]);
    await phone.stop();
  });
});

describe('that one can be paid', () => {
  const decide = (accepted: boolean): Promise<void> =>
    transaction(world.db, async (tx) => {
      await world.app.sections.lock(tx, lena.id);
      await world.app.payoutEvidence.decided(tx, operator, lena.id, accepted);
    });

  test('is done when the account is verified and accepted, shown at once, and not when staff took that back', async () => {
    const phone = await aSubscriber<FirstSteps>(world, lena, `subscription { firstStepsChanged { ${STEPS} } }`);
    await world.as(lena).run(
      `mutation { savePayoutAccount(input: { country: "DE", scheme: IBAN, currency: "EUR", holderName: "Lena Okafor",
         iban: "DE89370400440532013000" }) { __typename } }`,
    );
    await world.as(lena).run('mutation { verifyPayoutAccount(method: STATEMENT) { __typename } }');
    expect(doneIn(await see('PAYOUT_ACCOUNT'))).toEqual([]);
    await decide(true);
    expect(doneIn(await read())).toEqual(['PAYOUT_ACCOUNT']);
    await expect.poll(() => phone.events.map(doneIn).at(-1)).toEqual(['PAYOUT_ACCOUNT']);
    await decide(false);
    expect(doneIn(await read())).toEqual([]);
    await phone.stop();
  });

  test('is no step where nobody is asked for an account', async () => {
    await world.app.settings.change(operator, sectionsAsked, {}, [SectionKind.PERSON]);
    await vi.waitFor(async () => expect((await read()).steps.map(({ kind }) => kind)).not.toContain('PAYOUT_ACCOUNT'));
    await world.app.settings.unset(operator, sectionsAsked, {});
    await vi.waitFor(async () => expect((await read()).steps.map(({ kind }) => kind)).toContain('PAYOUT_ACCOUNT'));
  });
});

test('the guide is put away on all devices, and shown again', async () => {
  const phone = await aSubscriber<FirstSteps>(world, lena, `subscription { firstStepsChanged { ${STEPS} } }`);
  await putAway(true);
  await expect.poll(() => phone.events.at(-1)?.putAwayAt).toEqual(expect.any(String));
  const first = (await read()).putAwayAt;
  expect((await putAway(true)).putAwayAt).toBe(first);
  expect((await putAway(false)).putAwayAt).toBeNull();
  await expect.poll(() => phone.events.at(-1)?.putAwayAt).toBeNull();
  expect(phone.events).toHaveLength(2);
  await phone.stop();
});

test('a step that was taken shows at once on the other device', async () => {
  const phone = await aSubscriber<FirstSteps>(world, lena, `subscription { firstStepsChanged { ${STEPS} } }`);
  await see('HELP');
  await expect.poll(() => phone.events.map(doneIn)).toEqual([['HELP']]);
  await world.as(lena).run(ASK);
  await expect.poll(() => phone.events.map(doneIn).at(-1)).toEqual(['STUDIO', 'HELP']);
  await phone.stop();
});

test('support that looks through somebody’s eyes takes no step for them', async () => {
  const sam = await anAccount(world, 'WORKSPACE_OWNER');
  await world.as(lena).run('mutation { allowSupportAccess(hours: 1) }');
  const { data } = await world.as(sam).run<{ impersonate: { address: string } }>(
    `mutation ($accountId: ID!) {
       impersonate(accountId: $accountId, reason: "Ticket 7: pictures do not open", readOnly: false) {
         ... on ImpersonationLink { address } } }`,
    { accountId: lena.id },
  );
  const code = data.impersonate.address.split('#')[1];
  const session = await world
    .as(null)
    .run<{ redeemImpersonation: { accessToken: string; refreshToken: string } }>(
      'mutation ($code: String!) { redeemImpersonation(code: $code) { accessToken refreshToken } }',
      { code },
    );
  const support = new Caller(world.url, async () => session.data.redeemImpersonation);
  for (const [query, variables] of [
    [SEE, { step: 'HELP' }],
    [PUT_AWAY, { away: true }],
  ] as const)
    expect((await support.run(query, variables)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(doneIn(await read())).toEqual([]);
});
