import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const lena = (more: object = {}) => ({
  __typename: 'Account',
  id: 'lena',
  displayName: 'Lena Okafor',
  email: 'l•••@demo.example',
  phone: '•••567',
  status: 'ACTIVE',
  language: 'en',
  timeZone: 'Europe/Berlin',
  lockedUntil: null,
  hasSecondFactor: false,
  createdAt: '2026-11-01T09:00:00.000Z',
  lastSignInAt: null,
  organisation: null,
  roles: [],
  grants: [],
  deactivation: null,
  permissions: [],
  viewerMoves: ['REVEAL'],
  ...more,
});

const anApi = (account: object): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'accounts.read'] } }),
    ViewerMay: () => ({ viewer: ada }),
    PersonPage: () => ({ account }),
    RevealPersonal: () => ({ revealPersonal: { __typename: 'RevealedValue', value: '+491701234567' } }),
  });

test('a masked number is shown for a reason, and hidden again', async () => {
  const api = anApi(lena());
  const { user } = await renderPage('/people/lena', api);
  expect(await screen.findByText('l•••@demo.example')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show the phone number' }));
  const dialog = screen.getByRole('dialog', { name: 'Show the phone number' });
  const reason = within(dialog).getByLabelText('Why do you need it?');
  await user.click(within(dialog).getByRole('button', { name: 'Show it' }));
  expect(reason).toHaveAccessibleDescription(/Please fill this in/);
  expect(api.variablesOf('RevealPersonal')).toEqual([]);

  await user.type(reason, 'She asked to be called back');
  await user.click(within(dialog).getByRole('button', { name: 'Show it' }));
  expect(await screen.findByText('+491701234567')).toBeInTheDocument();
  expect(api.variablesOf('RevealPersonal')).toEqual([
    { accountId: 'lena', field: 'PHONE', reason: 'She asked to be called back' },
  ]);
  expect(screen.queryByRole('dialog', { name: 'Show the phone number' })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Hide' }));
  expect(screen.getByText('•••567')).toBeInTheDocument();
});

test('a refusal stays in the dialog, at the reason or below it', async () => {
  const api = anApi(lena());
  api.answer('RevealPersonal', () => {
    throw new Refusal('BAD_USER_INPUT', [{ path: 'reason', code: 'TOO_SHORT', bound: 5, message: '' }]);
  });
  const { user } = await renderPage('/people/lena', api);
  await user.click(await screen.findByRole('button', { name: 'Show the e-mail address' }));
  const reason = screen.getByLabelText('Why do you need it?');
  await user.type(reason, 'why{Enter}');
  await waitFor(() => expect(reason).toHaveAccessibleDescription(/At least 5 characters/));
  api.answer('RevealPersonal', () => {
    throw new Refusal('FORBIDDEN');
  });
  await user.type(reason, ' not{Enter}');
  await waitFor(() => expect(screen.getByRole('dialog')).toHaveTextContent(/may not|not allowed|permission/i));
  expect(screen.queryByText('+491701234567')).not.toBeInTheDocument();
});

test('who sees everything, or may reveal nothing, is offered nothing', async () => {
  await renderPage('/people/lena', anApi(lena({ phone: null, viewerMoves: [] })));
  expect(await screen.findByText('l•••@demo.example')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^Show the/ })).not.toBeInTheDocument();
  expect(screen.queryByText('Phone')).not.toBeInTheDocument();
});
