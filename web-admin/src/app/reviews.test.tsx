import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import userEvent from '@testing-library/user-event';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { ada, connectionOf } from '../test/builders';
import { renderPage } from '../test/render-page';
import de from '../i18n/de';
import en from '../i18n/en';
import es from '../i18n/es';
import fr from '../i18n/fr';
import { fromSaved, readFilter, toSaved, toVariable, writeFilter } from '../features/onboarding/review-filter';

const keysInUse = vi.hoisted(() => new Set<string>());
// The keys as they are, and noted.
vi.mock(import('../ui/use-shortcuts'), async (original) => {
  const real = await original();
  return {
    ...real,
    useShortcuts: (...[shortcuts, place]: Parameters<typeof real.useShortcuts>) => {
      for (const key of Object.keys(shortcuts)) keysInUse.add(key);
      return real.useShortcuts(shortcuts, place);
    },
  };
});

const kim = {
  ...ada,
  permissions: ['accounts.desk', 'accounts.find', 'onboarding.review', 'onboarding.assign', 'onboarding.reasons'],
};
const person = (id: string, displayName: string) => ({ __typename: 'Person', id, displayName });

const aCase = (id: string, more: object = {}) => ({
  __typename: 'ReviewCase',
  id,
  number: `10${id}`,
  status: 'WAITING',
  openedAt: '2026-11-01T09:00:00.000Z',
  dueAt: '2099-11-02T09:00:00.000Z',
  overdue: false,
  highRisk: false,
  renewal: false,
  handInBy: null,
  newlyAsked: false,
  decision: null,
  decidedAt: null,
  claimExpiresAt: null,
  viewerMoves: ['CLAIM', 'ASSIGN'],
  creator: person(`creator-${id}`, `Creator ${id}`),
  assignee: null,
  reviewer: null,
  proposer: null,
  decider: null,
  ...more,
});

const aSection = (kind: string, more: object = {}) => ({
  __typename: 'ReviewSection',
  id: `s-${kind}`,
  kind,
  status: 'IN_REVIEW',
  asked: true,
  facts: [] as object[],
  documents: [] as object[],
  documentRequests: [] as object[],
  verdict: null as object | null,
  expiresAt: null,
  handInBy: null,
  verifiedBefore: false,
  newlyAsked: [] as string[],
  before: null as object | null,
  ...more,
});

const held = { status: 'CLAIMED', viewerMoves: ['RELEASE', 'DECIDE'], reviewer: person('ada', 'Ada Lindqvist') };

const aFile = (more: object = {}, caseMore: object = held) => ({
  __typename: 'ReviewFile',
  id: '7',
  masked: false,
  needsTwo: false,
  proposalOutdated: false,
  suggestedReapplyAt: '2099-03-01T00:00:00.000Z',
  case: aCase('7', caseMore),
  sections: [
    aSection('PERSON', {
      facts: [
        { __typename: 'ReviewFact', field: 'givenName', values: ['Zoë'], at: null },
        { __typename: 'ReviewFact', field: 'nationality', values: ['ES'], at: null },
      ],
    }),
    aSection('ADDRESS'),
  ],
  hints: [] as object[],
  notes: [] as object[],
  history: [] as object[],
  otherCases: [] as object[],
  proposal: null as object | null,
  ...more,
});

const aReason = (code: string, use: string, text: string, sections: string[] = []) => ({
  __typename: 'ReviewReason',
  code,
  use,
  sections,
  retired: false,
  revision: 1,
  texts: spokenLanguages.map((language) => ({
    __typename: 'ReviewReasonText',
    language,
    text: language === 'en' ? text : `${text} (${language})`,
  })),
});

const facts = {
  __typename: 'ReviewQueueFacts',
  waiting: 12,
  claimed: 3,
  proposed: 1,
  overdue: 2,
  highRisk: 4,
  mine: 5,
};

const anApi = (answers: ConstructorParameters<typeof FakeApi>[0] = {}): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: kim }),
    ViewerMay: () => ({ viewer: kim }),
    ReviewQueue: () => ({
      reviewCases: connectionOf('ReviewCaseConnection', [aCase('1'), aCase('2', { highRisk: true })]),
    }),
    ReviewFacts: () => ({ reviewQueueFacts: facts }),
    ReviewViews: () => ({ reviewViews: [] }),
    Reviewers: () => ({ reviewers: [person('noor', 'Noor Haddad')] }),
    ReviewCasePage: () => ({ reviewFile: aFile() }),
    ReviewReasons: () => ({
      reviewReasons: [
        aReason('BLURRED', 'RETURN', 'We cannot read it.'),
        aReason('TOO_OLD', 'RETURN', 'It is too old.', ['ADDRESS']),
        aReason('UNDERAGE', 'REJECT', 'Too young.'),
      ],
    }),
    SaveSectionVerdict: ({ input }) => ({
      saveSectionVerdict: {
        __typename: 'SectionVerdict',
        id: `v-${(input as { section: string }).section}`,
        reasons: [],
        note: null,
        revision: 1,
        ...(input as object),
      },
    }),
    ...answers,
  });

const queue = () => screen.findByRole('table', { name: 'Cases' });

describe('the filter in the address', () => {
  test('is read, written, asked for and kept in the same words', () => {
    const address =
      'search=zo%C3%AB&status=waiting%2Cclaimed&assignee=me&only=risk%2Clate%2Crenewal&order=newest&columns=due%2Cmarks';
    const filter = readFilter(new URLSearchParams(address));
    expect(writeFilter(filter).toString()).toBe(address);
    expect(toVariable(filter)).toEqual({
      search: 'zoë',
      status: ['WAITING', 'CLAIMED'],
      assignee: 'ME',
      highRisk: true,
      overdue: true,
      renewal: true,
    });
    expect(fromSaved(toSaved(filter))).toEqual({ ...filter, search: null });
    expect(readFilter(new URLSearchParams('status=nope&order=x'))).toMatchObject({ statuses: [], order: 'DUE' });
  });
});

describe('the queue', () => {
  test('shows the columns that are ticked, and keeps them with the view', async () => {
    const api = anApi({
      SaveReviewView: ({ name }) => ({ saveReviewView: { __typename: 'ReviewView', id: 'v', name } }),
    });
    const { user } = await renderPage('/reviews?columns=due', api);
    const heads = async () =>
      within(await queue())
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent);
    expect(await heads()).toEqual(['', 'No.', 'Creator', 'Time left']);
    expect(screen.getByRole('button', { name: 'Columns: 1 of 5 columns' })).toBeVisible();
    // In a popover, which jsdom cannot unfold.
    await user.click(screen.getByRole('checkbox', { name: 'State', hidden: true }));
    await waitFor(async () => expect(await heads()).toEqual(['', 'No.', 'Creator', 'State', 'Time left']));
    expect(api.variablesOf('ReviewQueue')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Save this view' }));
    await user.type(await screen.findByRole('textbox', { name: 'Name of the view' }), 'Mine{Enter}');
    await waitFor(() =>
      expect(api.variablesOf('SaveReviewView')).toEqual([
        { name: 'Mine', filter: { order: 'DUE', columns: ['STATE', 'DUE'] } },
      ]),
    );
  });

  test('says who waits, for how long yet, and what is special about them', async () => {
    await renderPage('/reviews', anApi());
    const [, first, second] = within(await queue()).getAllByRole('row');
    expect(first).toHaveTextContent('#101Creator 1Waiting');
    expect(second).toHaveTextContent('High risk');
    expect(within(first!).getByRole('link', { name: 'Creator 1' })).toHaveAttribute('href', '/reviews/1');
    expect(screen.getByRole('button', { name: '2 late' })).toBeVisible();
  });

  test('takes the next case of the list by one key', async () => {
    const api = anApi({ ClaimNextCase: () => ({ claimNextCase: aCase('7', held) }) });
    const { user, address } = await renderPage('/reviews?only=risk', api);
    await queue();
    await user.keyboard('n');
    await waitFor(() => expect(address()).toBe('/reviews/7?only=risk'));
    expect(api.variablesOf('ClaimNextCase')).toEqual([{ filter: { highRisk: true } }]);
  });

  test('says so when there is nothing to take', async () => {
    const api = anApi({ ClaimNextCase: () => ({ claimNextCase: { __typename: 'QueueEmpty', message: '' } }) });
    const { user } = await renderPage('/reviews', api);
    await user.click(await screen.findByRole('button', { name: 'Take the next case' }));
    expect(await screen.findByText('Nothing left to review here.')).toBeVisible();
  });

  test('gives what is ticked by keys to a reviewer', async () => {
    const api = anApi({
      AssignCases: () => ({ assignCases: [aCase('1', { assignee: person('noor', 'Noor Haddad') })] }),
    });
    const { user } = await renderPage('/reviews', api);
    await queue();
    await user.keyboard('jx');
    expect(screen.getByText('1 selected')).toBeVisible();
    await user.keyboard('g');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Give to' }), 'Noor Haddad');
    await user.click(screen.getByRole('button', { name: 'Assign' }));
    expect(await within(await queue()).findByText('Noor Haddad')).toBeVisible();
    expect(api.variablesOf('AssignCases')).toEqual([{ ids: ['1'], assigneeId: 'noor' }]);
    expect(screen.getByText('Nothing selected')).toBeVisible();
  });

  test('keeps a view and goes back to it', async () => {
    const api = anApi({
      SaveReviewView: () => ({ saveReviewView: { __typename: 'ReviewView', id: 'v', name: 'Mine' } }),
    });
    const { user, address } = await renderPage('/reviews?assignee=me', api);
    await queue();
    await user.click(screen.getByRole('button', { name: 'Save this view' }));
    await user.type(screen.getByRole('textbox', { name: /Name of the view/ }), 'Mine');
    api.answer('ReviewViews', () => ({
      reviewViews: [
        {
          __typename: 'ReviewView',
          id: 'v',
          name: 'Late',
          filter: {
            __typename: 'SavedCaseFilter',
            status: null,
            assignee: null,
            highRisk: null,
            overdue: true,
            renewal: null,
            order: 'DUE',
            columns: null,
          },
        },
      ],
    }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Late' }));
    await waitFor(() => expect(address()).toBe('/reviews?only=late'));
    expect(api.variablesOf('SaveReviewView')).toEqual([{ name: 'Mine', filter: { assignee: 'ME', order: 'DUE' } }]);
  });

  test('is read again when something changed', async () => {
    const api = anApi();
    await renderPage('/reviews', api);
    await queue();
    api.answer('ReviewQueue', () => ({ reviewCases: connectionOf('ReviewCaseConnection', [aCase('3')]) }));
    act(() => api.send('ReviewNews', { reviewCaseChanged: { __typename: 'ReviewCaseNews', caseId: '3' } }));
    expect(await screen.findByRole('link', { name: 'Creator 3' })).toBeVisible();
  });

  test('moves no row under the hand: what is new is counted, and shown when it is taken', async () => {
    const names = (): (string | null)[] =>
      within(screen.getByRole('table', { name: 'Cases' }))
        .getAllByRole('link', { name: /^Creator/ })
        .map((link) => link.textContent);
    const api = anApi();
    const { user } = await renderPage('/reviews', api);
    await queue();
    await user.keyboard('j');
    const after = [aCase('3'), aCase('1'), aCase('2'), aCase('4')];
    api.answer('ReviewQueue', () => ({ reviewCases: connectionOf('ReviewCaseConnection', after) }));
    act(() => api.send('ReviewNews', { reviewCaseChanged: { __typename: 'ReviewCaseNews', caseId: '3' } }));
    const offer = await screen.findByRole('button', { name: '1 new' });
    expect(names()).toEqual(['Creator 1', 'Creator 2', 'Creator 4']);
    await user.click(offer);
    await waitFor(() => expect(names()).toEqual(['Creator 3', 'Creator 1', 'Creator 2', 'Creator 4']));
    expect(screen.queryByRole('button', { name: '1 new' })).not.toBeInTheDocument();
  });

  test('says what to do where nothing waits, or nothing matches', async () => {
    const none = { ReviewQueue: () => ({ reviewCases: connectionOf('ReviewCaseConnection', []) }) };
    const { user, address } = await renderPage('/reviews?assignee=me', anApi(none));
    await user.click(await screen.findByRole('button', { name: 'Clear the filters' }));
    await waitFor(() => expect(address()).toBe('/reviews'));
    expect(await screen.findByText('Nothing waits')).toBeVisible();
  });
});

describe('a case', () => {
  test('is masked until somebody takes it', async () => {
    const masked = aFile(
      { masked: true, sections: [aSection('PERSON', { status: 'SUBMITTED' })] },
      { status: 'WAITING', viewerMoves: ['CLAIM'] },
    );
    const api = anApi({
      ReviewCasePage: () => ({ reviewFile: masked }),
      ClaimCase: () => ({ claimCase: aCase('7', held) }),
    });
    const { user } = await renderPage('/reviews/7', api);
    expect(await screen.findByText(/masked until you take the case/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument();
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile() }));
    await user.keyboard('c');
    expect(await screen.findByText('Zoë')).toBeVisible();
    expect(screen.getByText('Spain')).toBeVisible();
  });

  test('is shown in full as soon as it was taken, though an older reading was on its way', async () => {
    const masked = aFile({ masked: true, sections: [aSection('PERSON')] }, { viewerMoves: ['CLAIM'] });
    const older = Promise.withResolvers<object>();
    const api = anApi({
      ReviewCasePage: () => ({ reviewFile: masked }),
      ClaimCase: () => ({ claimCase: aCase('7', held) }),
    });
    const { user, connection } = await renderPage('/reviews/7', api);
    await screen.findByText(/masked until you take the case/);
    api.answer('ReviewCasePage', () => older.promise);
    act(() => connection.flows());
    await waitFor(() => expect(api.variablesOf('ReviewCasePage')).toHaveLength(2));
    await user.keyboard('c');
    await waitFor(() => expect(api.variablesOf('ClaimCase')).toHaveLength(1));
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile() }));
    await act(async () => older.resolve({ reviewFile: masked }));
    expect(await screen.findByText('Zoë')).toBeVisible();
    expect(screen.getByRole('button', { name: /^Decide/ })).toBeVisible();
  });

  test('says what was changed after it was verified, and by when it had to be handed in', async () => {
    const handInBy = '2026-12-24T10:00:00.000Z';
    const sections = [
      aSection('PERSON'),
      aSection('ADDRESS', { handInBy, verifiedBefore: true }),
      aSection('TAX', { handInBy }),
    ];
    const api = anApi({
      ReviewQueue: () => ({ reviewCases: connectionOf('ReviewCaseConnection', [aCase('7', { handInBy })]) }),
      ReviewCasePage: () => ({ reviewFile: aFile({ sections }, { ...held, handInBy }) }),
    });
    const { user } = await renderPage('/reviews', api);
    expect(await within(await queue()).findByText('Due from them by Dec 24, 2026')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Creator 7' }));
    expect(await screen.findByRole('region', { name: 'Address' })).toHaveTextContent(
      'changed after it was verified; to be handed in by Dec 24, 2026',
    );
    expect(screen.getByRole('region', { name: 'Tax' })).toHaveTextContent('newly asked');
    expect(screen.getByText('Due from them by Dec 24, 2026')).toBeVisible();
  });

  test('says to which texts the creator agreed, and when', async () => {
    const aConsent = (name: string, at: string) => ({ __typename: 'ReviewFact', field: 'consent', values: [name], at });
    const facts = [
      aConsent('Privacy policy (2)', '2026-11-03T10:12:00.000Z'),
      aConsent('Terms of service (1)', '2026-10-01T08:00:00.000Z'),
    ];
    await renderPage(
      '/reviews/7',
      anApi({ ReviewCasePage: () => ({ reviewFile: aFile({ sections: [aSection('CONSENTS', { facts })] }) }) }),
    );
    expect(
      await screen.findByText(/Privacy policy \(2\), Nov 3, 2026.*; Terms of service \(1\), Oct 1, 2026/),
    ).toBeVisible();
  });

  test('names what is newly asked in a section that was accepted before, in the queue and beside it', async () => {
    const handInBy = '2026-12-24T10:00:00.000Z';
    const sections = [
      aSection('ADDRESS', { handInBy, verifiedBefore: true, newlyAsked: ['PROOF_OF_ADDRESS'] }),
      aSection('TAX', { newlyAsked: ['taxCertified'] }),
    ];
    const newlyAsked = { newlyAsked: true, handInBy, renewal: true };
    const api = anApi({
      ReviewQueue: () => ({ reviewCases: connectionOf('ReviewCaseConnection', [aCase('7', newlyAsked)]) }),
      ReviewCasePage: () => ({ reviewFile: aFile({ sections }, { ...held, ...newlyAsked }) }),
    });
    const { user } = await renderPage('/reviews', api);
    expect(await within(await queue()).findByText('Newly asked')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Creator 7' }));
    const address = await screen.findByRole('region', { name: 'Address' });
    expect(address).toHaveTextContent('newly asked: Proof of address; to be handed in by Dec 24, 2026');
    expect(screen.getByRole('region', { name: 'Tax' })).toHaveTextContent(/newly asked: [A-Z]/);
    expect(screen.getByText('Newly asked')).toBeVisible();
  });

  test('shows what was verified before beside what is said and handed in now', async () => {
    const aFact = (field: string, ...values: string[]) => ({ __typename: 'ReviewFact', field, values, at: null });
    const aBill = (id: string) => ({
      __typename: 'ReviewDocument',
      id,
      purpose: 'PROOF_OF_ADDRESS',
      requestId: null,
      form: null,
      pageUrls: [],
      originalUrl: null,
      createdAt: '2026-11-01T09:00:00.000Z',
      check: null,
    });
    const sections = [
      aSection('ADDRESS', {
        facts: [aFact('city', 'Lisboa'), aFact('country', 'PT')],
        documents: [aBill('new')],
        before: {
          __typename: 'ReviewedBefore',
          at: '2026-06-01T09:00:00.000Z',
          facts: [aFact('city', 'Porto'), aFact('region', 'Norte')],
          documents: [aBill('old')],
        },
      }),
    ];
    const { user } = await renderPage(
      '/reviews/7',
      anApi({ ReviewCasePage: () => ({ reviewFile: aFile({ sections }) }) }),
    );
    const table = await screen.findByRole('table', { name: 'Changed since it was verified' });
    const [head, city, region] = within(table).getAllByRole('row');
    expect(head).toHaveTextContent('verified on Jun 1, 2026now');
    expect(city).toHaveTextContent('PortoLisboa');
    expect(region).toHaveTextContent('Norte–');
    const tabs = within(screen.getByRole('group', { name: 'Documents' })).getAllByRole('button');
    expect(tabs.map(({ textContent }) => textContent)).toEqual([
      'Proof of address · now',
      'Proof of address · verified on Jun 1, 2026',
    ]);
    expect(screen.getByRole('group', { name: 'Checklist' })).toBeVisible();
    await user.click(tabs[1]!);
    expect(tabs[1]).toHaveAttribute('aria-pressed', 'true');
    expect(screen.queryByRole('group', { name: 'Checklist' })).not.toBeInTheDocument();
  });

  test.each([
    ['/reviews', 'ReviewQueue'],
    ['/reviews/7', 'ReviewCasePage'],
  ])('%s listens again after its listening failed', async (address, query) => {
    const api = anApi();
    await renderPage(address, api);
    await screen.findByRole('heading', { level: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    act(() => api.breakOff('ReviewNews'));
    await act(() => vi.advanceTimersByTimeAsync(5000));
    vi.useRealTimers();
    const readSoFar = api.variablesOf(query).length;
    act(() => api.send('ReviewNews', { reviewCaseChanged: { __typename: 'ReviewCaseNews', caseId: '7' } }));
    await waitFor(() => expect(api.variablesOf(query).length).toBeGreaterThan(readSoFar));
  });

  test('that ended with a rejection says so of its parts, until the creator applies again', async () => {
    const rejected = { status: 'DECIDED', decision: 'REJECTED', viewerMoves: [] };
    const sections = [aSection('PERSON', { status: 'SUBMITTED' }), aSection('ADDRESS', { status: 'ACCEPTED' })];
    const api = anApi({ ReviewCasePage: () => ({ reviewFile: aFile({ sections }, rejected) }) });
    await renderPage('/reviews/7', api);
    expect(await screen.findByRole('region', { name: 'Person' })).toHaveTextContent('Rejected');
    expect(screen.getByRole('region', { name: 'Address' })).toHaveTextContent('Accepted');
    cleanup();
    const otherCases = [{ ...aCase('8'), openedAt: '2026-12-01T09:00:00.000Z' }];
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile({ sections, otherCases }, rejected) }));
    await renderPage('/reviews/7', api);
    expect(await screen.findByRole('region', { name: 'Person' })).toHaveTextContent('Handed in');
  });

  test('that somebody else has says who', async () => {
    const taken = aFile(
      { masked: true },
      { status: 'CLAIMED', viewerMoves: [], reviewer: person('noor', 'Noor Haddad') },
    );
    await renderPage('/reviews/7', anApi({ ReviewCasePage: () => ({ reviewFile: taken }) }));
    expect(await screen.findByText('Noor Haddad has this case. You see it masked.')).toBeVisible();
  });

  test('is approved without a mouse, and the next one opens by itself', async () => {
    const api = anApi({
      DecideCase: () => ({ decideCase: aCase('7', { status: 'DECIDED', decision: 'APPROVED', viewerMoves: [] }) }),
      ClaimNextCase: () => ({ claimNextCase: aCase('8', held) }),
    });
    const { user, address } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('a');
    await waitFor(() => expect(screen.getByRole('region', { name: 'Address' })).toHaveFocus());
    await user.keyboard('a');
    await waitFor(() => expect(api.variablesOf('SaveSectionVerdict')).toHaveLength(2));
    await user.keyboard('d');
    expect(await screen.findByText('All 2 sections are accepted.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(address()).toBe('/reviews/8'));
    expect(api.variablesOf('DecideCase')).toEqual([{ input: { caseId: '7', decision: 'APPROVED' } }]);
  });

  test('never waits for one verdict to say the next, and decides when all are kept', async () => {
    const api = anApi();
    const answerOf = api.answerOf('SaveSectionVerdict');
    const kept = Promise.withResolvers<void>();
    api.answer('SaveSectionVerdict', async (variables) => {
      await kept.promise;
      return answerOf(variables);
    });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('a');
    expect(screen.getByRole('region', { name: 'Address' })).toHaveFocus();
    await user.keyboard('ad');
    expect(api.variablesOf('SaveSectionVerdict')).toMatchObject([
      { input: { section: 'PERSON' } },
      { input: { section: 'ADDRESS' } },
    ]);
    expect(screen.queryByRole('dialog', { name: 'Decide' })).not.toBeInTheDocument();
    await act(async () => kept.resolve());
    expect(await screen.findByText('All 2 sections are accepted.')).toBeVisible();
  });

  test('says which verdict could not be kept, and that it is missing', async () => {
    const api = anApi({ SaveSectionVerdict: () => Promise.reject(new Refusal('CONFLICT')) });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('a');
    expect(await screen.findByText(/^Not saved: Person\./)).toBeVisible();
    await user.keyboard('d');
    expect(
      await screen.findByText('Without a verdict: Person and Address. Accept or return each of them, then decide.'),
    ).toBeVisible();
  });

  test('says of everything that keeps from deciding what to do next', async () => {
    const api = anApi({
      DecideCase: () => ({
        decideCase: {
          __typename: 'CaseUndecided',
          message: '',
          withoutVerdict: ['TAX'],
          withCreator: ['CONSENTS'],
          unchecked: ['IDENTITY_DOCUMENT'],
          unanswered: ['PAYOUT_ACCOUNT'],
          returned: ['NICHES'],
          nothingReturned: true,
          riskFound: true,
        },
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('aad');
    const undecided = api.answerOf('DecideCase');
    const answered = Promise.withResolvers<object>();
    api.answer('DecideCase', () => answered.promise);
    const approve = await screen.findByRole('button', { name: 'Approve' });
    await user.click(approve);
    await waitFor(() => expect(approve).toHaveAttribute('aria-disabled', 'true'));
    answered.resolve(undecided({}));
    const said = (await screen.findByText(/^Without a verdict: Tax\./)).closest('ul')!;
    expect(approve).toHaveFocus();
    expect(
      within(said)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Without a verdict: Tax. Accept or return it, then decide.',
      'Still with the creator: Terms. Give the case back, and approve when that is handed in and accepted.',
      'A document is not ticked off: Identity document. Tick it off or return the section, then decide.',
      'Asked for and not there: Payout account. Return the section, or take the wish back.',
      'Returned: Topics. Accept that, or return the case to the creator.',
      'Nothing is returned. Return at least one section, or approve.',
      'A hint of high risk was found just now. Look at it, then decide.',
    ]);
  });

  test.each([en, de, fr, es])(
    'of each of them there is a next step in every language',
    ({ reviews: { undecided } }) => {
      for (const words of Object.values(undecided)) expect(words).toMatch(/[^.]+\. \p{Lu}[^.]+\./u);
    },
  );

  test('returns a section for reasons that digits tick', async () => {
    const api = anApi();
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('jr');
    const picker = await screen.findByRole('group', { name: 'Why does “Address” go back?' });
    expect(within(picker).getAllByRole('checkbox')).toHaveLength(2);
    await user.keyboard('2');
    await user.click(screen.getAllByRole('button', { name: 'Return' }).at(-1)!);
    expect(await screen.findByText('It is too old.')).toBeVisible();
    expect(api.variablesOf('SaveSectionVerdict')).toEqual([
      { input: { caseId: '7', section: 'ADDRESS', outcome: 'RETURN', revision: 0, reasons: ['TOO_OLD'], note: null } },
    ]);
  });

  test('is rejected with a reason, and a day from which one may try again', async () => {
    const api = anApi({
      DecideCase: () => ({ decideCase: aCase('7', { status: 'DECIDED', decision: 'REJECTED', viewerMoves: [] }) }),
      ClaimNextCase: () => ({ claimNextCase: { __typename: 'QueueEmpty', message: '' } }),
    });
    const { user, address } = await renderPage('/reviews/7', api);
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(
      await screen.findByText('Without a verdict: Person and Address. Accept or return each of them, then decide.'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Reject…' }));
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('Choose at least one reason.')).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Reject…' })).toHaveFocus();
    await user.keyboard('{Enter}1');
    expect(screen.getByRole('checkbox', { name: 'Too young.' })).toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('Say what they can do.')).toBeVisible();
    expect(api.variablesOf('DecideCase')).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: /What the creator can do/ }), 'Come back at 18.');
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    await waitFor(() => expect(address()).toBe('/reviews'));
    expect(await screen.findByText('Nothing left to review here.')).toBeVisible();
    expect(api.variablesOf('DecideCase')[0]).toMatchObject({
      input: {
        decision: 'REJECTED',
        reasons: ['UNDERAGE'],
        note: 'Come back at 18.',
        reapplyAt: '2099-03-01T00:00:00.000Z',
      },
    });
  });

  const proposal = (more: object) => ({
    __typename: 'ReviewProposal',
    reasons: [],
    note: null,
    reapplyAt: null,
    verdicts: [],
    ...more,
  });
  const proposed = { ...held, proposer: person('noor', 'Noor Haddad') };

  test('is rejected by the second reviewer as the first one proposed it, on whatever day that is', async () => {
    const why = { reasons: ['UNDERAGE'], note: 'Come back at 18.', reapplyAt: '2098-07-05T12:34:00.000Z' };
    const api = anApi({
      ReviewCasePage: () => ({
        reviewFile: aFile({ needsTwo: true, proposal: proposal({ decision: 'REJECTED', ...why }) }, proposed),
      }),
      DecideCase: () => ({ decideCase: aCase('7', { status: 'DECIDED', decision: 'REJECTED', viewerMoves: [] }) }),
      ClaimNextCase: () => ({ claimNextCase: { __typename: 'QueueEmpty', message: '' } }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(await screen.findByText('To apply again from Jul 5, 2098.')).toBeVisible();
    expect(screen.getByText('Come back at 18.', { selector: 'blockquote' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    await waitFor(() => expect(api.variablesOf('DecideCase')).toHaveLength(1));
    expect(api.variablesOf('DecideCase')[0]).toMatchObject({ input: { decision: 'REJECTED', ...why } });
  });

  test('is said to become another proposal as soon as the rejection is worded in another way', async () => {
    const why = { reasons: ['UNDERAGE'], note: 'Come back at 18.', reapplyAt: '2098-07-05T12:34:00.000Z' };
    const api = anApi({
      ReviewCasePage: () => ({
        reviewFile: aFile({ needsTwo: true, proposal: proposal({ decision: 'REJECTED', ...why }) }, proposed),
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(await screen.findByRole('button', { name: 'Reject' })).toBeVisible();
    const note = screen.getByRole('textbox', { name: 'What the creator can do' });
    await user.type(note, ' Bring a passport.');
    expect(screen.getByRole('button', { name: 'Propose to reject' })).toBeVisible();
    await user.clear(note);
    await user.type(note, 'Come back at 18.');
    expect(screen.getByRole('button', { name: 'Reject' })).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: 'Never' }));
    expect(screen.getByRole('button', { name: 'Propose to reject' })).toBeVisible();
  });

  test('is said to become another proposal when another document is asked for with what goes back', async () => {
    const back = { outcome: 'RETURN', reasons: ['TOO_OLD'], note: null };
    const fileWith = (requests: string[]) =>
      aFile(
        {
          needsTwo: true,
          sections: [
            aSection('ADDRESS', {
              verdict: { __typename: 'SectionVerdict', id: 'v', section: 'ADDRESS', revision: 1, ...back },
              documentRequests: [aRequest('r1', 'PLANNED', 'Lease')],
            }),
          ],
          proposal: proposal({
            decision: 'RETURNED',
            verdicts: [{ __typename: 'ProposedVerdict', section: 'ADDRESS', requests, ...back }],
          }),
        },
        proposed,
      );
    const api = anApi({ ReviewCasePage: () => ({ reviewFile: fileWith([]) }) });
    const { user } = await renderPage('/reviews/7', api);
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(await screen.findByRole('button', { name: 'Propose to return' })).toBeVisible();
    cleanup();
    api.answer('ReviewCasePage', () => ({ reviewFile: fileWith(['r1']) }));
    const again = await renderPage('/reviews/7', api);
    await again.user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(await screen.findByRole('button', { name: 'Return to the creator' })).toBeVisible();
  });

  test('is said to become another proposal when one of the verdicts is another', async () => {
    const accepted = (section: string) => ({
      __typename: 'SectionVerdict',
      id: `v${section}`,
      section,
      outcome: 'ACCEPT',
      reasons: [],
      note: null,
      revision: 1,
    });
    const api = anApi({
      ReviewCasePage: () => ({
        reviewFile: aFile(
          {
            needsTwo: true,
            sections: [
              aSection('PERSON', { verdict: accepted('PERSON') }),
              aSection('ADDRESS', { verdict: accepted('ADDRESS') }),
            ],
            proposal: proposal({
              decision: 'APPROVED',
              verdicts: [
                {
                  __typename: 'ProposedVerdict',
                  section: 'PERSON',
                  outcome: 'ACCEPT',
                  reasons: [],
                  note: null,
                  requests: [],
                },
              ],
            }),
          },
          proposed,
        ),
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await user.click(await screen.findByRole('button', { name: /^Decide/ }));
    expect(await screen.findByText(/You say something else of Address/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Propose to approve' })).toBeVisible();
  });

  test('that is a renewal goes to what is to be decided as soon as it is claimed', async () => {
    const sections = (status: string) => [aSection('PERSON', { status: 'ACCEPTED' }), aSection('ADDRESS', { status })];
    const waiting = { status: 'WAITING', viewerMoves: ['CLAIM'] };
    const api = anApi({
      ReviewCasePage: () => ({ reviewFile: aFile({ sections: sections('SUBMITTED') }, waiting) }),
      ClaimCase: () => ({ claimCase: aCase('7', held) }),
    });
    const { user } = await renderPage('/reviews/7', api);
    expect(await screen.findByRole('region', { name: 'Person' })).toHaveAttribute('aria-current', 'step');
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile({ sections: sections('IN_REVIEW') }) }));
    await user.keyboard('c');
    await waitFor(() =>
      expect(screen.getByRole('region', { name: 'Address' })).toHaveAttribute('aria-current', 'step'),
    );
  });

  test('asks for more of a section that was accepted before', async () => {
    const sections = (status: string) => [aSection('PERSON'), aSection('ADDRESS', { status })];
    const api = anApi({
      ReviewCasePage: () => ({ reviewFile: aFile({ sections: sections('ACCEPTED') }) }),
      ReopenSection: () => ({ reopenSection: aCase('7', held) }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    expect(screen.queryByRole('button', { name: 'Ask for more of: Person' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Ask for more of: Address' })).toBeVisible();
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile({ sections: sections('IN_REVIEW') }) }));
    await user.keyboard('jo');
    expect(await screen.findByRole('group', { name: 'Why does “Address” go back?' })).toBeVisible();
    expect(api.variablesOf('ReopenSection')).toEqual([{ id: '7', section: 'ADDRESS' }]);
  });

  const aRequest = (id: string, state: string, title: string) => ({
    __typename: 'DocumentRequest',
    id,
    section: 'ADDRESS',
    state,
    title,
    explanation: 'Your bill has another name.',
    askedAt: '2026-11-01T09:00:00.000Z',
  });

  test('asks for a document with words of its own, and the section goes back with it', async () => {
    const api = anApi({
      AskForDocument: () => ({ askForDocument: aRequest('r1', 'PLANNED', 'Proof of your change of name') }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    await user.keyboard('jm');
    const form = await screen.findByRole('form', { name: 'Ask for a document: Address' });
    await user.click(within(form).getByRole('button', { name: 'Ask and return the section' }));
    expect(await within(form).findByText('Say what is wanted.')).toBeVisible();
    await user.type(within(form).getByLabelText('What is wanted'), 'Proof of your change of name');
    await user.type(within(form).getByLabelText('Why, and what it should look like'), 'Your bill has another name.');
    const documentRequests = [aRequest('r1', 'PLANNED', 'Proof of your change of name')];
    api.answer('ReviewCasePage', () => ({
      reviewFile: aFile({ sections: [aSection('PERSON'), aSection('ADDRESS', { documentRequests })] }),
    }));
    await user.keyboard('{Control>}{Enter}{/Control}');
    const list = await screen.findByRole('list', { name: 'Asked for besides: Address' });
    expect(list).toHaveTextContent('Proof of your change of name goes out with the decision');
    expect(api.variablesOf('AskForDocument')).toEqual([
      {
        input: {
          caseId: '7',
          section: 'ADDRESS',
          title: 'Proof of your change of name',
          explanation: 'Your bill has another name.',
        },
      },
    ]);
    await waitFor(() =>
      expect(api.variablesOf('SaveSectionVerdict')).toMatchObject([
        { input: { section: 'ADDRESS', outcome: 'RETURN', reasons: [] } },
      ]),
    );
  });

  test('takes a wish for a document back, unless something was handed in, which has its title', async () => {
    const documentRequests = [
      aRequest('r1', 'ASKED', 'Lease'),
      aRequest('r2', 'HANDED_IN', 'Proof of your change of name'),
    ];
    const documents = [
      {
        __typename: 'ReviewDocument',
        id: 'd1',
        purpose: 'REQUESTED',
        requestId: 'r2',
        form: null,
        pageUrls: ['/documents/d1/pages/1'],
        originalUrl: null,
        createdAt: '2026-11-01T09:00:00.000Z',
        check: null,
      },
    ];
    const api = anApi({
      ReviewCasePage: () => ({
        reviewFile: aFile({ sections: [aSection('ADDRESS', { documentRequests, documents })] }),
      }),
      WithdrawDocumentRequest: () => ({ withdrawDocumentRequest: aRequest('r1', 'WITHDRAWN', 'Lease') }),
    });
    const { user } = await renderPage('/reviews/7', api);
    expect(await screen.findByRole('region', { name: 'Proof of your change of name' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Take back: Proof of your change of name' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Take back: Lease' }));
    await waitFor(() => expect(api.variablesOf('WithdrawDocumentRequest')).toEqual([{ caseId: '7', id: 'r1' }]));
  });

  test('that was lost meanwhile says so, and nothing is decided', async () => {
    const api = anApi({
      SaveSectionVerdict: () => ({
        saveSectionVerdict: { __typename: 'CaseNotHeld', caseId: '7', status: 'WAITING' },
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    api.answer('ReviewCasePage', () => ({ reviewFile: aFile({ masked: true }, { viewerMoves: ['CLAIM'] }) }));
    await user.keyboard('a');
    expect(await screen.findByText(/You do not hold this case any more/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Accept' })).not.toBeInTheDocument();
  });

  test('shows why to look twice, what others noted, and what happened', async () => {
    const file = aFile({
      hints: [
        {
          __typename: 'ReviewHint',
          id: 'h',
          kind: 'DOCUMENT_NUMBER',
          risky: true,
          place: null,
          otherCaseId: '9',
          other: person('x', 'Somebody Else'),
        },
        {
          __typename: 'ReviewHint',
          id: 'd',
          kind: 'DOCUMENT_READ',
          risky: false,
          place: 'providerBirthDate',
          otherCaseId: null,
          other: null,
        },
        {
          __typename: 'ReviewHint',
          id: 'd2',
          kind: 'DOCUMENT_READ',
          risky: false,
          place: 'providerName',
          otherCaseId: null,
          other: null,
        },
      ],
      notes: [
        {
          __typename: 'ReviewNote',
          id: 'n',
          text: 'Called them',
          at: '2026-11-01T09:00:00.000Z',
          caseNumber: '107',
          author: person('noor', 'Noor Haddad'),
        },
      ],
      history: [
        {
          __typename: 'ReviewStep',
          id: 'e',
          action: 'onboarding.claim',
          at: '2026-11-01T09:00:00.000Z',
          person: person('noor', 'Noor Haddad'),
        },
      ],
    });
    const api = anApi({
      ReviewCasePage: () => ({ reviewFile: file }),
      AddReviewNote: () => ({
        addReviewNote: {
          __typename: 'ReviewNote',
          id: 'm',
          text: 'Fine',
          at: '2026-11-01T10:00:00.000Z',
          caseNumber: '107',
          author: person('ada', 'Ada Lindqvist'),
        },
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    const hints = await screen.findByRole('region', { name: 'Look twice' });
    expect(hints).toHaveTextContent('High risk The same document number: Somebody Else');
    expect(hints).toHaveTextContent(
      'The identity provider read something else on the document than they typed: date of birth and name.',
    );
    expect(screen.getByText('Called them')).toBeVisible();
    expect(screen.getByRole('region', { name: 'History' })).toHaveTextContent(
      /Handed in Nov 1, 2026.*Taken Noor Haddad/,
    );
    await user.keyboard('n');
    expect(screen.getByRole('textbox', { name: 'A note for other reviewers' })).toHaveFocus();
    await user.keyboard('Fine{Control>}{Enter}{/Control}');
    await waitFor(() => expect(api.variablesOf('AddReviewNote')).toEqual([{ caseId: '7', text: 'Fine' }]));
  });

  test('is not left with a note that was typed and not kept, unless one says so', async () => {
    const { user, address } = await renderPage('/reviews/7', anApi());
    await user.type(await screen.findByRole('textbox', { name: 'A note for other reviewers' }), 'Called them twice');
    const [away] = within(screen.getByRole('main')).getAllByRole('link');
    await user.click(away!);
    const question = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }));
    await user.click(question.getByRole('button', { name: 'Keep editing' }));
    expect(address()).toBe('/reviews/7');
    expect(screen.getByRole('textbox', { name: 'A note for other reviewers' })).toHaveValue('Called them twice');
  });

  describe('loses nothing that was typed and not kept, unless one says so:', () => {
    const asked = async (answer: string): Promise<void> => {
      const question = await screen.findByRole('dialog', { name: 'Leave without saving?' });
      await userEvent.click(within(question).getByRole('button', { name: answer }));
      await waitFor(() => expect(question).not.toBeInTheDocument());
    };
    test('why a section goes back', async () => {
      const { user, address } = await renderPage('/reviews/7', anApi());
      await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
      await user.keyboard('jr2');
      const focused = document.activeElement;
      await user.keyboard('{Escape}');
      await asked('Keep editing');
      expect(focused).toHaveFocus();
      expect(screen.getByRole('checkbox', { name: 'It is too old.' })).toBeChecked();
      await user.keyboard('kr');
      await asked('Keep editing');
      expect(screen.getByRole('group', { name: 'Why does “Address” go back?' })).toBeVisible();
      await user.click(screen.getByRole('button', { name: 'Cancel' }));
      await asked('Discard it');
      expect(screen.queryByRole('group', { name: 'Why does “Address” go back?' })).not.toBeInTheDocument();
      await user.keyboard('jr');
      expect(screen.getByRole('checkbox', { name: 'It is too old.' })).not.toBeChecked();
      await user.type(
        screen.getByRole('textbox', { name: 'In your own words, to the creator' }),
        'The corner is cut off.',
      );
      await user.click(within(screen.getByRole('main')).getByRole('link', { name: 'Reviews' }));
      await asked('Discard it');
      await waitFor(() => expect(address()).toBe('/reviews'));
    });

    test('a wish for a document', async () => {
      const { user } = await renderPage('/reviews/7', anApi());
      await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
      await user.keyboard('jm');
      await user.keyboard('{Escape}');
      expect(screen.queryByRole('form', { name: /^Ask for a document/ })).not.toBeInTheDocument();
      await user.keyboard('m');
      await user.type(await screen.findByLabelText('What is wanted'), 'Your lease{Escape}');
      await asked('Keep editing');
      expect(screen.getByLabelText('What is wanted')).toHaveValue('Your lease');
      await user.click(screen.getByRole('button', { name: /^Give it back/ }));
      await asked('Keep editing');
      await user.click(screen.getByRole('button', { name: 'Cancel' }));
      await asked('Discard it');
      expect(screen.queryByLabelText('What is wanted')).not.toBeInTheDocument();
    });

    test('a rejection, also with the panel that it is worded in', async () => {
      const { user } = await renderPage('/reviews/7', anApi());
      await user.click(await screen.findByRole('button', { name: /^Decide/ }));
      await user.click(screen.getByRole('button', { name: 'Reject…' }));
      const text = screen.getByRole('textbox', { name: /What the creator can do/ });
      await user.type(text, 'Come back at 18.{Escape}');
      await asked('Keep editing');
      await user.click(screen.getByRole('button', { name: 'Close' }));
      await asked('Keep editing');
      screen.getByRole('button', { name: 'Close' }).focus();
      await user.keyboard('{Escape}');
      await asked('Keep editing');
      expect(text).toHaveValue('Come back at 18.');

      // As a phone asks to close, and as a browser closes that was refused before.
      const panel = screen.getByRole<HTMLDialogElement>('dialog', { name: 'Decide' });
      fireEvent(text, new Event('cancel', { bubbles: true, cancelable: true }));
      expect(screen.queryByRole('dialog', { name: 'Leave without saving?' })).not.toBeInTheDocument();
      expect(fireEvent(panel, new Event('cancel', { cancelable: true }))).toBe(false);
      await asked('Keep editing');
      panel.close();
      await asked('Keep editing');
      expect(panel).toHaveAttribute('open');
      expect(text).toHaveValue('Come back at 18.');
      await user.clear(text);
      await user.click(screen.getByRole('checkbox', { name: 'Never' }));
      await user.click(screen.getByRole('button', { name: 'Cancel' }));
      await asked('Discard it');
      await user.click(screen.getByRole('button', { name: 'Reject…' }));
      expect(screen.getByRole('checkbox', { name: 'Never' })).not.toBeChecked();
      await user.click(screen.getByRole('button', { name: 'Close' }));
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
  });

  describe('that somebody else takes meanwhile keeps what was typed, and sends it once one has the case again:', () => {
    const notSent = /^Noor Haddad has this case now. This was not sent/;
    const change = (api: FakeApi, file: object): void => {
      api.answer('ReviewCasePage', () => ({ reviewFile: file }));
      act(() => api.send('ReviewNews', { reviewCaseChanged: { __typename: 'ReviewCaseNews', caseId: '7' } }));
    };
    const taken = (api: FakeApi): void =>
      change(
        api,
        aFile({ masked: true }, { status: 'CLAIMED', viewerMoves: [], reviewer: person('noor', 'Noor Haddad') }),
      );

    test('why a section goes back', async () => {
      const api = anApi();
      const { user } = await renderPage('/reviews/7', api);
      await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
      await user.keyboard('r1');
      const text = screen.getByRole('textbox', { name: 'In your own words, to the creator' });
      await user.type(text, 'The corner is cut off.');
      taken(api);
      expect(await screen.findByText(notSent)).toBeVisible();
      await user.type(text, '{Control>}{Enter}{/Control}');
      expect(api.variablesOf('SaveSectionVerdict')).toEqual([]);
      const form = within(screen.getByRole('region', { name: 'Person' }));
      expect(form.queryByRole('button', { name: 'Send back' })).not.toBeInTheDocument();
      change(api, aFile());
      await waitFor(() => expect(screen.queryByText(notSent)).not.toBeInTheDocument());
      expect(text).toHaveValue('The corner is cut off.');
      await user.type(text, '{Control>}{Enter}{/Control}');
      await waitFor(() =>
        expect(api.variablesOf('SaveSectionVerdict')).toMatchObject([
          { input: { section: 'PERSON', reasons: ['BLURRED'], note: 'The corner is cut off.' } },
        ]),
      );
    });

    test('a wish for a document', async () => {
      const api = anApi();
      const { user } = await renderPage('/reviews/7', api);
      await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
      await user.keyboard('m');
      const text = await screen.findByLabelText('What is wanted');
      await user.type(text, 'Your lease');
      taken(api);
      expect(await screen.findByText(notSent)).toBeVisible();
      expect(text).toHaveValue('Your lease');
      change(api, aFile());
      await waitFor(() => expect(screen.queryByText(notSent)).not.toBeInTheDocument());
      expect(text).toHaveValue('Your lease');
    });

    test('a rejection, also where only sending it tells', async () => {
      const api = anApi({
        DecideCase: () => ({ decideCase: { __typename: 'CaseNotHeld', caseId: '7', status: 'WAITING' } }),
      });
      const { user } = await renderPage('/reviews/7', api);
      await user.click(await screen.findByRole('button', { name: /^Decide/ }));
      await user.click(screen.getByRole('button', { name: 'Reject…' }));
      await user.click(screen.getByRole('checkbox', { name: 'Too young.' }));
      const text = screen.getByRole('textbox', { name: /What the creator can do/ });
      await user.type(text, 'Come back at 18.');
      api.answer('ReviewCasePage', () => ({ reviewFile: aFile({ masked: true }, { viewerMoves: ['CLAIM'] }) }));
      await user.click(screen.getByRole('button', { name: 'Reject' }));
      expect(await screen.findByText(/^You do not hold this case any more. This was not sent/)).toBeVisible();
      expect(text).toHaveValue('Come back at 18.');
    });

    test('nothing where nothing was typed', async () => {
      const api = anApi();
      const { user } = await renderPage('/reviews/7', api);
      await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
      await user.keyboard('r');
      await screen.findByRole('group', { name: 'Why does “Person” go back?' });
      taken(api);
      await waitFor(() => expect(screen.queryByRole('group', { name: /go back/ })).not.toBeInTheDocument());
    });
  });

  test('that does not exist is not found', async () => {
    const api = anApi({
      ReviewCasePage: () => {
        throw new Refusal('NOT_FOUND');
      },
    });
    await renderPage('/reviews/x', api);
    expect(await screen.findByRole('heading', { name: /not/i })).toBeVisible();
  });
});

describe('reasons', () => {
  test('are edited in every language, and a conflict is said', async () => {
    const api = anApi({
      SaveReviewReason: () => ({
        saveReviewReason: { __typename: 'ReviewReasonConflict', reason: aReason('BLURRED', 'RETURN', 'Other') },
      }),
    });
    const { user } = await renderPage('/reviews/reasons', api);
    await user.click(await screen.findByRole('button', { name: 'Edit: We cannot read it.' }));
    const english = screen.getByRole('textbox', { name: /English/ });
    await user.clear(english);
    await user.type(english, 'Too dark.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Somebody else changed this reason/)).toBeVisible();
    expect(api.variablesOf('SaveReviewReason')[0]).toMatchObject({
      input: {
        code: 'BLURRED',
        revision: 1,
        texts: spokenLanguages.map((language) => (language === 'en' ? { language, text: 'Too dark.' } : { language })),
      },
    });
  });
});

describe('numbers', () => {
  test('say how far creators come and how long the desk takes', async () => {
    const api = anApi({
      ReviewNumbersPage: () => ({
        reviewNumbers: {
          __typename: 'ReviewNumbers',
          registered: 140,
          verified: 120,
          funnel: [{ __typename: 'FunnelStep', section: null, begun: 100, handedIn: 60, accepted: 40 }],
          times: {
            __typename: 'DecisionTimes',
            decided: 50,
            approved: 40,
            returned: 8,
            rejected: 2,
            medianHours: 3.25,
            p90Hours: 20,
            withinDue: 0.96,
          },
          reasons: [{ __typename: 'ReasonCount', code: 'BLURRED', use: 'RETURN', count: 6 }],
          reviewers: [
            {
              __typename: 'ReviewerCount',
              decided: 50,
              medianMinutes: 1.5,
              withinDue: 0.96,
              reviewer: person('noor', 'Noor Haddad'),
            },
          ],
        },
      }),
    });
    await renderPage('/reviews/numbers', api);
    expect(await screen.findByRole('row', { name: 'The whole application 100 60 40' })).toBeVisible();
    expect(screen.getByText('E-mail address confirmed').nextElementSibling).toHaveTextContent('120');
    expect(screen.getByRole('row', { name: 'We cannot read it. Returned 6' })).toBeVisible();
    expect(screen.getByRole('row', { name: 'Noor Haddad 50 1.5 96%' })).toBeVisible();
    expect(screen.getByText('3.3 hours')).toBeVisible();
  });
});

describe('the documents of a case', () => {
  const aDocument = (id: string, purpose: string) => ({
    __typename: 'ReviewDocument',
    id,
    purpose,
    requestId: null,
    form: null,
    pageUrls: [`/documents/${id}/1`],
    originalUrl: null,
    createdAt: '2026-11-01T09:00:00.000Z',
    check: null,
  });

  test('stand beside every section, the identity first, and V goes through them', async () => {
    const api = anApi({
      ReviewCasePage: () => ({
        reviewFile: aFile({
          sections: [
            aSection('PERSON'),
            aSection('ADDRESS', { documents: [aDocument('bill', 'PROOF_OF_ADDRESS')] }),
            aSection('IDENTITY_DOCUMENT', { documents: [aDocument('front', 'IDENTITY_FRONT')] }),
          ],
        }),
      }),
    });
    const { user } = await renderPage('/reviews/7', api);
    const documents = within(await screen.findByRole('region', { name: 'Documents' }));
    const pressed = () => documents.getByRole('button', { pressed: true, name: /Front|Proof/ }).textContent;
    expect(pressed()).toBe('Front');
    await user.keyboard('j');
    expect(pressed()).toBe('Proof of address');
    await user.keyboard('v');
    expect(pressed()).toBe('Proof of address');
    await user.keyboard('v');
    expect(pressed()).toBe('Front');
    // Turns the page: it does not return the section.
    await user.keyboard('t');
    expect(screen.queryByRole('checkbox', { name: /We cannot read it/ })).not.toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('region', { name: 'Address' })).toHaveFocus();
  });
});

describe('what a reviewer ticks off on a document', () => {
  const aBill = {
    __typename: 'ReviewDocument',
    id: 'bill',
    purpose: 'PROOF_OF_ADDRESS',
    requestId: null,
    form: null,
    pageUrls: ['/documents/bill/1'],
    originalUrl: null,
    createdAt: '2026-11-01T09:00:00.000Z',
    check: null,
  };
  const withBill = (answers: object = {}): FakeApi =>
    anApi({
      ReviewCasePage: () => ({ reviewFile: aFile({ sections: [aSection('ADDRESS', { documents: [aBill] })] }) }),
      ...answers,
    });
  const pressed = (tick: string): string[] =>
    within(screen.getByRole('group', { name: tick }))
      .getAllByRole('button')
      .filter((button) => button.getAttribute('aria-pressed') === 'true')
      .map(({ textContent }) => textContent);

  test('is said by keys, with Shift that it is not, and again: not looked at; sent in the order of the keys', async () => {
    const said: object[] = [];
    const { user } = await renderPage(
      '/reviews/7',
      withBill({
        CheckDocument: ({ input }: { input: object }) => {
          said.push(input);
          return { checkDocument: { __typename: 'DocumentCheck', ...input } };
        },
      }),
    );
    await screen.findByRole('group', { name: 'Legible' });
    await user.keyboard('liG');
    expect([pressed('Legible'), pressed('In date'), pressed('Genuine')]).toEqual([['Yes'], ['Yes'], ['No']]);
    await user.keyboard('l');
    expect(pressed('Legible')).toEqual([]);
    const ticks = (legible: boolean | null, inDate: boolean | null, genuine: boolean | null) => ({
      caseId: '7',
      documentId: 'bill',
      legible,
      inDate,
      genuine,
    });
    await waitFor(() =>
      expect(said).toEqual([
        ticks(true, null, null),
        ticks(true, true, null),
        ticks(true, true, false),
        ticks(null, true, false),
      ]),
    );
  });

  test('is taken back where it could not be stored, and says why', async () => {
    const CheckDocument = (): never => {
      throw new Refusal('CONFLICT');
    };
    const { user } = await renderPage('/reviews/7', withBill({ CheckDocument }));
    await screen.findByRole('group', { name: 'Legible' });
    await user.keyboard('l');
    const checklist = within(screen.getByRole('group', { name: 'Checklist' }));
    expect(await checklist.findByRole('alert')).toBeInTheDocument();
    expect(pressed('Legible')).toEqual([]);
  });

  test('means nothing where the viewer does not hold the case', async () => {
    const file = { sections: [aSection('ADDRESS', { documents: [aBill] })] };
    await renderPage('/reviews/7', anApi({ ReviewCasePage: () => ({ reviewFile: aFile(file, {}) }) }));
    await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
    expect(screen.queryByRole('group', { name: 'Legible' })).not.toBeInTheDocument();
  });
});

test('every key of the queue and of a case stands in the help', async () => {
  const listed = (): string[] => [...document.querySelectorAll('dialog kbd')].map(({ textContent }) => textContent);
  await renderPage('/reviews', anApi());
  await queue();
  cleanup();
  const { user } = await renderPage('/reviews/7', anApi());
  await screen.findByRole('heading', { name: 'Case 107: Creator 7' });
  await user.keyboard('r');
  await screen.findByRole('group', { name: 'Why does “Person” go back?' });
  await user.keyboard('?');
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  const words: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };
  // The first and the last digit stand for those between; with Shift, a letter is said in words.
  const asListed = (key: string): string => words[key] ?? (/^[1-8]$/.test(key) ? '1' : key.toUpperCase());
  expect([...keysInUse].map(asListed).filter((key) => !listed().includes(key))).toEqual([]);
  expect([...keysInUse]).toEqual(
    expect.arrayContaining(['n', 'x', 'g', '/', 'a', 'r', 'v', 'V', 'o', 'u', '1', 'l', 'I']),
  );
});
