import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anApplication, joining, type Given } from '../../../test/application.ts';
import { renderPage } from '../../../test/render-page.tsx';
import { leavePage } from '../leave-page.ts';
import { amountOf } from './amount.ts';

const aVerification = (given: Given = {}) => ({
  __typename: 'PayoutVerification',
  id: 'v1',
  method: 'MICRO_DEPOSITS',
  status: 'OPEN',
  triesLeft: 3,
  sentAt: '2026-11-20T10:00:00.000Z',
  expiresAt: '2026-12-04T10:00:00.000Z',
  url: null,
  problem: null,
  createdAt: '2026-11-19T10:00:00.000Z',
  ...given,
});
const anAccount = (given: Given = {}) => ({
  __typename: 'PayoutAccount',
  id: 'a1',
  status: 'VERIFYING',
  country: 'DE',
  currency: 'EUR',
  holderName: 'Noa Lind',
  masked: 'DE•• •••• 3000',
  accepted: false,
  verification: null,
  ...given,
});
const aSetup = (given: Given = {}) => ({
  __typename: 'PayoutSetup',
  id: 'noa',
  methods: ['PROVIDER', 'STATEMENT', 'MICRO_DEPOSITS'],
  blocker: 'NOT_VERIFIED',
  current: null,
  inForce: null,
  ...given,
});

function withSetup(setup: object, section: Given = {}): FakeApi {
  const api = joining(anApplication('IN_PROGRESS', { PAYOUT_ACCOUNT: section }));
  api.answer('StudioPayoutSetup', () => ({ payoutSetup: setup }));
  api.answer('OwnDocuments', () => ({
    documents: [],
    documentRules: { __typename: 'DocumentRules', types: ['image/jpeg'], maxBytes: 5_000_000, maxPages: 20 },
  }));
  return api;
}
const open = (api: FakeApi, language: 'en' | 'es' = 'en') => renderPage('/onboarding/payout-account', api, language);

afterEach(() => vi.restoreAllMocks());

test.each([
  ['0.12', 'EUR', 12],
  [' 0,07 ', 'EUR', 7],
  ['12', 'EUR', null],
  ['0.1', 'EUR', null],
  ['0.00', 'EUR', null],
  ['12', 'JPY', 12],
  ['1.2', 'JPY', null],
  ['-0.12', 'EUR', null],
  ['1e2', 'JPY', null],
])('%j in %s is %s', (text, currency, amount) => {
  expect(amountOf(text, currency)).toBe(amount);
});

describe('entering an account', () => {
  test('the country decides which numbers are asked for', async () => {
    const { user } = await open(withSetup(aSetup()));
    const country = await screen.findByLabelText('Country of the bank');
    expect(screen.queryByLabelText('IBAN')).not.toBeInTheDocument();
    await user.selectOptions(country, 'US');
    expect(screen.getByLabelText('Routing number (ACH)')).toBeInTheDocument();
    expect(screen.getByLabelText('Currency of the account')).toHaveValue('USD');
    await user.selectOptions(country, 'GB');
    expect(screen.getByLabelText('Sort code')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'By its IBAN' }));
    expect(screen.getByLabelText('IBAN')).toBeInTheDocument();
    expect(screen.queryByLabelText('Sort code')).not.toBeInTheDocument();
  });

  test('a mistyped number is said when it was left, a right one is grouped, and it is sent', async () => {
    const api = withSetup(aSetup());
    api.answer('StudioSavePayoutAccount', () => ({
      savePayoutAccount: aSetup({ current: anAccount({ status: 'UNVERIFIED' }) }),
    }));
    const { user } = await open(api);
    await user.selectOptions(await screen.findByLabelText('Country of the bank'), 'DE');
    await user.type(screen.getByLabelText('Account holder'), 'Noa Lind');
    const iban = screen.getByLabelText('IBAN');
    await user.type(iban, 'DE98370400440532013000');
    expect(iban).not.toBeInvalid();
    await user.tab();
    expect(iban).toHaveAccessibleDescription(/check digits do not fit/);
    await user.clear(iban);
    await user.type(iban, 'de89370400440532013000');
    expect(iban).not.toBeInvalid();
    await user.tab();
    expect(iban).toHaveValue('DE89 3704 0044 0532 0130 00');
    await user.click(screen.getByRole('button', { name: 'Use this account' }));
    expect(await screen.findByText('DE•• •••• 3000')).toBeInTheDocument();
    expect(api.variablesOf('StudioSavePayoutAccount')).toEqual([
      {
        input: {
          country: 'DE',
          scheme: 'IBAN',
          currency: 'EUR',
          holderName: 'Noa Lind',
          iban: 'DE89 3704 0044 0532 0130 00',
        },
      },
    ]);
    expect(screen.getAllByRole('listitem').map((way) => within(way).getByRole('heading').textContent)).toEqual([
      'With our payment partner',
      'With a bank statement',
      'With two small amounts',
    ]);
  });

  test('nothing is sent while something is missing, and the first of it gets the focus', async () => {
    const api = withSetup(aSetup());
    const { user } = await open(api, 'es');
    await user.click(await screen.findByRole('button', { name: 'Usar esta cuenta' }));
    expect(screen.getByLabelText('País del banco')).toHaveFocus();
    expect(screen.getByLabelText('País del banco')).toHaveAccessibleDescription(/Esto falta todavía/);
    expect(api.variablesOf('StudioSavePayoutAccount')).toEqual([]);
  });

  test('what only the server knows is said at its field', async () => {
    const api = withSetup(aSetup());
    api.answer('StudioSavePayoutAccount', () => ({
      savePayoutAccount: {
        __typename: 'SectionIncomplete',
        problems: [{ __typename: 'SectionProblem', field: 'holderName', code: 'NAME_CHARACTERS' }],
      },
    }));
    const { user } = await open(api);
    await user.selectOptions(await screen.findByLabelText('Country of the bank'), 'DE');
    await user.type(screen.getByLabelText('Account holder'), 'Noa Lind');
    await user.type(screen.getByLabelText('IBAN'), 'DE89370400440532013000');
    await user.click(screen.getByRole('button', { name: 'Use this account' }));
    await waitFor(() => expect(screen.getByLabelText('Account holder')).toHaveFocus());
    expect(screen.getByLabelText('Account holder')).toBeInvalid();
  });

  test('another account leaves the former one where money goes, and can be thought better of', async () => {
    const former = anAccount({ id: 'a0', status: 'VERIFIED', accepted: true, masked: 'DE•• •••• 2051' });
    const { user } = await open(withSetup(aSetup({ current: anAccount(), inForce: former })));
    expect(await screen.findByText(/we go on paying to DE•• •••• 2051/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Enter another account' }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('DE•• •••• 3000')).toBeInTheDocument();
  });
});

describe('two small amounts', () => {
  const sent = aSetup({ current: anAccount({ verification: aVerification() }) });

  test('are told as the bank shows them; a wrong one costs a try and says no more than that', async () => {
    const api = withSetup(sent);
    api.answer('StudioConfirmMicroDeposits', () => ({
      confirmMicroDeposits: {
        __typename: 'AmountsDiffer',
        message: '',
        setup: aSetup({ current: anAccount({ verification: aVerification({ triesLeft: 1 }) }) }),
      },
    }));
    const { user } = await open(api);
    expect(await screen.findByText(/3 tries are left\. The amounts can be told until Dec 4, 2026/)).toBeInTheDocument();
    const confirm = screen.getByRole('button', { name: 'Check the amounts' });
    await user.type(screen.getByLabelText('First amount in EUR'), '12');
    await user.click(confirm);
    expect(screen.getByLabelText('First amount in EUR')).toHaveAccessibleDescription(/such as 0.12/);
    expect(api.variablesOf('StudioConfirmMicroDeposits')).toEqual([]);
    await user.clear(screen.getByLabelText('First amount in EUR'));
    await user.type(screen.getByLabelText('First amount in EUR'), '0,12');
    await user.type(screen.getByLabelText('Second amount in EUR'), '0.34');
    await user.click(confirm);
    expect(await screen.findByText(/not the amounts that we sent/)).toBeInTheDocument();
    expect(screen.getByText(/This is the last try/)).toBeInTheDocument();
    expect(api.variablesOf('StudioConfirmMicroDeposits')).toEqual([{ amounts: [12, 34] }]);
  });

  test('can be told also while a reviewer looks at the section', async () => {
    const api = withSetup(sent, { status: 'IN_REVIEW' });
    const { user } = await open(api);
    api.answer('StudioConfirmMicroDeposits', () => ({
      confirmMicroDeposits: aSetup({ current: anAccount({ status: 'VERIFIED' }) }),
    }));
    await user.type(await screen.findByLabelText('First amount in EUR'), '0.12');
    await user.type(screen.getByLabelText('Second amount in EUR'), '0.34');
    expect(screen.queryByRole('button', { name: 'Enter another account' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Check the amounts' }));
    expect(await screen.findByText('Verified')).toBeInTheDocument();
  });

  test.each([
    ['LOCKED', /wrong too often/],
    ['EXPIRED', /not told in time/],
  ])('that ended %s say so, and what can be done', async (status, text) => {
    const verification = aVerification({ status, triesLeft: 0 });
    const current = anAccount({ status: 'FAILED', verification });
    const api = withSetup(aSetup({ current, methods: ['STATEMENT'] }));
    api.answer('StudioVerifyPayoutAccount', () => ({
      verifyPayoutAccount: aSetup({
        current: anAccount({ verification: aVerification({ id: 'v2', method: 'STATEMENT', status: 'REQUESTED' }) }),
      }),
    }));
    const { user } = await open(api);
    expect(await screen.findByText(text)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Choose this' }));
    expect(await screen.findByRole('heading', { name: 'Bank statement' })).toBeInTheDocument();
    expect(api.variablesOf('StudioVerifyPayoutAccount')).toEqual([{ method: 'STATEMENT' }]);
  });

  test('that were ordered too often say when again', async () => {
    const api = withSetup(aSetup({ current: anAccount({ status: 'UNVERIFIED' }), methods: ['MICRO_DEPOSITS'] }));
    api.answer('StudioVerifyPayoutAccount', () => {
      throw new Refusal('RATE_LIMITED', undefined, { retryAfter: 86_400 });
    });
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Choose this' }));
    expect(await screen.findByText(/tomorrow/)).toBeInTheDocument();
  });

  test('appear by themselves when finance sent them', async () => {
    let setup = aSetup({ current: anAccount({ verification: aVerification({ status: 'REQUESTED', sentAt: null }) }) });
    const api = withSetup(setup);
    api.answer('StudioPayoutSetup', () => ({ payoutSetup: setup }));
    await open(api);
    expect(await screen.findByText(/are being sent/)).toBeInTheDocument();
    setup = sent;
    act(() => api.send('StudioOnboardingChanged', { onboardingChanged: anApplication('IN_PROGRESS') }));
    expect(await screen.findByRole('heading', { name: 'Which amounts arrived?' })).toBeInTheDocument();
  });
});

test('the way to the provider opens when there is one, and again when it was used up', async () => {
  const at = (url: string | null) =>
    aSetup({ current: anAccount({ verification: aVerification({ method: 'PROVIDER', triesLeft: null, url }) }) });
  const api = withSetup(at(null));
  api.answer('StudioVerifyPayoutAccount', () => ({ verifyPayoutAccount: at('https://connect.example/1') }));
  const left = vi.spyOn(leavePage, 'to').mockImplementation(() => undefined);
  const { user } = await open(api);
  await user.click(await screen.findByRole('button', { name: 'Open the way there again' }));
  await user.click(await screen.findByRole('button', { name: 'Go to our payment partner' }));
  expect(left).toHaveBeenCalledWith('https://connect.example/1');
});
