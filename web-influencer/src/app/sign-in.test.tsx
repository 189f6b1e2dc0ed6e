import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { Connection } from '@influencegen/shared-schema/client/connection';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { RouteError } from '@influencegen/shared-schema/ui/route-error';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, Link, Outlet } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { catalogues } from '../i18n/catalogues.ts';
import { ada, anApi, lena } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';
import { OpeningBar } from './opening-bar.tsx';
import { sessionEnded } from './session-ended.ts';
import { signInPath, wayBack } from './sign-in-path.ts';

afterEach(() => vi.restoreAllMocks());

const signedOut = (signIn: () => object): FakeApi => {
  const api = anApi();
  api.answer('StudioSession', () => ({ viewer: null }));
  api.answer('StudioSignIn', signIn);
  return api;
};

async function tryToEnter(api: FakeApi, address = '/sign-in') {
  const page = await renderPage(address, api);
  await enterAsLena(page);
  return page;
}

async function enterAsLena({ user }: Awaited<ReturnType<typeof renderPage>>): Promise<void> {
  await user.type(await screen.findByLabelText('E-mail'), 'lena@demo.example');
  await user.type(screen.getByLabelText('Password'), 'studio-demo-1');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

const refused =
  (...why: ConstructorParameters<typeof Refusal>) =>
  () => {
    throw new Refusal(...why);
  };

test.each([
  ['wrong credentials', refused('UNAUTHENTICATED'), /E-mail or password is not right/],
  ['a locked account', refused('RATE_LIMITED', undefined, { retryAfter: 766 }), /Too many attempts.*in 13 minutes/],
  ['too many attempts, who knows until when', refused('RATE_LIMITED'), /Too many attempts. Wait a few minutes/],
  ['a server in trouble', refused('INTERNAL_SERVER_ERROR'), /problem on our side/],
])('%s: says so, and the form can be sent again', async (_case, answer, message) => {
  await tryToEnter(signedOut(answer));
  expect(await screen.findByText(message)).toBeInTheDocument();
  expect(screen.getByLabelText('Password')).toHaveValue('studio-demo-1');
  expect(screen.getByRole('button', { name: 'Sign in' })).not.toHaveAttribute('aria-disabled');
});

test('the button of what is under way keeps the focus, and pressing it again or Enter in a field does nothing', async () => {
  const answer = Promise.withResolvers<object>();
  const api = signedOut(() => answer.promise);
  const { user } = await tryToEnter(api);
  const button = screen.getByRole('button', { name: 'Sign in' });
  await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
  expect(button).not.toBeDisabled();
  expect(button).toHaveFocus();
  await user.keyboard('{Enter}');
  await user.click(button);
  await user.type(screen.getByLabelText('Password'), '{Enter}');
  expect(api.variablesOf('StudioSignIn')).toHaveLength(1);
  answer.reject(new Refusal('UNAUTHENTICATED'));
  expect(await screen.findByText(/E-mail or password is not right/)).toBeVisible();
});

test('where nobody has chosen a language, signing in brings that of the account', async () => {
  let viewer: object | null = null;
  const api = signedOut(() => {
    viewer = { ...lena, language: 'de' };
    return { signIn: { __typename: 'SignIn', accessToken: 'of the test', viewer } };
  });
  api.answer('StudioSession', () => ({ viewer }));
  await tryToEnter(api, '/sign-in?next=/gallery');
  expect(await screen.findByRole('link', { name: 'Galerie' })).toBeVisible();
  expect(document.documentElement.lang).toBe('de');
});

test('without a connection the form says that the server was not reached', async () => {
  await tryToEnter(
    signedOut(() => {
      throw new TypeError('Failed to fetch');
    }),
  );
  expect(await screen.findByText(/server cannot be reached/)).toBeInTheDocument();
});

test('empty fields are named before anything is sent', async () => {
  const api = signedOut(() => ({}));
  const { user } = await renderPage('/sign-in', api);
  await user.click(await screen.findByRole('button', { name: 'Sign in' }));
  const email = screen.getByLabelText('E-mail');
  expect(email).toBeInvalid();
  expect(email).toHaveAccessibleDescription(/e-mail address like/);
  expect(email).toHaveFocus();
  expect(screen.getByLabelText('Password')).toBeInvalid();
  expect(api.variablesOf('StudioSignIn')).toEqual([]);
});

test('the password can be shown, and password managers find both fields', async () => {
  const { user } = await renderPage(
    '/sign-in',
    signedOut(() => ({})),
  );
  const password = await screen.findByLabelText('Password');
  expect(screen.getByLabelText('E-mail')).toHaveAttribute('autocomplete', 'username');
  expect(password).toHaveAttribute('autocomplete', 'current-password');
  expect(password).toHaveAttribute('type', 'password');
  await user.click(screen.getByRole('button', { name: 'Show password' }));
  expect(password).toHaveAttribute('type', 'text');
  expect(screen.getByRole('button', { name: 'Hide password' })).toBeInTheDocument();
});

test('somebody who is not signed in is led to sign in and back to where they were going', async () => {
  const api = signedOut(() => ({ signIn: { __typename: 'SignIn', accessToken: 'of the test', viewer: lena } }));
  const page = await renderPage('/gallery?from=mail', api);
  await screen.findByLabelText('E-mail');
  expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();
  await enterAsLena(page);
  expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeInTheDocument();
  expect(page.address()).toBe('/gallery?from=mail');
});

test('a session that ends meanwhile is told at the sign-in page, which leads back', async () => {
  const api = anApi();
  api.answer('StudioSignIn', () => ({ signIn: { __typename: 'SignIn', accessToken: 'of the test', viewer: lena } }));
  const page = await renderPage('/gallery?from=mail', api);
  await screen.findByRole('heading', { name: 'Gallery' });
  act(() => sessionEnded(page.client));
  expect(await screen.findByText(/Your session has ended/)).toBeVisible();
  expect(screen.getByRole('status')).toHaveTextContent(/Your session has ended/);
  expect(page.address()).toBe('/sign-in?back=%2Fgallery%3Ffrom%3Dmail');

  await enterAsLena(page);
  expect(await screen.findByRole('heading', { name: 'Gallery' })).toBeInTheDocument();
  expect(page.address()).toBe('/gallery?from=mail');
});

test('who cannot go on is told why, and not to go on', async () => {
  const api = anApi();
  api.answer('StudioSignIn', () => ({ signIn: { __typename: 'AccountDeactivated', message: '' } }));
  const page = await renderPage('/gallery', api);
  await screen.findByRole('heading', { name: 'Gallery' });
  act(() => sessionEnded(page.client));
  await screen.findByText(/Your session has ended/);
  await enterAsLena(page);
  expect(await screen.findByText(/This account is closed/)).toBeVisible();
  expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();
});

test('who has signed out in this tab is not told that the session has ended', async () => {
  const { client } = await renderPage('/gallery', anApi(), 'en', true);
  await screen.findByRole('heading', { name: 'Gallery' });
  act(() => sessionEnded(client));
  expect(await screen.findByLabelText('Password')).toBeInTheDocument();
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});

test('a member of staff is pointed to the desk', async () => {
  const api = anApi();
  api.answer('StudioSession', () => ({ viewer: ada }));
  await renderPage('/studio', api);
  expect(await screen.findByRole('link', { name: 'Open the desk' })).toHaveAttribute('href', '/admin/');
});

test('signing out leaves for the sign-in page', async () => {
  const api = anApi();
  api.answer('SignOut', () => ({ signOut: true }));
  const { user, address } = await renderPage('/gallery', api);
  await user.click(await screen.findByText('Sign out'));
  expect(await screen.findByLabelText('Password')).toBeInTheDocument();
  expect(address()).toBe('/sign-in');
  expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();
});

test('signing out without a connection says that it did not work, and can be tried again', async () => {
  const api = anApi();
  api.answer('SignOut', () => ({ signOut: true }));
  const { user, address } = await renderPage('/gallery', api);
  const signOut = await screen.findByText('Sign out');
  api.reachable(false);
  await user.click(signOut);
  expect(await screen.findByText(/You are still signed in/)).toBeInTheDocument();
  expect(address()).toBe('/gallery');
  api.reachable(true);
  await user.click(signOut);
  expect(await screen.findByLabelText('Password')).toBeInTheDocument();
});

test('an unknown address offers the way home', async () => {
  await renderPage('/nowhere', anApi());
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Go to the start page' })).toHaveAttribute('href', '/');
});

describe('the way back', () => {
  test('keeps path and query', () => {
    const path = signInPath({ pathname: '/gallery/7', search: '?a=1&b=2' });
    expect(wayBack(new URL(path, 'https://here.example').searchParams)).toBe('/gallery/7?a=1&b=2');
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'never leads away from this app: %s',
    (back) => {
      expect(wayBack(new URLSearchParams({ back }))).toBe('/');
    },
  );
});

test('whoever may not change the account reads that the language was not kept, and is not asked to try again', async () => {
  const api = anApi();
  api.answer('StudioKeepLanguage', () => {
    throw new Refusal('FORBIDDEN');
  });
  const { user } = await renderPage('/gallery', api, 'de');
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Sprache', hidden: true }), 'en');
  expect(await screen.findByText(/mails still come in the language you had before/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Try again', hidden: true })).not.toBeInTheDocument();
});

describe('a page whose code cannot be fetched', () => {
  const vite = new Error('Unable to preload CSS for /assets/studio-page.css');
  const browser = new TypeError('Failed to fetch dynamically imported module: /assets/studio-page.js');

  async function opened(error: Error): Promise<void> {
    // The router says it too.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const broken = () => {
      throw error;
    };
    const i18n = await startI18n(catalogues);
    const router = createMemoryRouter([
      { path: '/', loader: broken, Component: RouteError, ErrorBoundary: RouteError },
    ]);
    await act(async () =>
      render(
        <UiProvider i18n={i18n} connection={new Connection()} stepUp={new StepUp()}>
          <RouterProvider router={router} />
        </UiProvider>,
      ),
    );
  }

  test.each([vite, browser])('says without a line that there is none: %s', async (error) => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await opened(error);
    expect(await screen.findByText(/The server cannot be reached/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Reload' })).toBeVisible();
  });

  test.each([vite, browser])('says with a line that there is a newer version: %s', async (error) => {
    await opened(error);
    expect(await screen.findByText(/A newer version of this page/)).toBeVisible();
  });
});

test('while the code of a page is on its way, that is shown, and no longer', async () => {
  const code = Promise.withResolvers<void>();
  const i18n = await startI18n(catalogues);
  const later = async () => {
    await code.promise;
    return { Component: () => 'Opened' };
  };
  const Frame = () => (
    <>
      <OpeningBar />
      <Link to="/later">Later</Link>
      <Outlet />
    </>
  );
  const router = createMemoryRouter([{ path: '/', Component: Frame, children: [{ path: 'later', lazy: later }] }]);
  render(
    <UiProvider i18n={i18n} connection={new Connection()} stepUp={new StepUp()}>
      <RouterProvider router={router} />
    </UiProvider>,
  );
  const user = userEvent.setup();
  const link = await screen.findByRole('link', { name: 'Later' });
  expect(screen.queryByRole('progressbar')).toBeNull();
  await user.click(link);
  expect(await screen.findByRole('progressbar', { name: 'Loading' })).toBeInTheDocument();
  code.resolve();
  expect(await screen.findByText('Opened')).toBeInTheDocument();
  expect(screen.queryByRole('progressbar')).toBeNull();
});
