import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const viewer = { ...ada, permissions: ['accounts.desk', 'accounts.apiKeys', 'imaging.monitor'] };
const aKey = (given: object = {}) => ({
  __typename: 'ApiKey',
  id: 'report',
  name: 'Nightly report',
  prefix: 'igk_0123456789ab',
  status: 'ACTIVE',
  permissions: ['imaging.monitor'],
  addresses: [],
  createdAt: '2026-11-01T10:00:00.000Z',
  expiresAt: '2027-01-30T10:00:00.000Z',
  lastUsedAt: null,
  previousValidUntil: null,
  owner: { __typename: 'Person', id: 'ada', displayName: 'Ada Lindqvist' },
  ...given,
});

function anApi(keys: object[], answers: Record<string, (variables: Record<string, unknown>) => object> = {}): FakeApi {
  return new FakeApi({
    Session: () => ({ viewer }),
    ViewerMay: () => ({ viewer }),
    ApiKeys: () => ({ apiKeys: connectionOf('ApiKeyConnection', keys) }),
    ...answers,
  });
}

test('a key says what it may, whose it is, and when it was used', async () => {
  await renderPage(
    '/api-keys',
    anApi([aKey({ addresses: ['10.0.0.0/8'] }), aKey({ id: 'old', name: 'Old', status: 'REVOKED' })]),
  );
  const [report, old] = await screen
    .findAllByRole('listitem')
    .then((items) => items.filter((item) => item.querySelector('code')));
  expect(report).toHaveTextContent(
    /Nightly report.*Active.*igk_0123456789ab….*Ada Lindqvist.*never.*Only from 10\.0\.0\.0\/8/,
  );
  expect(within(report!).getByText('1 permission')).toBeInTheDocument();
  expect(old).toHaveTextContent('Revoked');
  expect(within(old!).queryByRole('button')).not.toBeInTheDocument();
});

test('a new key is shown once, and stays until somebody says that they kept it', async () => {
  let asked: { input?: { name: string; permissions: string[]; addresses: string[]; expiresAt: string } } = {};
  const { user } = await renderPage(
    '/api-keys',
    anApi([], {
      CreateApiKey: (variables) => {
        asked = variables;
        return { createApiKey: { __typename: 'IssuedApiKey', secret: 'igk_0123456789ab_shown-once', apiKey: aKey() } };
      },
    }),
  );
  expect(await screen.findByText('No keys yet')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'New key' }));
  await user.click(screen.getByRole('button', { name: 'Make the key', hidden: true }));
  expect(screen.getByText('Choose at least one.')).toBeInTheDocument();

  await user.type(screen.getByLabelText('What it is for'), 'Nightly report');
  await user.type(screen.getByLabelText('Only from these addresses'), '10.0.0.0/8, 192.0.2.7');
  await user.click(screen.getByLabelText('See everybody’s requests and pictures'));
  await user.click(screen.getByRole('button', { name: 'Make the key', hidden: true }));

  expect(await screen.findByText('igk_0123456789ab_shown-once')).toBeInTheDocument();
  expect(asked.input).toMatchObject({
    name: 'Nightly report',
    permissions: ['imaging.monitor'],
    addresses: ['10.0.0.0/8', '192.0.2.7'],
  });
  const done = screen.getByRole('button', { name: 'Done' });
  expect(done).toHaveAttribute('aria-disabled', 'true');
  await user.click(screen.getByLabelText('I have kept it'));
  await user.click(done);
  expect(screen.queryByText('igk_0123456789ab_shown-once')).not.toBeInTheDocument();
});

test('what the API refuses is said by field', async () => {
  const { user } = await renderPage(
    '/api-keys',
    anApi([], {
      CreateApiKey: () => {
        throw new Refusal('BAD_USER_INPUT', [{ path: 'addresses', code: 'MALFORMED', message: 'no' }]);
      },
    }),
  );
  await user.click(await screen.findByRole('button', { name: 'New key' }));
  await user.type(screen.getByLabelText('What it is for'), 'x');
  await user.click(screen.getAllByRole('checkbox', { hidden: true })[0]!);
  await user.click(screen.getByRole('button', { name: 'Make the key', hidden: true }));
  expect(await screen.findByLabelText('Only from these addresses')).toBeInvalid();
});

test('revoking asks once more, and the row changes', async () => {
  const { user } = await renderPage(
    '/api-keys',
    anApi([aKey()], { RevokeApiKey: () => ({ revokeApiKey: aKey({ status: 'REVOKED' }) }) }),
  );
  await user.click(await screen.findByRole('button', { name: 'Revoke' }));
  expect(screen.getByText('It stops working at once, for good.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Revoke' }));
  expect(await screen.findByText('Revoked')).toBeInTheDocument();
});

test('a new secret is offered to the owner of a key alone', async () => {
  const bens = aKey({ id: 'bens', name: 'Bens', owner: { __typename: 'Person', id: 'ben', displayName: 'Ben' } });
  await renderPage('/api-keys', anApi([aKey(), bens]));
  const [own, other] = await screen
    .findAllByRole('listitem')
    .then((items) => items.filter((item) => item.querySelector('code')));
  expect(await within(own!).findByRole('button', { name: 'New secret' })).toBeInTheDocument();
  expect(within(other!).getByRole('button', { name: 'Revoke' })).toBeInTheDocument();
  expect(within(other!).queryByRole('button', { name: 'New secret' })).not.toBeInTheDocument();
});
