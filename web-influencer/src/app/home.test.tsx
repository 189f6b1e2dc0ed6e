import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { aCampaign, aRequest, anApi, aQuota, lena, listOf } from '../test/builders.ts';
import { anApplication, type Given } from '../test/application.ts';
import { renderPage } from '../test/render-page.tsx';

const creator = { ...lena, permissions: [...lena.permissions, 'onboarding.own', 'terms.own', 'notices.own'] };

const kinds = ['PROFILE', 'DISCOVERY', 'STUDIO', 'GALLERY', 'PAYOUT_ACCOUNT', 'SECURITY', 'NOTIFICATIONS', 'HELP'];
const theSteps = (done: readonly string[], putAwayAt: string | null = null) => ({
  __typename: 'FirstSteps',
  id: 'lena',
  putAwayAt,
  steps: kinds.map((kind) => ({ __typename: 'FirstStep', kind, done: done.includes(kind) })),
});

const someTerms = {
  __typename: 'MyTerms',
  key: 'service',
  state: 'OUTDATED',
  current: { __typename: 'Terms', id: 'v2', language: 'en', title: 'Terms of service', required: true },
  stops: [{ __typename: 'TermsStop', block: 'REQUEST_IMAGES', at: '2000-01-01T00:00:00.000Z' }],
};

interface Home {
  application?: ReturnType<typeof anApplication>;
  done?: readonly string[];
  terms?: readonly object[];
  unread?: number;
  requests?: readonly object[];
  campaigns?: readonly object[];
  viewer?: Given;
}

/** Lena's home, with everything that it is made of. */
function aHome({ application = anApplication('APPROVED'), done = [], terms = [], unread = 0, ...given }: Home = {}) {
  const { requests = [], campaigns = [], viewer = creator } = given;
  const api = anApi({ remaining: 12 });
  let steps = theSteps(done);
  api.answer('StudioSession', () => ({ viewer }));
  api.answer('StudioImpersonation', () => ({ viewer: { ...viewer, impersonation: null } }));
  api.answer('UnreadCount', () => ({ unreadNotifications: unread }));
  api.answer('StudioTermsBanner', () => ({ myTerms: terms }));
  api.answer('StudioFirstSteps', () => ({ firstSteps: steps }));
  api.answer('StudioPutFirstStepsAway', ({ away }) => {
    steps = { ...steps, putAwayAt: away ? '2026-11-01T10:00:00.000Z' : null };
    return { putFirstStepsAway: steps };
  });
  api.answer('StudioSeeFirstStep', ({ step }) => {
    steps = theSteps([...done, String(step)], steps.putAwayAt);
    return { seeFirstStep: steps };
  });
  api.answer('StudioHome', ({ joining, discovers }) => ({
    ...(discovers === true && { discoverCampaigns: { __typename: 'CampaignConnection', ...listOf(campaigns) } }),
    ...(joining === true && { onboarding: application, firstSteps: steps }),
    myTerms: terms,
    unreadNotifications: unread,
    imageQuota: aQuota(12),
    imageRequests: { __typename: 'ImageRequestConnection', ...listOf(requests) },
  }));
  return api;
}

const next = async (): Promise<HTMLElement> => screen.findByRole('region', { name: 'What is next' });
const guide = async (): Promise<HTMLElement> => screen.findByRole('region', { name: 'Your first steps' });

describe('what is next', () => {
  test('nothing waits: home says so', async () => {
    await renderPage('/', aHome());
    expect(within(await next()).getByText('Nothing waits for you.')).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1, name: 'Hello, Lena Okafor' })).toBeInTheDocument();
  });

  test('what waits leads to where it is done, the most pressing first', async () => {
    const application = anApplication('RETURNED', {
      ADDRESS: { status: 'RETURNED', reasonTexts: ['The bill is too old.'] },
      TAX: { status: 'DRAFT' },
      AUDIENCE: {
        status: 'DRAFT',
        verifiedBefore: true,
        handInBy: '2099-12-22T00:00:00.000Z',
        newlyAsked: ['audienceAges'],
      },
      PAYOUT_ACCOUNT: { status: 'DRAFT', verifiedBefore: true, handInBy: '2099-12-20T00:00:00.000Z' },
      NICHES: { handInBy: '2099-12-21T00:00:00.000Z' },
      IDENTITY_DOCUMENT: { status: 'ACCEPTED', expiresSoon: true, expiresAt: '2026-12-24T00:00:00.000Z' },
    });
    await renderPage('/', aHome({ application, terms: [someTerms], unread: 3 }));
    const links = within(await next()).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/terms',
      '/onboarding/address',
      '/onboarding/niches',
      '/onboarding/audience',
      '/onboarding/identity-document',
      '/onboarding/payout-account',
      '/onboarding/tax',
      '/inbox',
    ]);
    expect(links[0]).toHaveTextContent('Until you accept it you cannot make pictures.');
    expect(links[1]).toHaveTextContent('The bill is too old.');
    expect(links[2]).toHaveTextContent('Fill in: Your topics');
    expect(links[3]).toHaveTextContent('Fill in: Your audience');
    expect(links[4]).toHaveTextContent('Dec 24, 2026');
    expect(links[5]).toHaveTextContent('Verify again: Payout account');
    expect(links[5]).toHaveTextContent('By Dec 20, 2099. Until then the studio stays open');
    expect(links[7]).toHaveTextContent('3 unread messages');
    // Home says it in its own place.
    expect(screen.queryByRole('complementary', { name: 'Terms and consents' })).not.toBeInTheDocument();
  });

  test('what staff have says by when they decide', async () => {
    await renderPage('/', aHome({ application: anApplication('WAITING', {}, { dueAt: '2099-12-24T12:00:00.000Z' }) }));
    expect(await next()).toHaveTextContent(/We are looking at what you handed in.*By Dec 24, 2099/);
  });

  test('what staff have for too long is said to be late', async () => {
    await renderPage('/', aHome({ application: anApplication('WAITING', {}, { dueAt: '2020-12-24T12:00:00.000Z' }) }));
    expect(await next()).toHaveTextContent(/We are looking at what you handed in.*by Dec 24, 2020.*we are late/);
  });

  test('who was let in without an application is not asked for one', async () => {
    await renderPage('/', aHome({ application: anApplication('NOT_STARTED') }));
    expect(await next()).toHaveTextContent('Nothing waits for you.');
    await renderPage('/', aHome({ viewer: lena }));
    expect(screen.getAllByText('Nothing waits for you.')).toHaveLength(2);
  });
});

describe('the first steps', () => {
  test('show what was done, and lead to what was not', async () => {
    await renderPage('/', aHome({ done: ['PROFILE', 'STUDIO'] }));
    expect(await guide()).toHaveTextContent('2 of 8 done');
    expect(within(await guide()).getAllByRole('img', { name: 'Done:' })).toHaveLength(2);
    const links = within(await guide()).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/profile',
      '/discover',
      '/studio',
      '/gallery',
      '/onboarding/payout-account',
      '/security',
      '/inbox/settings',
      '/help',
    ]);
  });

  test('a look at the gallery is noted, once', async () => {
    const api = aHome();
    const { user } = await renderPage('/gallery', api);
    await waitFor(() => expect(api.variablesOf('StudioSeeFirstStep')).toEqual([{ step: 'GALLERY' }]));
    await user.click(screen.getByRole('link', { name: 'Home' }));
    expect(await guide()).toHaveTextContent('1 of 8 done');
    await user.click(screen.getByRole('link', { name: 'Gallery' }));
    await screen.findByRole('heading', { level: 1, name: 'Gallery' });
    expect(api.variablesOf('StudioSeeFirstStep')).toHaveLength(1);
  });

  test('a campaign opened from home counts as discovering, once, and an article as help', async () => {
    const viewer = { ...creator, permissions: [...creator.permissions, 'campaigns.discover'] };
    const campaign = aCampaign();
    const api = aHome({ viewer, campaigns: [campaign] });
    api.answer('DiscoverCampaign', () => ({ campaign }));
    api.answer('DiscoverList', () => ({
      discoverCampaigns: { __typename: 'CampaignConnection', ...listOf([campaign]) },
    }));
    const { user } = await renderPage('/', api);
    await user.click(await screen.findByRole('link', { name: /Morning rituals/ }));
    await waitFor(() => expect(api.variablesOf('StudioSeeFirstStep')).toEqual([{ step: 'DISCOVERY' }]));
    await user.click(screen.getByRole('link', { name: 'Home' }));
    expect(await guide()).toHaveTextContent('1 of 8 done');
    await user.click(screen.getByRole('link', { name: 'Discover' }));
    await screen.findByRole('link', { name: 'Morning rituals' });
    expect(api.variablesOf('StudioSeeFirstStep')).toHaveLength(1);
    await renderPage('/help/phone', api);
    await waitFor(() => expect(api.variablesOf('StudioSeeFirstStep').at(-1)).toEqual({ step: 'HELP' }));
  });

  test('put away here is put away, and the help brings them back', async () => {
    const api = aHome();
    const { user } = await renderPage('/', api);
    await user.click(within(await guide()).getByRole('button', { name: 'Put the guide away' }));
    await waitFor(() => expect(screen.queryByText('Your first steps')).not.toBeInTheDocument());
    const { address } = await renderPage('/help', api);
    await user.click(await screen.findByRole('button', { name: 'Show the first steps again' }));
    expect(address()).toBe('/');
    expect(await guide()).toBeInTheDocument();
    expect(api.variablesOf('StudioPutFirstStepsAway')).toEqual([{ away: true }, { away: false }]);
  });

  test('what another device did shows here', async () => {
    const api = aHome();
    await renderPage('/', api);
    await guide();
    act(() => api.send('StudioFirstStepsChanged', { firstStepsChanged: theSteps(['HELP', 'GALLERY', 'PROFILE']) }));
    await waitFor(async () => expect(await guide()).toHaveTextContent('3 of 8 done'));
    act(() => api.send('StudioFirstStepsChanged', { firstStepsChanged: theSteps([], '2026-11-01T10:00:00.000Z') }));
    await waitFor(() => expect(screen.queryByText('Your first steps')).not.toBeInTheDocument());
  });
});

test.each([
  ['en', '1,234 unread messages', 'Inbox'],
  ['de', '1.234 ungelesene Mitteilungen', 'Postfach'],
] as const)('a number within a sentence is written as the language writes it: %s', async (language, said, inbox) => {
  await renderPage('/', aHome({ unread: 1234 }), language);
  expect(await screen.findByRole('link', { name: said })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: new RegExp(inbox) })).toHaveTextContent(said.split(' ')[0]!);
});

describe('campaigns', () => {
  const discovering = { ...creator, permissions: [...creator.permissions, 'campaigns.discover'] };

  test('the newest lead to their pages, with pay and whether they fit', async () => {
    await renderPage('/', aHome({ viewer: discovering, campaigns: [aCampaign({ interested: true })] }));
    const campaigns = await screen.findByRole('region', { name: 'New campaigns' });
    const link = within(campaigns).getByRole('link', { name: /Morning rituals/ });
    expect(link).toHaveAttribute('href', '/discover/morning');
    expect(link).toHaveTextContent('Nordwind Coffee€850.50You are interestedFits in part');
    expect(within(campaigns).getByRole('link', { name: 'Discover campaigns' })).toHaveAttribute('href', '/discover');
  });

  test('without any, home says so; who may not discover is told nothing of them', async () => {
    await renderPage('/', aHome({ viewer: discovering }));
    expect(await screen.findByText('No campaign takes creators at the moment.')).toBeInTheDocument();
    await renderPage('/', aHome());
    expect(screen.getAllByText('New campaigns')).toHaveLength(1);
  });
});

describe('pictures', () => {
  test('the newest are shown, without what failed, and what arrives shows by itself', async () => {
    const requests = [
      aRequest({ id: 'fox', status: 'COMPLETED' }),
      aRequest({ id: 'owl', status: 'PROCESSING', progress: 40 }),
      aRequest({ id: 'elk', status: 'FAILED' }),
    ];
    const api = aHome({ requests });
    await renderPage('/', api);
    const recent = await screen.findByRole('list', { name: 'Newest pictures' });
    expect(within(recent).getAllByRole('link')).toHaveLength(2);
    expect(within(recent).getByRole('link', { name: /Prompt of owl, Developing/ })).toHaveAttribute(
      'href',
      '/studio?request=owl',
    );
    expect(screen.getByText('12 of 200 left this month')).toBeInTheDocument();
    act(() => api.send('LiveRequests', { imageRequestUpdated: aRequest({ id: 'owl', status: 'COMPLETED' }) }));
    expect(await within(recent).findByRole('link', { name: /Prompt of owl, Ready/ })).toBeInTheDocument();
  });

  test('whoever made none yet is led to the studio', async () => {
    await renderPage('/', aHome());
    expect(await screen.findByText(/Nothing made yet/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Make pictures' })).toHaveAttribute('href', '/studio');
  });
});
