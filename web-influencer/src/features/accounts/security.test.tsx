import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { screen, within, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anApi, lena } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const codes = Array.from({ length: 10 }, (_, i) => `aaaa-bbbb-cccc-000${i}`);
const factors = (given: object = {}) => ({
  __typename: 'SecondFactors',
  id: 'lena',
  authenticatorSince: null,
  recoveryCodesLeft: 0,
  mandatory: false,
  passkeys: [],
  ...given,
});
const aPasskey = (given: object = {}) => ({
  __typename: 'Passkey',
  id: 'key',
  name: 'My laptop',
  backedUp: true,
  createdAt: '2026-10-01T10:00:00.000Z',
  lastUsedAt: null,
  ...given,
});
const aDevice = (given: object = {}) => ({
  __typename: 'SessionInfo',
  id: 'here',
  browser: 'Firefox',
  system: 'Linux',
  ip: '192.0.2.7',
  createdAt: '2026-10-01T10:00:00.000Z',
  lastUsedAt: '2026-10-01T10:00:00.000Z',
  bySupport: false,
  forJoining: false,
  current: true,
  ...given,
});

function withFactors(given: object = {}, devices: object[] = [aDevice()]): FakeApi {
  const api = anApi();
  api.answer('Security', () => ({
    viewer: lena,
    secondFactors: factors(given),
    sessions: devices,
    passwordRules: {
      __typename: 'PasswordRules',
      minLength: 10,
      maxLength: 200,
      minKinds: 1,
      refusesPersonal: true,
      refusesCommon: true,
    },
  }));
  return api;
}

const wrongCode = () => {
  throw new Refusal('BAD_USER_INPUT', [{ path: 'code', code: 'NOT_ALLOWED', message: 'no' }]);
};

afterEach(() => vi.unstubAllGlobals());

describe('the security page', () => {
  test('an authenticator app is set up in two steps, and its recovery codes are kept before it goes on', async () => {
    const api = withFactors();
    api.answer('BeginTotp', () => ({
      beginTotp: { __typename: 'TotpEnrolment', secret: 'ABCDEFGHIJKLMNOP', address: 'otpauth://totp/x' },
    }));
    api.answer('ConfirmTotp', wrongCode);
    const { user } = await renderPage('/security', api);
    await user.click(await screen.findByRole('button', { name: 'Set up an app' }));
    expect(await screen.findByRole('img', { name: 'QR code for the authenticator app' })).toBeInTheDocument();
    expect(screen.getByText('ABCD EFGH IJKL MNOP')).toBeInTheDocument();
    await user.type(screen.getByLabelText('First code'), '111111');
    await user.click(screen.getByRole('button', { name: 'Turn on' }));
    expect(await screen.findByText(/not the code that the app shows/)).toBeInTheDocument();

    api.answer('ConfirmTotp', () => ({
      confirmTotp: {
        __typename: 'FactorAdded',
        recoveryCodes: codes,
        factors: factors({ authenticatorSince: '2026-11-01T10:00:00.000Z', recoveryCodesLeft: 10 }),
      },
    }));
    await user.click(screen.getByRole('button', { name: 'Turn on' }));
    expect(await screen.findByRole('heading', { name: 'Your recovery codes' })).toHaveFocus();
    expect(screen.getByText(codes[9]!)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Continue' })).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(codes.join('\n'));
    await user.click(screen.getByLabelText('I have kept these codes safe'));
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByRole('button', { name: 'Move to another app' })).toBeInTheDocument();
    expect(screen.getByText('10 are left.')).toBeInTheDocument();
  });

  test('a password that was changed is said to be, also when the page cannot be read again', async () => {
    const api = withFactors();
    api.answer('ChangePassword', () => {
      api.answer('Security', () => {
        throw new Refusal('RATE_LIMITED');
      });
      return { changePassword: { __typename: 'PasswordChanged' } };
    });
    const { user } = await renderPage('/security', api);
    await user.type(await screen.findByLabelText('Current password'), 'studio-demo-1');
    await user.type(screen.getByLabelText('New password'), 'a long new pass phrase 7');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findByText('Your password is changed. Other devices are signed out.')).toBeVisible();
  });

  test('a browser without passkeys says so', async () => {
    await renderPage('/security', withFactors());
    expect(await screen.findByText('This browser has no passkeys.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Add a passkey' })).not.toBeInTheDocument();
  });

  test('the last factor of somebody whose role needs one cannot be removed', async () => {
    await renderPage('/security', withFactors({ mandatory: true, passkeys: [aPasskey()] }));
    expect(await screen.findByText('My laptop')).toBeInTheDocument();
    expect(screen.getByText(/Add another one before you remove this/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Remove My laptop' })).not.toBeInTheDocument();
  });

  test('a passkey is renamed, and removed after a second question', async () => {
    const api = withFactors({ passkeys: [aPasskey()], recoveryCodesLeft: 2 });
    api.answer('RenamePasskey', ({ name }) => ({ renamePasskey: { __typename: 'Passkey', id: 'key', name } }));
    api.answer('RemovePasskey', () => ({ removePasskey: factors() }));
    const { user } = await renderPage('/security', api);
    expect(await screen.findByText('2 are left.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Rename My laptop' }));
    await user.clear(screen.getByLabelText('Name of the passkey'));
    await user.type(screen.getByLabelText('Name of the passkey'), 'Old laptop{Enter}');
    expect(await screen.findByText('Old laptop')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Rename Old laptop' })).toHaveFocus();
    await user.keyboard('{Enter}');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByRole('button', { name: 'Rename Old laptop' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Remove Old laptop' }));
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.getByRole('button', { name: 'Remove Old laptop' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Remove Old laptop' }));
    expect(api.variablesOf('RemovePasskey')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    await waitFor(() => expect(screen.queryByText('Old laptop')).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: 'Passkeys' })).toHaveFocus();
  });

  test('what needs fresh proof asks for it in a dialog and goes on by itself', async () => {
    const api = withFactors({ authenticatorSince: '2026-11-01T10:00:00.000Z', recoveryCodesLeft: 1 });
    let proven = false;
    api.answer('RenewRecoveryCodes', () => {
      if (!proven) throw new Refusal('FORBIDDEN', undefined, { stepUp: true });
      return { renewRecoveryCodes: codes };
    });
    api.answer('RecoveryCodesLeft', () => ({ secondFactors: factors({ recoveryCodesLeft: 10 }) }));
    api.answer('ProofKinds', () => ({ proofKinds: ['CODE', 'RECOVERY_CODE'] }));
    api.answer('StepUp', () => {
      proven = true;
      return { stepUp: '2026-11-01T10:10:00.000Z' };
    });
    const { user } = await renderPage('/security', api);
    await user.click(await screen.findByRole('button', { name: 'Make new codes' }));
    const dialog = await screen.findByRole('dialog', { name: 'Confirm that it is you' });
    const code = await within(dialog).findByLabelText('Code');
    expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    await user.type(code, '123456');
    await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
    expect(await screen.findByRole('heading', { name: 'Your recovery codes' })).toBeInTheDocument();
    expect(api.variablesOf('StepUp')).toEqual([{ proof: { code: '123456' } }]);
    expect(screen.queryByRole('dialog', { name: 'Confirm that it is you' })).not.toBeInTheDocument();
  });

  test('a dialog that is closed leaves everything as it was, and says so', async () => {
    const api = withFactors({ authenticatorSince: '2026-11-01T10:00:00.000Z' });
    api.answer('RemoveTotp', () => {
      throw new Refusal('FORBIDDEN', undefined, { stepUp: true });
    });
    api.answer('ProofKinds', () => ({ proofKinds: ['CODE'] }));
    const { user } = await renderPage('/security', api);
    await user.click(await screen.findByRole('button', { name: 'Remove the authenticator app' }));
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    await user.click(await screen.findByRole('button', { name: 'Close' }));
    expect(await screen.findByText(/not confirmed that it is you/)).toBeInTheDocument();
  });

  test('devices are listed and signed out, one or all others', async () => {
    const other = aDevice({ id: 'phone', browser: 'Safari', system: 'iOS', current: false });
    const api = withFactors({}, [aDevice(), other]);
    const ended = () => {
      api.answer('Security', withFactors({}, [aDevice()]).answerOf('Security'));
      return { endSession: true, endOtherSessions: 1 };
    };
    api.answer('EndSession', ended);
    const { user } = await renderPage('/security', api);
    expect(await screen.findByText('Firefox · Linux')).toBeInTheDocument();
    expect(screen.getByText('This device')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sign out all other devices' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Sign out Safari · iOS' }));
    await waitFor(() => expect(screen.queryByText('Safari · iOS')).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: 'Devices' })).toHaveFocus();
    expect(api.variablesOf('EndSession')).toEqual([{ id: 'phone' }]);
    expect(screen.queryByRole('button', { name: 'Sign out all other devices' })).not.toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByRole('button', { name: 'Sign out everywhere' })).toHaveFocus();

    api.answer('SignOutEverywhere', () => {
      throw new Refusal('RATE_LIMITED');
    });
    await user.keyboard('{Enter}{Enter}');
    expect(await screen.findByText(/That was too often/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Sign out everywhere' })).toHaveFocus();
  });

  test('the button that signs out all other devices goes with them, and the keyboard stays where it was', async () => {
    const other = aDevice({ id: 'phone', browser: 'Safari', system: 'iOS', current: false });
    const api = withFactors({}, [aDevice(), other]);
    api.answer('EndOtherSessions', () => {
      api.answer('Security', withFactors({}, [aDevice()]).answerOf('Security'));
      return { endOtherSessions: 1 };
    });
    const { user } = await renderPage('/security', api);
    await user.click(await screen.findByRole('button', { name: 'Sign out all other devices' }));
    await waitFor(() => expect(screen.queryByText('Safari · iOS')).not.toBeInTheDocument());
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Devices' })).toHaveFocus());
  });

  test('what sets up an authenticator app closes without the keyboard losing its place', async () => {
    const api = withFactors();
    api.answer('BeginTotp', () => ({
      beginTotp: { __typename: 'TotpEnrolment', secret: 'ABCDEFGHIJKLMNOP', address: 'otpauth://totp/x' },
    }));
    const { user } = await renderPage('/security', api);
    await user.click(await screen.findByRole('button', { name: 'Set up an app' }));
    const cancel = await screen.findByRole('button', { name: 'Cancel' });
    const heading = screen.getByRole('heading', { name: 'Authenticator app' });
    await waitFor(() => expect(heading).toHaveFocus());
    await user.click(cancel);
    await waitFor(() => expect(cancel).not.toBeInTheDocument());
    expect(heading).toHaveFocus();
  });

  test('speaks Spanish', async () => {
    await renderPage('/security', withFactors(), 'es');
    expect(await screen.findByRole('heading', { name: 'Aplicación de autenticación' })).toBeInTheDocument();
  });
});

describe('a sign-in that is not complete', () => {
  function waiting(signInStep: string): FakeApi {
    const api = anApi();
    let viewer: object = { ...lena, permissions: [], signInStep };
    api.answer('StudioSession', () => ({ viewer }));
    api.answer('ProofKinds', () => ({ proofKinds: ['CODE', 'RECOVERY_CODE'] }));
    api.answer('VerifySecondFactor', ({ proof }) => {
      if ((proof as { code?: string }).code === '000000') return wrongCode();
      viewer = lena;
      return { verifySecondFactor: null };
    });
    return api;
  }

  test('asks for the code in place of the page, and shows the page when it was right', async () => {
    const { user, address } = await renderPage('/gallery?x=1', waiting('SECOND_FACTOR'));
    const code = await screen.findByLabelText('Code');
    await user.type(code, '000000{Enter}');
    expect(await screen.findByText(/not the code your app shows now/)).toBeInTheDocument();
    await user.clear(code);
    await user.type(code, '123456{Enter}');
    expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeInTheDocument();
    expect(address()).toBe('/gallery?x=1');
  });

  test('a recovery code does it too', async () => {
    const api = waiting('SECOND_FACTOR');
    const { user } = await renderPage('/gallery', api);
    await user.click(await screen.findByRole('button', { name: 'Use a recovery code' }));
    await user.type(screen.getByLabelText('Recovery code'), 'aaaa-bbbb-cccc-dddd{Enter}');
    expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeInTheDocument();
    expect(api.variablesOf('VerifySecondFactor')).toEqual([{ proof: { recoveryCode: 'aaaa-bbbb-cccc-dddd' } }]);
  });

  test.each<[string, Refusal | TypeError, RegExp]>([
    [
      'too many attempts',
      new Refusal('RATE_LIMITED', undefined, { retryAfter: 900 }),
      /Too many attempts.*in 15 minutes, or use a passkey/,
    ],
    ['a server that is not there', new TypeError('Failed to fetch'), /cannot be reached/],
  ])('%s is explained', async (_, error, words) => {
    const api = waiting('SECOND_FACTOR');
    api.answer('VerifySecondFactor', () => {
      throw error;
    });
    const { user } = await renderPage('/gallery', api);
    await user.type(await screen.findByLabelText('Code'), '123456{Enter}');
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  test('somebody who needs a factor is led through setting one up', async () => {
    await renderPage('/gallery', waiting('ENROLMENT'));
    expect(await screen.findByRole('heading', { name: 'Protect your account' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Use an authenticator app' })).toBeInTheDocument();
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  test('an old password is changed first', async () => {
    const api = waiting('PASSWORD_CHANGE');
    api.answer('PasswordRules', () => ({
      passwordRules: {
        __typename: 'PasswordRules',
        minLength: 10,
        maxLength: 200,
        minKinds: 1,
        refusesPersonal: true,
        refusesCommon: true,
      },
    }));
    api.answer('ChangePassword', () => {
      api.answer('StudioSession', () => ({ viewer: lena }));
      return { changePassword: { __typename: 'PasswordChanged' } };
    });
    const { user } = await renderPage('/gallery', api);
    expect(await screen.findByRole('heading', { name: 'Choose a new password' })).toBeInTheDocument();
    await user.type(await screen.findByLabelText('Current password'), 'studio-demo-1');
    await user.type(screen.getByLabelText('New password'), 'a long new pass phrase 7');
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeInTheDocument();
  });

  test('the way out is to sign in as somebody else', async () => {
    const api = waiting('SECOND_FACTOR');
    api.answer('SignOut', () => ({ signOut: true }));
    const { user, address } = await renderPage('/gallery', api);
    await user.click(await screen.findByRole('button', { name: 'Sign in as somebody else' }));
    expect(await screen.findByLabelText('Password')).toBeInTheDocument();
    expect(address()).toBe('/sign-in');
  });
});

describe('the e-mail address', () => {
  test('is changed by a link to the new one, which is promised whoever has it', async () => {
    const api = withFactors();
    api.answer('RequestEmailChange', ({ email }) => ({
      requestEmailChange: { __typename: 'MailPromised', email },
    }));
    const { user } = await renderPage('/security', api);
    expect(await screen.findByText(/You sign in with lena@demo\.example/)).toBeVisible();
    const field = screen.getByLabelText('New e-mail address');
    const send = screen.getByRole('button', { name: 'Send the link' });
    await user.type(field, 'no address');
    await user.click(send);
    expect(field).toBeInvalid();
    await user.clear(field);
    await user.type(field, 'lena@new.example');
    await user.click(send);
    expect(await screen.findByText(/If lena@new\.example can be used, a mail with a link is on its way/)).toBeVisible();
    expect(api.variablesOf('RequestEmailChange')).toEqual([{ email: 'lena@new.example' }]);
  });
});
