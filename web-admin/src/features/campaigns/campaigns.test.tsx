import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const aCampaign = (more: object = {}) => ({
  __typename: 'Campaign',
  id: 'autumn',
  revision: 3,
  name: 'Autumn roast',
  summary: 'Show how you drink it.',
  brief: 'A new roast.',
  brand: 'Nordwind Coffee',
  organisationId: 'nordwind',
  status: 'DRAFT',
  platforms: ['INSTAGRAM'],
  niches: ['FOOD'],
  countries: ['DE', 'AT'],
  minimumFollowers: 10_000,
  compensation: {
    __typename: 'CampaignCompensation',
    kind: 'FLAT_FEE',
    feeMinor: 150_050,
    currency: 'EUR',
    note: null,
  },
  content: 'Two reels',
  rights: { __typename: 'CampaignRights', channels: ['CREATOR_CHANNELS'], countries: [], months: 3 },
  aiImages: false,
  interestUntil: '2026-12-01',
  startsOn: '2026-12-10',
  endsOn: '2026-12-31',
  publishedAt: null as string | null,
  createdAt: '2026-11-01T10:00:00.000Z',
  moves: ['SUBMIT', 'CANCEL'],
  interestCount: 0,
  ...more,
});
const published = (more: object = {}) =>
  aCampaign({
    status: 'PUBLISHED',
    publishedAt: '2026-11-02T10:00:00.000Z',
    moves: ['START', 'CANCEL'],
    interestCount: 1,
    ...more,
  });

const manager = ['campaigns.read', 'campaigns.manage', 'organisations.read'];

function anApi(campaigns: ReturnType<typeof aCampaign>[], permissions = manager): FakeApi {
  const viewer = { ...ada, permissions: [...ada.permissions, ...permissions] };
  const brand = (id: string, name: string) => ({ __typename: 'Organisation', id, name, kind: 'BRAND' });
  return new FakeApi({
    Session: () => ({ viewer }),
    ViewerMay: () => ({ viewer }),
    OrganisationChoices: () => ({
      organisations: [brand('nordwind', 'Nordwind Coffee'), brand('velo', 'Velo Works')],
    }),
    CampaignList: () => ({ campaigns: connectionOf('CampaignConnection', campaigns) }),
    CampaignPage: ({ id }) => ({ campaign: campaigns.find((campaign) => campaign.id === id) ?? null }),
    CampaignInterests: () => ({
      campaignInterests: connectionOf('CampaignInterestConnection', [
        {
          __typename: 'CampaignInterest',
          accountId: 'lena',
          displayName: 'Lena Okafor',
          createdAt: '2026-11-03T10:00:00.000Z',
        },
      ]),
    }),
  });
}

test('the list says what a campaign is, pays and when, in words', async () => {
  await renderPage('/campaigns', anApi([published()]));
  const row = (await screen.findByRole('link', { name: 'Autumn roast' })).closest('[role="row"]');
  expect(row).toHaveTextContent(
    /Autumn roast.*Nordwind Coffee.*Published.*€1,500\.50.*Dec 1, 2026.*Dec 10\s–\s31, 2026.*1$/,
  );
  expect(screen.getByRole('link', { name: 'Autumn roast' })).toHaveAttribute('href', '/campaigns/autumn');
  expect(screen.getByRole('link', { name: 'New campaign' })).toHaveAttribute('href', '/campaigns/new');
});

test('brands are in the order of the reader’s alphabet', async () => {
  const api = anApi([aCampaign()]);
  const brand = (name: string) => ({ __typename: 'Organisation', id: name, name, kind: 'BRAND' });
  api.answer('OrganisationChoices', () => ({ organisations: ['apfel', 'Zebra', 'Ärztin'].map(brand) }));
  await renderPage('/campaigns', api, 'de');
  const picker = await screen.findByRole('combobox', { name: 'Marke' });
  const names = within(picker)
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  expect(names.slice(1)).toEqual(['apfel', 'Ärztin', 'Zebra']);
});

test('the list is narrowed by what stands in the address, and choosing changes it', async () => {
  const api = anApi([aCampaign()]);
  const { user, address } = await renderPage('/campaigns?search=coffee&status=draft,in-review', api);
  await screen.findByRole('link', { name: 'Autumn roast' });
  expect(api.variablesOf('CampaignList')).toEqual([
    { filter: { search: 'coffee', statuses: ['DRAFT', 'IN_REVIEW'] }, order: 'NEWEST', first: 50 },
  ]);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Closing soon first');
  await waitFor(() => expect(address()).toBe('/campaigns?search=coffee&status=draft%2Cin-review&order=closing-soon'));
  await user.click(screen.getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(address()).toBe('/campaigns?order=closing-soon'));
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  await waitFor(() =>
    expect(api.variablesOf('CampaignList').at(-1)).toEqual({ filter: {}, order: 'CLOSING_SOON', first: 50 }),
  );
});

test('an empty list says whether the filters are why', async () => {
  const api = anApi([]);
  const { user } = await renderPage('/campaigns?search=nothing', api);
  expect(await screen.findByText('No campaign matches these filters')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
  expect(await screen.findByText('No campaign yet')).toBeVisible();
  // The button went; the keyboard has a place all the same.
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
});

test('more is read on demand', async () => {
  const api = anApi([]);
  api.answer('CampaignList', ({ after }) => ({
    campaigns: after
      ? connectionOf('CampaignConnection', [aCampaign({ id: 'spring', name: 'Spring ride' })])
      : connectionOf('CampaignConnection', [aCampaign()], 'cursor'),
  }));
  const { user } = await renderPage('/campaigns', api);
  await user.click(await screen.findByRole('button', { name: 'Load more' }));
  expect(await screen.findByRole('link', { name: 'Spring ride' })).toBeVisible();
  expect(screen.getByText('2 campaigns, no more')).toBeVisible();
});

test('a campaign stands there as creators read it, with the last day of its rights', async () => {
  await renderPage('/campaigns/autumn', anApi([aCampaign()]));
  await screen.findByRole('heading', { level: 1, name: 'Autumn roast' });
  for (const text of [
    'Show how you drink it.',
    'Two reels',
    '€1,500.50',
    'On the creator’s profiles',
    'Worldwide',
    '3 months, until Mar 31, 2027',
    'Not allowed',
    'Food and drink',
    'Instagram',
    'Germany and Austria',
    'At least 10,000',
  ])
    expect(screen.getByText(text)).toBeVisible();
  expect(screen.queryByRole('heading', { name: 'Interested creators' })).toBeNull();
});

test('what leads on is done at once or after a question, as it can be taken back or not', async () => {
  const api = anApi([aCampaign()]);
  api.answer('MoveCampaign', ({ move }) => ({
    moveCampaign:
      move === 'SUBMIT' ? aCampaign({ status: 'IN_REVIEW', moves: ['RETURN', 'PUBLISH', 'CANCEL'] }) : published(),
  }));
  const { user } = await renderPage('/campaigns/autumn', api);
  await user.click(await screen.findByRole('button', { name: 'Send to review' }));
  expect(await screen.findByText('In review')).toBeVisible();
  // What was pressed went with it.
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Publish…' }));
  expect(screen.getByText(/From then on nothing in it can be changed/)).toBeVisible();
  expect(api.variablesOf('MoveCampaign')).toEqual([{ id: 'autumn', revision: 3, move: 'SUBMIT' }]);
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByRole('heading', { name: 'Interested creators' })).toBeVisible();
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
});

test('a campaign nobody would find is not published, and the page says what to change', async () => {
  const api = anApi([aCampaign({ status: 'IN_REVIEW', moves: ['PUBLISH'] })]);
  api.answer('MoveCampaign', () => ({ moveCampaign: { __typename: 'CampaignDatePassed', message: 'too late' } }));
  const { user } = await renderPage('/campaigns/autumn', api);
  await user.click(await screen.findByRole('button', { name: 'Publish…' }));
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByText(/The last day for interest has passed/)).toBeVisible();
});

test('a page older than what somebody else changed does nothing: it shows what it is now, and says what to do', async () => {
  const api = anApi([aCampaign({ status: 'IN_REVIEW', moves: ['RETURN', 'PUBLISH', 'CANCEL'] })]);
  const theirs = { revision: 4, name: 'Winter roast', status: 'IN_REVIEW', moves: ['PUBLISH', 'CANCEL'] };
  api.answer('MoveCampaign', ({ revision }) => ({
    moveCampaign: revision === 4 ? published() : { __typename: 'CampaignConflict', campaign: aCampaign(theirs) },
  }));
  const { user } = await renderPage('/campaigns/autumn', api);
  await user.click(await screen.findByRole('button', { name: 'Publish…' }));
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(
    /Somebody else has changed this campaign meanwhile, so nothing was done\..*read it again, then decide/,
  );
  expect(screen.getByRole('heading', { level: 1, name: 'Winter roast' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Publish…' }));
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByText('Published', { selector: '[data-tone]' })).toBeVisible();
  expect(screen.getByRole('alert')).toBeEmptyDOMElement();
});

test('a move that somebody else was faster with shows how it stands now', async () => {
  const api = anApi([aCampaign()]);
  api.answer('MoveCampaign', () => {
    throw new Refusal('CONFLICT');
  });
  const { user } = await renderPage('/campaigns/autumn', api);
  const submit = await screen.findByRole('button', { name: 'Send to review' });
  api.answer('CampaignPage', () => ({ campaign: published() }));
  await user.click(submit);
  expect(await screen.findByText('Published', { selector: '[data-tone]' })).toBeVisible();
  expect(screen.getByText(/It was changed in the meantime/)).toBeVisible();
});

test('interested creators lead to their pages, for whoever may open those', async () => {
  const first = await renderPage('/campaigns/autumn', anApi([published()], [...manager, 'accounts.read']));
  expect(await screen.findByRole('link', { name: 'Lena Okafor' })).toHaveAttribute('href', '/people/lena');
  expect(screen.getByText('1 creator interested')).toBeVisible();
  first.client.stop();
});

test('without that permission they are named alone', async () => {
  await renderPage('/campaigns/autumn', anApi([published()]));
  expect(await screen.findByText('Lena Okafor')).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Lena Okafor' })).toBeNull();
});

test('whoever may only read changes nothing and is not told who is interested', async () => {
  const reader = anApi([published({ moves: [] })], ['campaigns.read']);
  const { user } = await renderPage('/campaigns', reader);
  await user.click(await screen.findByRole('link', { name: 'Autumn roast' }));
  await screen.findByRole('heading', { level: 1, name: 'Autumn roast' });
  expect(within(screen.getByRole('article')).queryByRole('button')).toBeNull();
  expect(screen.queryByRole('heading', { name: 'Interested creators' })).toBeNull();
  expect(screen.queryByRole('link', { name: 'New campaign' })).toBeNull();
  expect(reader.variablesOf('CampaignInterests')).toEqual([]);
});

const put = async (user: UserEvent, label: string, text: string): Promise<void> => {
  await user.clear(screen.getByLabelText(label));
  await user.paste(text);
};

/** Its first day is before the last day for interest. */
async function writeCampaign(user: UserEvent): Promise<void> {
  const choose = (label: string, option: string): Promise<void> =>
    user.selectOptions(screen.getByLabelText(label, { selector: 'select' }), option);
  await choose('Brand', 'Nordwind Coffee');
  await put(user, 'Name', 'Autumn roast');
  expect(screen.getByLabelText('Name')).toBeValid();
  await put(user, 'Summary', 'Show it.');
  await put(user, 'Brief', 'A new roast.');
  await put(user, 'What is to be made', 'Two reels');
  await user.click(screen.getByLabelText('Food and drink'));
  await user.click(screen.getByLabelText('Instagram'));
  await choose('Where they live', 'Germany');
  await choose('Where they live', 'Austria');
  await user.click(screen.getByRole('button', { name: 'Remove Germany' }));
  await put(user, 'Followers at least', '10.000');
  await choose('Kind of pay', 'Fee and more');
  await put(user, 'Fee for each creator', '1.500,50');
  await put(user, 'What there is besides the fee', 'A year of coffee');
  await user.click(screen.getByLabelText('In paid ads'));
  await user.click(screen.getByLabelText('Pictures may be made with AI'));
  await put(user, 'Last day for interest', '2026-12-11');
  await put(user, 'First day', '2026-12-10');
  await put(user, 'Last day', '2026-12-31');
}

test('a new campaign is written, and money, days and countries are sent as the API knows them', async () => {
  const api = anApi([]);
  api.answer('CreateCampaign', () => ({ createCampaign: aCampaign() }));
  const { user, address } = await renderPage('/campaigns/new', api);
  await user.click(await screen.findByRole('button', { name: 'Save as a draft' }));
  expect(await screen.findByText('9 fields need another look.')).toBeVisible();
  expect(screen.getByLabelText('Brand')).toHaveFocus();
  expect(screen.getByLabelText('Name')).toBeInvalid();

  await writeCampaign(user);
  expect(screen.getByText('Counted from the last day: until Dec 31, 2027.')).toBeVisible();
  await user.keyboard('{Control>}s{/Control}');
  expect(await screen.findByText('Not before the last day for interest.')).toBeVisible();
  expect(api.variablesOf('CreateCampaign')).toEqual([]);
  await put(user, 'First day', '2026-12-12');
  await user.click(screen.getByRole('button', { name: 'Save as a draft' }));
  await waitFor(() => expect(address()).toBe('/campaigns/autumn'));
  expect(api.variablesOf('CreateCampaign')).toEqual([
    {
      input: {
        organisationId: 'nordwind',
        name: 'Autumn roast',
        summary: 'Show it.',
        brief: 'A new roast.',
        content: 'Two reels',
        niches: ['FOOD'],
        platforms: ['INSTAGRAM'],
        countries: ['AT'],
        minimumFollowers: 10_000,
        compensation: { kind: 'MIXED', feeMinor: 150_050, currency: 'EUR', note: 'A year of coffee' },
        rights: { channels: ['CREATOR_CHANNELS', 'PAID_ADS'], countries: [], months: 12 },
        aiImages: true,
        interestUntil: '2026-12-11',
        startsOn: '2026-12-12',
        endsOn: '2026-12-31',
      },
      idempotencyKey: expect.any(String) as string,
    },
  ]);
});

test('a new campaign whose answer was lost is asked for once more, and changed by what was typed since', async () => {
  const api = anApi([aCampaign()]);
  api.answer('CreateCampaign', () => {
    throw new TypeError('Failed to fetch');
  });
  const { user, address } = await renderPage('/campaigns/new', api);
  await screen.findByRole('button', { name: 'Save as a draft' });
  await writeCampaign(user);
  await put(user, 'First day', '2026-12-12');
  await user.click(screen.getByRole('button', { name: 'Save as a draft' }));
  await waitFor(() => expect(api.variablesOf('CreateCampaign')).toHaveLength(1));
  await put(user, 'Name', 'Winter roast');
  api.answer('CreateCampaign', () => ({ createCampaign: aCampaign() }));
  api.answer('UpdateCampaign', () => ({ updateCampaign: aCampaign({ name: 'Winter roast', revision: 2 }) }));
  await user.click(screen.getByRole('button', { name: 'Save as a draft' }));
  await waitFor(() => expect(address()).toBe('/campaigns/autumn'));
  const [lost, again] = api.variablesOf('CreateCampaign');
  expect(again).toEqual(lost);
  expect(api.variablesOf('UpdateCampaign')).toMatchObject([
    { id: 'autumn', revision: 1, input: { name: 'Winter roast', summary: 'Show it.' } },
  ]);
});

test('what the API refuses stands at its field', async () => {
  const api = anApi([aCampaign()]);
  api.answer('UpdateCampaign', () => {
    throw new Refusal('BAD_USER_INPUT', [
      { path: 'compensation.feeMinor', code: 'TOO_LARGE', bound: 200_000_000, message: 'too much' },
    ]);
  });
  const { user } = await renderPage('/campaigns/autumn/edit', api);
  const fee = await screen.findByRole('textbox', { name: 'Fee for each creator' });
  expect(fee).toHaveValue('1500.50');
  await user.clear(fee);
  await user.type(fee, '3000000');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Not more than €2,000,000.')).toBeVisible();
  await waitFor(() => expect(fee).toHaveFocus());
});

test('somebody else’s change in between is a conflict: nothing typed is lost, and theirs can be loaded and changed', async () => {
  const api = anApi([aCampaign()]);
  const theirs = aCampaign({ revision: 4, name: 'Winter roast' });
  api.answer('UpdateCampaign', ({ revision }) => ({
    updateCampaign: revision === 4 ? theirs : { __typename: 'CampaignConflict', campaign: theirs },
  }));
  const { user, address } = await renderPage('/campaigns/autumn/edit', api);
  const name = await screen.findByRole('textbox', { name: 'Name' });
  await user.type(name, ' 2026');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/Somebody else has changed this campaign/)).toBeVisible();
  expect(name).toHaveValue('Autumn roast 2026');
  await user.click(screen.getByRole('button', { name: 'Load their version' }));
  expect(name).toHaveValue('Winter roast');
  expect(name).toHaveFocus();
  await user.type(name, '!');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(address()).toBe('/campaigns/autumn'));
  expect(api.variablesOf('UpdateCampaign').map(({ revision }) => revision)).toEqual([3, 4]);
});

test('leaving with something typed asks first', async () => {
  const { user, address } = await renderPage('/campaigns/autumn/edit', anApi([aCampaign()]));
  const closing = () => fireEvent(window, new Event('beforeunload', { cancelable: true }));
  const name = await screen.findByRole('textbox', { name: 'Name' });
  // True: nothing keeps the browser from closing the tab.
  expect(closing()).toBe(true);
  await user.type(name, '!');
  expect(closing()).toBe(false);
  await user.click(screen.getByRole('link', { name: 'Cancel' }));
  expect(await screen.findByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  // jsdom's dialog gives the focus to nothing; a browser would give it to the cross.
  expect(screen.getByRole('button', { name: 'Keep editing' })).toHaveAttribute('data-autofocus');
  expect(screen.getByRole('button', { name: 'Keep editing' })).toHaveFocus();
  expect(address()).toBe('/campaigns/autumn/edit');
  await user.click(screen.getByRole('button', { name: 'Discard it' }));
  await waitFor(() => expect(address()).toBe('/campaigns/autumn'));
});

test('what creators have read cannot be changed any more', async () => {
  await renderPage('/campaigns/autumn/edit', anApi([published()]));
  expect(await screen.findByText('This campaign can no longer be changed')).toBeVisible();
  expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
});

test('the palette leads to the list and to a new one', async () => {
  const { user, address } = await renderPage('/campaigns', anApi([aCampaign()]));
  await screen.findByRole('link', { name: 'Autumn roast' });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'new camp');
  await user.click(await screen.findByRole('option', { name: 'New campaign' }));
  await waitFor(() => expect(address()).toBe('/campaigns/new'));
});

test('in German everything is German, also days and money', async () => {
  await renderPage('/campaigns', anApi([published()]), 'de');
  const row = (await screen.findByRole('link', { name: 'Autumn roast' })).closest('[role="row"]');
  expect(row).toHaveTextContent(/Veröffentlicht.*1\.500,50\s€.*01\.12\.2026.*10\.–31\.12\.2026/);
});
