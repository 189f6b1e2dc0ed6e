import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ada, anOverview, connectionOf, lena } from '../test/builders';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../test/render-page';
import { safeNext, sessionEnded, type Viewer } from './session';

/** Knows who is signed in, as the server does by its cookie. */
function anApi(signedIn: Viewer | null, credentials: () => Viewer = () => ada): FakeApi {
  let viewer = signedIn;
  return new FakeApi({
    Session: () => ({ viewer }),
    SignIn: () => {
      viewer = credentials();
      return { signIn: { __typename: 'SignIn', accessToken: 'of the test', viewer } };
    },
    SignOut: () => {
      viewer = null;
      return { signOut: true };
    },
    ProofKinds: () => ({ proofKinds: ['PASSWORD'] }),
    ImagingOverviewStrip: () => anOverview(),
    RequestMonitor: () => ({ imageRequests: connectionOf('ImageRequestConnection', []) }),
    QueuesPage: () => ({ jobQueues: [], deadLetters: connectionOf('DeadLetterConnection', []) }),
  });
}

async function signInAs({ user }: Awaited<ReturnType<typeof renderPage>>, email: string): Promise<void> {
  await user.type(await screen.findByLabelText('E-mail'), email);
  await user.type(screen.getByLabelText('Password'), 'desk-demo-1');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('signing in', () => {
  test('a stranger is asked to sign in and then led to where they wanted to go', async () => {
    const api = anApi(null);
    const page = await renderPage('/queues?x=1', api);
    expect(await screen.findByRole('heading', { name: 'Sign in to the desk' })).toBeVisible();
    expect(page.address()).toBe('/sign-in?next=%2Fqueues%3Fx%3D1');
    expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();

    await signInAs(page, 'ada@demo.example');
    expect(await screen.findByRole('heading', { name: 'Queues' })).toBeVisible();
    expect(page.address()).toBe('/queues?x=1');
    expect(api.variablesOf('SignIn')).toEqual([{ email: 'ada@demo.example', password: 'desk-demo-1' }]);
  });

  test.each<[string, Refusal | TypeError, RegExp]>([
    ['a wrong password', new Refusal('UNAUTHENTICATED'), /E-mail or password is not right/],
    ['too many attempts', new Refusal('RATE_LIMITED'), /Wait a few minutes/],
    ['a server that is not there', new TypeError('Failed to fetch'), /cannot be reached/],
  ])('%s is explained, and the form stays', async (_, error, words) => {
    const page = await renderPage(
      '/sign-in',
      anApi(null, () => {
        throw error;
      }),
    );
    await signInAs(page, 'ada@demo.example');
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue('ada@demo.example');
    expect(page.address()).toBe('/sign-in');
  });

  test('nothing is sent while a field is empty, and the field says so', async () => {
    const api = anApi(null);
    const { user } = await renderPage('/sign-in', api);
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    expect(screen.getByLabelText('E-mail')).toBeInvalid();
    expect(api.variablesOf('SignIn')).toEqual([]);
  });

  test('who is signed in already is led on', async () => {
    const { address } = await renderPage('/sign-in?next=%2Fqueues', anApi(ada));
    await waitFor(() => expect(address()).toBe('/queues'));
  });

  test('an influencer is pointed to the studio and can change the account', async () => {
    const page = await renderPage(
      '/sign-in',
      anApi(null, () => lena),
    );
    await signInAs(page, 'lena@demo.example');
    expect(await screen.findByRole('heading', { name: 'This desk is for staff' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open the studio' })).toHaveAttribute('href', '/');
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();

    await page.user.click(screen.getByRole('button', { name: 'Sign in with another account' }));
    expect(await screen.findByLabelText('E-mail')).toBeVisible();
  });

  test.each([
    ['/queues?x=1', '/queues?x=1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [null, '/'],
  ])('after signing in, %s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});

describe('the session', () => {
  test('signing out leads to the sign-in page', async () => {
    const { user, address } = await renderPage('/requests', anApi(ada));
    await user.click(await screen.findByRole('button', { name: 'Sign out', hidden: true }));
    expect(await screen.findByLabelText('E-mail')).toBeVisible();
    expect(address()).toBe('/sign-in');
    expect(screen.queryByText(/Your session has ended/)).not.toBeInTheDocument();
  });

  test('a sign-out that did not reach the server says so', async () => {
    const api = anApi(ada);
    const { user } = await renderPage('/requests', api);
    const signOut = await screen.findByRole('button', { name: 'Sign out', hidden: true });
    api.reachable(false);
    await user.click(signOut);
    expect(await screen.findByText(/You are still signed in/)).toBeVisible();
  });

  test('ended by the server, it leads to the sign-in page and keeps the address', async () => {
    const api = anApi(ada);
    const page = await renderPage('/requests?status=failed', api);
    await screen.findByRole('heading', { name: 'Image requests' });
    api.answer('Session', () => ({ viewer: null }));
    act(() => sessionEnded(page.client));
    await waitFor(() => expect(page.address()).toBe('/sign-in?next=%2Frequests%3Fstatus%3Dfailed'));
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent(/Your session has ended/);

    await signInAs(page, 'ada@demo.example');
    expect(await screen.findByRole('heading', { name: 'Image requests' })).toBeVisible();
    expect(page.address()).toBe('/requests?status=failed');
  });

  test('what waited for proof when the session ended is done by nobody who comes after', async () => {
    const api = anApi(ada);
    api.answer('SignOut', () => {
      throw new Refusal('FORBIDDEN', undefined, { stepUp: true });
    });
    const page = await renderPage('/requests', api);
    await page.user.click(await screen.findByRole('button', { name: 'Sign out', hidden: true }));
    expect(await screen.findByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible();
    api.answer('Session', () => ({ viewer: null }));
    act(() => sessionEnded(page.client));

    await screen.findByText(/Your session has ended/);
    await signInAs(page, 'ada@demo.example');
    expect(await screen.findByRole('heading', { name: 'Image requests' })).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(api.variablesOf('SignOut')).toHaveLength(1);
  });

  test('a page that somebody has no permission for is not in the navigation', async () => {
    await renderPage('/requests', anApi({ ...ada, permissions: ['accounts.desk', 'imaging.monitor'] }));
    expect(await screen.findByRole('link', { name: 'Image requests' })).toHaveAttribute('aria-current', 'page');
    expect(screen.queryByRole('link', { name: 'Queues' })).not.toBeInTheDocument();
  });
});

describe('the desk', () => {
  test('speaks Spanish', async () => {
    await renderPage('/requests', anApi(ada), 'es');
    expect(await screen.findByRole('heading', { name: 'Peticiones de imagen' })).toBeVisible();
    expect(await screen.findByText('Aún no hay peticiones de imagen')).toBeVisible();
    expect(document.documentElement.lang).toBe('es');
  });

  test('speaks as the account does where nobody has chosen, and what is chosen stays and is kept on the account', async () => {
    const api = anApi({ ...ada, language: 'de' });
    api.answer('KeepLanguage', ({ language }) => ({
      updateProfile: { __typename: 'Viewer', id: 'ada', language },
    }));
    const { user } = await renderPage('/requests', api);
    expect(await screen.findByRole('heading', { name: 'Bildanfragen' })).toBeVisible();
    expect(document.documentElement.lang).toBe('de');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sprache', hidden: true }), 'es');
    expect(await screen.findByRole('heading', { name: 'Peticiones de imagen' })).toBeVisible();
    await waitFor(() => expect(api.variablesOf('KeepLanguage')).toEqual([{ language: 'es' }]));
  });

  test.each([
    ['en', 'mails still come in the language you had before', 'Try again'],
    ['de', 'E-Mails kommen weiter in der bisherigen Sprache', 'Noch einmal versuchen'],
    ['es', 'los correos seguirán llegando en el idioma anterior', 'Intentar de nuevo'],
    ['fr', 'les e-mails arrivent encore dans la langue précédente', 'Réessayer'],
  ])('says where the account could not keep the choice, and tries again: %s', async (chosen, said, again) => {
    const start = chosen === 'en' ? 'de' : 'en';
    const api = anApi({ ...ada, language: start });
    api.answer('KeepLanguage', () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    });
    const { user } = await renderPage('/requests', api, start);
    await user.click(await screen.findByRole('button', { name: ada.displayName }));
    const select = screen.getByRole('combobox', { name: /^(Language|Sprache)$/, hidden: true });
    await user.selectOptions(select, chosen);
    expect(await screen.findByText(new RegExp(said))).toBeInTheDocument();
    expect(document.documentElement.lang).toBe(chosen);
    await user.click(screen.getByRole('button', { name: again, hidden: true }));
    await waitFor(() => expect(api.variablesOf('KeepLanguage')).toHaveLength(2));
    expect(screen.getByText(new RegExp(said))).toBeInTheDocument();
    api.answer('KeepLanguage', ({ language }) => ({
      updateProfile: { __typename: 'Viewer', id: 'ada', language },
    }));
    await user.click(await screen.findByRole('button', { name: again, hidden: true }));
    await waitFor(() => expect(screen.queryByText(new RegExp(said))).not.toBeInTheDocument());
    expect(api.variablesOf('KeepLanguage')).toEqual([1, 2, 3].map(() => ({ language: chosen })));
  });

  test('a chosen language is spoken whatever the account speaks', async () => {
    await renderPage('/requests', anApi({ ...ada, language: 'de' }), 'es');
    expect(await screen.findByRole('heading', { name: 'Peticiones de imagen' })).toBeVisible();
  });

  test('a name from right to left leaves the sentence around it as it is', async () => {
    await renderPage('/', anApi({ ...ada, displayName: 'דנה לוי', permissions: [] }));
    expect(await screen.findByText(/signed in as \u2068דנה לוי\u2069, an influencer/)).toBeVisible();
  });

  test('an address that leads nowhere leads back', async () => {
    await renderPage('/nowhere', anApi(ada));
    expect(await screen.findByRole('link', { name: 'Go to the start page' })).toHaveAttribute('href', '/');
  });

  test('the palette finds pages and people', async () => {
    const api = anApi(ada);
    api.answer('PeopleSearch', () => ({
      people: [{ __typename: 'Person', id: 'mateo', displayName: 'Mateo Ruiz' }],
    }));
    api.answer('PersonName', () => ({ person: { __typename: 'Person', id: 'mateo', displayName: 'Mateo Ruiz' } }));
    const { user, address } = await renderPage('/requests', api);
    await screen.findByRole('heading', { name: 'Image requests' });

    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'queu');
    expect(
      within(screen.getByRole('listbox', { name: 'Search or jump' }))
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['Queues']);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/queues'));
    expect(screen.queryByRole('dialog', { name: 'Search or jump' })).not.toBeInTheDocument();

    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'mate');
    await screen.findByRole('option', { name: /Mateo Ruiz/ });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/requests?person=mateo'));
  });
});
