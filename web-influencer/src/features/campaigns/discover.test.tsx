import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { anApplication, joining, noa } from '../../test/application.ts';
import { aCampaign, anApi, lena, listOf, theFit, theReason } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';
import { readFilter, writeFilter } from './discover-filter.ts';

const creator = { ...lena, permissions: [...lena.permissions, 'onboarding.own', 'campaigns.discover'] };
type Campaign = ReturnType<typeof aCampaign>;

/** Lena, and a server that has these. */
function withCampaigns(campaigns: readonly Campaign[]): FakeApi {
  const api = anApi();
  let all = [...campaigns];
  const put = (id: unknown, interested: boolean) => {
    all = all.map((each) => (each.id === id ? { ...each, interested } : each));
    return all.find((each) => each.id === id)!;
  };
  api.answer('StudioSession', () => ({ viewer: creator }));
  api.answer('StudioImpersonation', () => ({ viewer: { ...creator, impersonation: null } }));
  api.answer('StudioFirstSteps', () => ({
    firstSteps: { __typename: 'FirstSteps', id: 'lena', putAwayAt: null, steps: [] },
  }));
  api.answer('DiscoverList', ({ filter }) => {
    const { interested } = filter as { interested?: boolean };
    const shown = all.filter((each) => !interested || each.interested);
    return { discoverCampaigns: { __typename: 'CampaignConnection', ...listOf(shown) } };
  });
  api.answer('DiscoverCampaign', ({ id }) => ({ campaign: all.find((each) => each.id === id) ?? null }));
  api.answer('DiscoverShowInterest', ({ campaignId }) => ({ showInterest: put(campaignId, true) }));
  api.answer('DiscoverWithdrawInterest', ({ campaignId }) => ({ withdrawInterest: put(campaignId, false) }));
  return api;
}

const cards = async (): Promise<HTMLElement[]> => screen.findAllByRole('article');
const names = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
const asked = (api: FakeApi) => api.variablesOf('DiscoverList').at(-1);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T09:00:00.000Z') }));
afterEach(() => void vi.useRealTimers());

describe('a card', () => {
  test('says pay, rights with their end, AI terms, until when, and why it fits or does not', async () => {
    await renderPage('/discover', withCampaigns([aCampaign()]));
    const [card] = await cards();
    expect(card).toHaveTextContent('Nordwind Coffee');
    expect(card).toHaveTextContent('€850.50');
    expect(card).toHaveTextContent('coffee for half a year');
    expect(card).toHaveTextContent(
      'Shown on the brand’s channels and in paid ads for 6 months after the campaign (until June 30, 2027), only in: Germany and Austria.',
    );
    expect(card).toHaveTextContent('Welcome: you may make them in the studio.');
    expect(card).toHaveTextContent('December 5, 2026 (4 days left)');
    expect(within(card!).getByText('Fits in part')).toBeInTheDocument();
    const why = within(card!).getByRole('list', { name: 'Why it fits you, or does not' });
    expect(
      within(why)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Fits:Your topics', 'Does not fit:From 10,000 followers on']);
    expect(within(card!).getByRole('link')).toHaveAttribute('href', '/discover/morning');
  });

  test.each([
    ['FLAT_FEE', 50_000, null, '€500', 'Fixed fee'],
    ['COMMISSION', null, '8 % of each order', 'Commission', '8 % of each order'],
    ['PRODUCT', null, 'A coffee machine', 'Products', 'A coffee machine'],
  ])('%s reads as people say it', async (kind, feeMinor, note, most, rest) => {
    const currency = feeMinor === null ? null : 'EUR';
    const compensation = { __typename: 'CampaignCompensation' as const, kind, feeMinor, currency, note } as never;
    const rights = { __typename: 'CampaignRights', channels: ['CREATOR_CHANNELS'], countries: [], months: 1 };
    await renderPage('/discover', withCampaigns([aCampaign({ compensation, rights, aiImages: false, fit: theFit() })]));
    const [card] = await cards();
    expect(card).toHaveTextContent(`${most}${rest}`);
    expect(card).toHaveTextContent(
      'on your channels for 1 month after the campaign (until January 31, 2027), worldwide',
    );
    expect(card).toHaveTextContent('Not wanted: only what you photograph and film yourself.');
    expect(within(card!).getByText('Fits you')).toBeInTheDocument();
  });
});

test('a card of a campaign that takes nobody any more says so', async () => {
  const over = aCampaign({ id: 'over', open: false, interested: true });
  const begun = aCampaign({ id: 'begun', status: 'IN_PROGRESS', open: false, interested: true });
  await renderPage('/discover?interested=yes', withCampaigns([over, begun, aCampaign({ interested: true })]));
  const closed = (await cards()).map((card) => within(card).queryByText('No longer open') !== null);
  expect(closed).toEqual([true, true, false]);
});

describe('narrowing', () => {
  test('by chips, words and order stands in the address, and can be stepped back from', async () => {
    const api = withCampaigns([aCampaign()]);
    const { user, address } = await renderPage('/discover', api);
    await cards();
    await user.click(screen.getByRole('button', { name: 'Topics' }));
    await user.click(screen.getByRole('checkbox', { name: /^Food/ }));
    await user.click(screen.getByRole('button', { name: 'Platforms' }));
    await user.click(screen.getByRole('checkbox', { name: 'TikTok' }));
    await user.click(screen.getByRole('button', { name: 'Pay' }));
    await user.click(screen.getByRole('checkbox', { name: 'Fixed fee' }));
    await user.type(screen.getByRole('searchbox', { name: 'Search campaigns' }), 'coffee');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Closing soon');
    await waitFor(() =>
      expect(address()).toBe('/discover?search=coffee&topic=food&platform=tiktok&pay=flat-fee&order=closing-soon'),
    );
    await waitFor(() =>
      expect(asked(api)).toEqual({
        filter: { search: 'coffee', niches: ['FOOD'], platforms: ['TIKTOK'], compensation: ['FLAT_FEE'] },
        order: 'CLOSING_SOON',
      }),
    );
    await user.click(screen.getByRole('button', { name: /^Take away: Food/ }));
    await waitFor(() => expect(address()).not.toContain('topic'));
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(address()).toBe('/discover?order=closing-soon'));
    expect(screen.getByRole('searchbox', { name: 'Search campaigns' })).toHaveValue('');
  });

  test('what an address says that means nothing is left out', () => {
    const filter = readFilter(new URLSearchParams('topic=food,zebra&platform=&pay=gold&interested=no&order=upwards'));
    expect(filter).toEqual({
      search: null,
      niches: ['FOOD'],
      platforms: [],
      pay: [],
      interested: false,
      order: 'NEWEST',
    });
    expect(writeFilter(filter).toString()).toBe('topic=food');
  });

  test('nothing that fits the filters leads back to everything', async () => {
    const { user, address } = await renderPage('/discover?interested=yes', withCampaigns([aCampaign()]));
    expect(await screen.findByRole('heading', { name: 'Nothing fits these filters' })).toBeInTheDocument();
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1]!);
    expect(await cards()).toHaveLength(1);
    expect(address()).toBe('/discover');
  });
});

describe('the list', () => {
  test('says when there is no campaign at all', async () => {
    await renderPage('/discover', withCampaigns([]));
    expect(await screen.findByRole('heading', { name: 'No campaigns at the moment' })).toBeInTheDocument();
  });

  test('reads on, and again after a failure', async () => {
    const api = withCampaigns([]);
    api.answer('DiscoverList', ({ after }) => ({
      discoverCampaigns: {
        __typename: 'CampaignConnection',
        ...(after === 'end'
          ? listOf([aCampaign({ id: 'evening', name: 'Evening rituals' })])
          : listOf([aCampaign()], 'end')),
      },
    }));
    const { user } = await renderPage('/discover', api);
    const more = await screen.findByRole('button', { name: 'Show more' });
    api.reachable(false);
    await user.click(more);
    expect(await screen.findByRole('alert')).toHaveTextContent('did not load');
    api.reachable(true);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(names()).toEqual(['Morning rituals', 'Evening rituals']));
    expect(screen.getByText('2 campaigns')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  });

  test('says that it did not go on no sooner than that can be tried again', async () => {
    const api = withCampaigns([]);
    api.answer('DiscoverList', () => ({
      discoverCampaigns: { __typename: 'CampaignConnection', ...listOf([aCampaign()], 'end') },
    }));
    const { user } = await renderPage('/discover', api);
    const more = await screen.findByRole('button', { name: 'Show more' });
    const seen: { problem: boolean; usable: boolean }[] = [];
    const watch = new MutationObserver(() =>
      seen.push({ problem: screen.queryByRole('alert') !== null, usable: !more.hasAttribute('aria-disabled') }),
    );
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    api.reachable(false);
    await user.click(more);
    await screen.findByRole('alert');
    watch.disconnect();
    expect(seen).toContainEqual({ problem: false, usable: false });
    expect(seen).not.toContainEqual({ problem: true, usable: false });
  });

  test('lets a link be followed while it still reads on', async () => {
    const api = withCampaigns([]);
    api.answer('DiscoverList', ({ after }) =>
      after === 'end'
        ? new Promise(() => undefined)
        : { discoverCampaigns: { __typename: 'CampaignConnection', ...listOf([aCampaign()], 'end') } },
    );
    api.answer('DiscoverCampaign', () => ({ campaign: aCampaign() }));
    const { user } = await renderPage('/discover', api);
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    await user.click(screen.getByRole('link', { name: 'Morning rituals' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Morning rituals' })).toBeInTheDocument();
  });

  test('that could not be read is read again', async () => {
    const api = withCampaigns([aCampaign()]);
    const answer = api.answerOf('DiscoverList');
    api.answer('DiscoverList', () => {
      throw new Refusal('RATE_LIMITED');
    });
    const { user } = await renderPage('/discover', api);
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    api.answer('DiscoverList', answer);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await cards()).toHaveLength(1);
  });
});

describe('a campaign', () => {
  test('is opened from its card and leads back to the list as it was narrowed', async () => {
    const { user, address } = await renderPage('/discover?topic=food', withCampaigns([aCampaign()]));
    await user.click(await screen.findByRole('link', { name: 'Morning rituals' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Morning rituals' })).toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'All campaigns' }));
    await waitFor(() => expect(address()).toBe('/discover?topic=food'));
  });

  test('tells the brief, what is to be made, and what can be done about a wish that is not met', async () => {
    const reasons = ['NICHE', 'PLATFORM', 'COUNTRY', 'FOLLOWERS'].map((kind) => theReason(kind, kind === 'COUNTRY'));
    await renderPage('/discover/morning', withCampaigns([aCampaign({ fit: theFit(...reasons) })]));
    expect(await screen.findByText('No music, no cuts.')).toBeInTheDocument();
    expect(screen.getByText('Two reels and a story.')).toBeInTheDocument();
    expect(screen.getByText(/^Dec 10\s*–\s*31, 2026$/)).toBeInTheDocument();
    const fit = screen.getByRole('region', { name: 'Does it fit you?' });
    expect(within(fit).getByText('It looks for creators in: Germany. You live there.')).toBeInTheDocument();
    expect(within(fit).getByText(/Instagram or TikTok\. You named no profile there\./)).toBeInTheDocument();
    expect(
      within(fit)
        .getAllByRole('link')
        .map((link) => link.getAttribute('href')),
    ).toEqual(['/onboarding/niches', '/onboarding/social-profiles', '/onboarding/audience']);
    expect(within(fit).getByText(/You can tell the agency all the same/)).toBeInTheDocument();
  });

  test('takes interest and gives it back, and says what comes of it', async () => {
    const api = withCampaigns([aCampaign()]);
    const { user } = await renderPage('/discover/morning', api);
    expect(await screen.findByText(/Nothing is agreed by it/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'I’m interested' }));
    expect(await screen.findByText('You are interested.')).toBeInTheDocument();
    expect(api.variablesOf('DiscoverShowInterest')).toEqual([{ campaignId: 'morning' }]);
    await user.click(screen.getByRole('link', { name: 'All campaigns' }));
    await screen.findByRole('heading', { level: 1, name: 'Discover' });
    expect((await cards())[0]).toHaveTextContent('You are interested');
    await user.click(screen.getByRole('link', { name: 'Morning rituals' }));
    await user.click(await screen.findByRole('button', { name: 'No longer interested' }));
    expect(await screen.findByRole('button', { name: 'I’m interested' })).toBeInTheDocument();
    expect(screen.queryByText('You are interested.')).not.toBeInTheDocument();
  });

  test('a try that did not arrive says so, and can be repeated', async () => {
    const api = withCampaigns([aCampaign()]);
    const { user } = await renderPage('/discover/morning', api);
    const show = await screen.findByRole('button', { name: 'I’m interested' });
    api.reachable(false);
    await user.click(show);
    await waitFor(() => expect(screen.getByRole('alert')).not.toBeEmptyDOMElement());
    api.reachable(true);
    await user.click(show);
    expect(await screen.findByRole('button', { name: 'No longer interested' })).toBeInTheDocument();
    expect(screen.getByRole('alert')).toBeEmptyDOMElement();
  });

  test('takes interest on its last day where the agency is, also where the next day has begun', async () => {
    const { user } = await renderPage('/discover/morning', withCampaigns([aCampaign({ interestUntil: '2026-11-30' })]));
    await user.click(await screen.findByRole('button', { name: 'I’m interested' }));
    expect(await screen.findByText('You are interested.')).toBeInTheDocument();
  });

  test('that was closed meanwhile says so instead of taking interest', async () => {
    const api = withCampaigns([aCampaign()]);
    api.answer('DiscoverShowInterest', () => ({ showInterest: { __typename: 'CampaignClosed', message: 'Closed' } }));
    const { user } = await renderPage('/discover/morning', api);
    await user.click(await screen.findByRole('button', { name: 'I’m interested' }));
    expect(await screen.findByText('The time to say that you are interested is over.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'I’m interested' })).not.toBeInTheDocument();
  });

  test.each([
    ['IN_PROGRESS', 'This campaign has begun and takes nobody new.'],
    ['CANCELLED', 'This campaign was cancelled.'],
  ])('that is %s still lets interest be taken back', async (status, text) => {
    const { user } = await renderPage(
      '/discover/morning',
      withCampaigns([aCampaign({ status, open: false, interested: true })]),
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'No longer interested' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /interested/ })).not.toBeInTheDocument());
  });
});

describe('who may discover', () => {
  test('finds it in the navigation; whoever joins reads when it opens', async () => {
    await renderPage('/gallery', withCampaigns([]));
    expect(await screen.findByRole('link', { name: 'Discover' })).toHaveAttribute('href', '/discover');
    await renderPage('/discover', joining(anApplication('IN_PROGRESS'), noa));
    expect(await screen.findByRole('heading', { name: 'Campaigns open when you are in' })).toBeInTheDocument();
    expect(screen.getAllByRole('link', { name: 'Discover' })).toHaveLength(1);
  });
});
