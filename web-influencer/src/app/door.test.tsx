import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { anApi, lena } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';

const passwordRules = {
  __typename: 'PasswordRules',
  minLength: 12,
  maxLength: 128,
  minKinds: 2,
  refusesPersonal: true,
  refusesCommon: true,
};
const good = 'seven red bicycles';
const signIn = { __typename: 'SignIn', accessToken: 'a.b.c', viewer: lena };
const promised = { __typename: 'MailPromised', email: 'nora@demo.example' };

function signedOut(answers: Record<string, () => object>): FakeApi {
  const api = anApi();
  api.answer('StudioSession', () => ({ viewer: null }));
  api.answer('PasswordRules', () => ({ passwordRules }));
  for (const [operation, answer] of Object.entries(answers)) api.answer(operation, answer);
  return api;
}

describe('registering', () => {
  const open = async (register: () => object) => {
    const api = signedOut({
      StudioRegister: () => ({ register: register() }),
      StudioRequestConfirmation: () => ({ requestConfirmation: promised }),
    });
    return { api, ...(await renderPage('/register', api)) };
  };
  type Page = Awaited<ReturnType<typeof open>>;
  const fill = async ({ user }: Page, password = good): Promise<void> => {
    await user.type(await screen.findByLabelText('Name'), 'Nora');
    await user.type(screen.getByLabelText('E-mail'), 'nora@demo.example');
    await user.type(screen.getByLabelText('Password'), password);
    await user.click(screen.getByRole('button', { name: 'Register' }));
  };

  test('leads to the mailbox, from where the mail can be sent again', async () => {
    const page = await open(() => promised);
    await fill(page);
    const heading = await screen.findByRole('heading', { name: 'Look into your mailbox' });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(screen.getByText(/on its way to nora@demo.example/)).toBeInTheDocument();
    expect(page.api.variablesOf('StudioRegister')).toMatchObject([
      { input: { email: 'nora@demo.example', displayName: 'Nora', password: good, language: 'en' } },
    ]);
    await page.user.click(screen.getByRole('button', { name: 'Send the mail again' }));
    expect(await screen.findByText(/Sent again/)).toBeInTheDocument();
    expect(page.api.variablesOf('StudioRequestConfirmation')).toEqual([{ email: 'nora@demo.example' }]);
  });

  test('says that it did not work also when what is refused is no field of the form', async () => {
    const page = await open(() => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'timeZone', code: 'NOT_ALLOWED', message: '' }]);
    });
    await fill(page);
    expect(await screen.findByText('Something in what was sent is not accepted.')).toBeVisible();
  });

  test('says while typing what the password still needs', async () => {
    const { user } = await open(() => promised);
    const password = await screen.findByLabelText('Password');
    expect(password).toHaveAccessibleDescription(/At least 12 characters/);
    expect(screen.queryByRole('img', { name: 'Done:' })).not.toBeInTheDocument();
    await user.type(password, 'seven red');
    expect(screen.getAllByRole('img', { name: 'Done:' })).toHaveLength(1);
    await user.type(password, ' bicycles');
    expect(screen.getAllByRole('img', { name: 'Done:' })).toHaveLength(3);
    expect(password).toHaveAttribute('autocomplete', 'new-password');
  });

  test('says when the password is little more than the name', async () => {
    const { user } = await open(() => promised);
    await user.type(await screen.findByLabelText('Name'), 'Nora Lindqvist');
    await user.type(screen.getByLabelText('Password'), 'Lindqvist-2026');
    expect(screen.getAllByRole('img', { name: 'Done:' })).toHaveLength(2);
    await user.type(screen.getByLabelText('Password'), ' and seven bicycles');
    expect(screen.getAllByRole('img', { name: 'Done:' })).toHaveLength(3);
  });

  test('shows what the API has against the password, and keeps everything', async () => {
    const page = await open(() => ({ __typename: 'PasswordRefused', problems: ['COMMON'] }));
    await fill(page, 'Password1234');
    const password = await screen.findByLabelText('Password');
    expect(password).toBeInvalid();
    expect(screen.getByText(/among the first that are tried/)).toBeInTheDocument();
    expect(password).toHaveFocus();
    expect(screen.getByLabelText('E-mail')).toHaveValue('nora@demo.example');
  });

  test('names what is missing before anything is sent', async () => {
    const page = await open(() => promised);
    await page.user.click(await screen.findByRole('button', { name: 'Register' }));
    expect(screen.getByLabelText('Name')).toHaveFocus();
    for (const field of ['Name', 'E-mail', 'Password']) expect(screen.getByLabelText(field)).toBeInvalid();
    expect(page.api.variablesOf('StudioRegister')).toEqual([]);
  });

  test.each([
    ['too often', () => new Refusal('RATE_LIMITED'), /too often/],
    ['without a connection', () => new TypeError('Failed to fetch'), /cannot be reached/],
  ])('%s says so', async (_case, error, words) => {
    const page = await open(() => {
      throw error();
    });
    await fill(page);
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Register' })).not.toHaveAttribute('aria-disabled');
  });
});

describe('confirming the address', () => {
  const open = async (outcome: object, address = '/verify#the-token') => {
    const api = signedOut({
      StudioVerifyEmail: () => ({ verifyEmail: outcome }),
      StudioRequestConfirmation: () => ({ requestConfirmation: promised }),
    });
    return { api, ...(await renderPage(address, api)) };
  };
  const confirm = async ({ user }: Awaited<ReturnType<typeof open>>): Promise<void> => {
    await user.type(await screen.findByLabelText('Password'), good);
    await user.click(screen.getByRole('button', { name: 'Confirm and go in' }));
  };

  test('leads home', async () => {
    const page = await open(signIn);
    await confirm(page);
    expect(await screen.findByRole('heading', { name: /^Hello/ })).toBeInTheDocument();
    expect(page.api.variablesOf('StudioVerifyEmail')).toEqual([{ token: 'the-token', password: good }]);
  });

  test('with another password says so at the field', async () => {
    await confirm(await open({ __typename: 'WrongPassword', message: '' }));
    expect(await screen.findByText(/not the password of this registration/)).toBeInTheDocument();
    expect(screen.getByLabelText('Password')).toHaveFocus();
  });

  test.each([
    ['with a link that was used', '/verify#old'],
    ['without a link', '/verify'],
  ])('%s offers another mail', async (_case, address) => {
    const page = await open({ __typename: 'LinkUsedUp', message: '' }, address);
    if (address.includes('#')) await confirm(page);
    await page.user.type(await screen.findByLabelText('E-mail'), 'nora@demo.example');
    await page.user.click(screen.getByRole('button', { name: 'Send another link' }));
    expect(await screen.findByText(/If nora@demo.example waits/)).toBeInTheDocument();
  });
});

describe('a forgotten password', () => {
  test('is answered alike for every address', async () => {
    const api = signedOut({ RequestPasswordReset: () => ({ requestPasswordReset: promised }) });
    const { user } = await renderPage('/sign-in', api);
    await user.click(await screen.findByRole('link', { name: 'Forgot your password?' }));
    await user.click(await screen.findByRole('button', { name: 'Send the link' }));
    expect(screen.getByLabelText('E-mail')).toBeInvalid();
    const places = screen.getAllByRole('status');
    await user.type(screen.getByLabelText('E-mail'), 'nora@demo.example');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    const said = await screen.findByText(/If nora@demo.example has an account/);
    expect(places, 'screen readers pass over what comes together with its words').toContain(
      said.closest('[role="status"]'),
    );
  });

  const open = async (outcome: object, address = '/reset#the-token') => {
    const api = signedOut({ ResetPassword: () => ({ resetPassword: outcome }) });
    return { api, ...(await renderPage(address, api)) };
  };
  const choose = async ({ user }: Awaited<ReturnType<typeof open>>): Promise<void> => {
    await user.type(await screen.findByLabelText('New password'), good);
    await user.click(screen.getByRole('button', { name: 'Keep this password' }));
  };

  test('is replaced by a new one', async () => {
    const page = await open({ __typename: 'PasswordReplaced', done: true });
    await choose(page);
    expect(await screen.findByText(/Your new password holds/)).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Choose a new password' })).toHaveFocus();
    expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in');
    expect(page.api.variablesOf('ResetPassword')).toEqual([{ token: 'the-token', newPassword: good }]);
  });

  test('and a refused new one can be mended', async () => {
    await choose(await open({ __typename: 'PasswordRefused', problems: ['UNCHANGED'] }));
    expect(await screen.findByText(/This is your password already/)).toBeInTheDocument();
    expect(screen.getByLabelText('New password')).toHaveValue(good);
  });

  test.each(['/reset#old', '/reset'])('and a link that is used up leads to another one: %s', async (address) => {
    const page = await open({ __typename: 'LinkUsedUp', message: '' }, address);
    if (address.includes('#')) await choose(page);
    expect(await screen.findByRole('link', { name: 'Ask for another link' })).toHaveAttribute('href', '/forgot');
  });
});

describe('an invitation', () => {
  const open = (invitation: object | null, outcome: object = signIn) =>
    renderPage(
      '/invitation#the-token',
      signedOut({
        Invitation: () => ({ passwordRules, invitation }),
        AcceptInvitation: () => ({ acceptInvitation: outcome }),
      }),
    );
  const nora = { __typename: 'Invitation', displayName: 'Nora', email: 'nora@demo.example' };

  test('welcomes by name and leads in', async () => {
    const { user } = await open(nora);
    expect(await screen.findByRole('heading', { name: 'Welcome, Nora' })).toBeInTheDocument();
    await user.type(screen.getByLabelText('New password'), good);
    await user.click(screen.getByRole('button', { name: 'Keep it and go in' }));
    expect(await screen.findByRole('heading', { name: /^Hello/ })).toBeInTheDocument();
  });

  test('that is used up says whom to ask', async () => {
    await open(null);
    expect(await screen.findByRole('heading', { name: 'This invitation cannot be used' })).toBeInTheDocument();
  });
});

test('who has not confirmed the address is told at sign-in, and gets the mail again', async () => {
  const api = signedOut({
    StudioSignIn: () => ({ signIn: { __typename: 'EmailNotVerified', message: '' } }),
    StudioRequestConfirmation: () => ({ requestConfirmation: promised }),
  });
  const { user } = await renderPage('/sign-in', api);
  await user.type(await screen.findByLabelText('E-mail'), 'nora@demo.example');
  await user.type(screen.getByLabelText('Password'), good);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/Confirm your e-mail address first/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Send the mail again' }));
  expect(await screen.findByText(/Sent again/)).toBeInTheDocument();
});

test('a closed account is told so', async () => {
  const api = signedOut({ StudioSignIn: () => ({ signIn: { __typename: 'AccountDeactivated', message: '' } }) });
  const { user } = await renderPage('/sign-in', api);
  await user.type(await screen.findByLabelText('E-mail'), 'nora@demo.example');
  await user.type(screen.getByLabelText('Password'), good);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText(/This account is closed/)).toBeInTheDocument();
});

describe('another e-mail address', () => {
  test('is confirmed by the link and the password', async () => {
    let outcome: object = { __typename: 'WrongPassword', message: 'no' };
    const api = signedOut({ ConfirmEmailChange: () => ({ confirmEmailChange: outcome }) });
    const { user } = await renderPage('/new-address#the-token', api);
    const submit = await screen.findByRole('button', { name: 'Use this address' });
    await user.click(submit);
    expect(await screen.findByText('Please fill this in.')).toBeVisible();
    await user.type(screen.getByLabelText('Current password'), 'wrong');
    await user.click(submit);
    expect(await screen.findByText('This is not your password.')).toBeVisible();
    outcome = { __typename: 'EmailChanged', email: 'nora@demo.example' };
    await user.click(submit);
    expect(await screen.findByRole('status')).toHaveTextContent('You sign in with nora@demo.example from now on');
    expect(api.variablesOf('ConfirmEmailChange').at(-1)).toEqual({ token: 'the-token', password: 'wrong' });
  });

  test('is not confirmed by a link that was used up', async () => {
    const api = signedOut({
      ConfirmEmailChange: () => ({ confirmEmailChange: { __typename: 'LinkUsedUp', message: 'no' } }),
    });
    const { user } = await renderPage('/new-address#old', api);
    await user.type(await screen.findByLabelText('Current password'), good);
    await user.click(screen.getByRole('button', { name: 'Use this address' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This link was used already');
    expect(screen.getByRole('link', { name: 'Go on' })).toBeVisible();
  });

  test('is undone by who has the former one, when they press, not when the link is opened', async () => {
    const api = signedOut({
      UndoEmailChange: () => ({ undoEmailChange: { __typename: 'EmailChanged', email: 'lena@demo.example' } }),
    });
    const { user } = await renderPage('/former-address#the-token', api);
    const back = await screen.findByRole('button', { name: 'Take it back' });
    expect(api.variablesOf('UndoEmailChange')).toEqual([]);
    await user.click(back);
    expect(await screen.findByRole('status')).toHaveTextContent('Your account is with lena@demo.example again.');
    expect(api.variablesOf('UndoEmailChange')).toEqual([{ token: 'the-token' }]);
  });
});
