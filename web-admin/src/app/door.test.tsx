import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada, anOverview, connectionOf } from '../test/builders';
import { renderPage } from '../test/render-page';

const passwordRules = {
  __typename: 'PasswordRules',
  minLength: 12,
  maxLength: 128,
  minKinds: 2,
  refusesPersonal: true,
  refusesCommon: true,
};
const good = 'seven red bicycles';

const anApi = (answers: Record<string, () => object>): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: null }),
    PasswordRules: () => ({ passwordRules }),
    ImagingOverviewStrip: () => anOverview(),
    RequestMonitor: () => ({ imageRequests: connectionOf('ImageRequestConnection', []) }),
    ...answers,
  });

test('an invited member of staff chooses a password and is at the desk', async () => {
  const api = anApi({
    Invitation: () => ({
      passwordRules,
      invitation: { __typename: 'Invitation', displayName: 'Ada', email: 'ada@demo.example' },
    }),
    AcceptInvitation: () => ({ acceptInvitation: { __typename: 'SignIn', accessToken: 'a.b.c', viewer: ada } }),
  });
  const { user } = await renderPage('/invitation#the-token', api);
  expect(await screen.findByRole('heading', { name: 'Welcome, Ada' })).toBeVisible();
  await user.type(screen.getByLabelText('New password'), good);
  await user.click(screen.getByRole('button', { name: 'Keep it and go in' }));
  expect(await screen.findByRole('heading', { name: 'Image requests' })).toBeVisible();
  expect(api.variablesOf('AcceptInvitation')).toEqual([{ input: { token: 'the-token', password: good } }]);
});

test('a member of staff who forgot the password asks for a link', async () => {
  const api = anApi({
    RequestPasswordReset: () => ({
      requestPasswordReset: { __typename: 'MailPromised', email: 'ada@demo.example' },
    }),
  });
  const { user } = await renderPage('/sign-in', api);
  await user.click(await screen.findByRole('link', { name: 'Forgot your password?' }));
  expect(await screen.findByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await user.type(screen.getByLabelText('E-mail'), 'ada@demo.example');
  await user.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(/If ada@demo.example has an account/)).toBeVisible();
});

test('the link leads to another password', async () => {
  const api = anApi({ ResetPassword: () => ({ resetPassword: { __typename: 'PasswordReplaced', done: true } }) });
  const { user } = await renderPage('/reset#the-token', api);
  await user.type(await screen.findByLabelText('New password'), good);
  await user.click(screen.getByRole('button', { name: 'Keep this password' }));
  expect(await screen.findByText(/Your new password holds/)).toBeVisible();
});

test('a closed account is told so', async () => {
  const api = anApi({ SignIn: () => ({ signIn: { __typename: 'AccountDeactivated', message: '' } }) });
  const { user } = await renderPage('/sign-in', api);
  await user.type(await screen.findByLabelText('E-mail'), 'ada@demo.example');
  await user.type(screen.getByLabelText('Password'), good);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/This account is closed/)).toBeVisible();
});

test('a member of staff moves their account to another address', async () => {
  const api = anApi({
    ConfirmEmailChange: () => ({ confirmEmailChange: { __typename: 'EmailChanged', email: 'ada@new.example' } }),
  });
  const { user } = await renderPage('/new-address#the-token', api);
  await user.type(await screen.findByLabelText('Current password'), good);
  await user.click(screen.getByRole('button', { name: 'Use this address' }));
  expect(await screen.findByRole('status')).toHaveTextContent('ada@new.example');
});

test('a link of a former address that is too old says so', async () => {
  const api = anApi({ UndoEmailChange: () => ({ undoEmailChange: { __typename: 'LinkUsedUp', message: 'no' } }) });
  const { user } = await renderPage('/former-address#old', api);
  await user.click(await screen.findByRole('button', { name: 'Take it back' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This link was used already, or is too old.');
});
