import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anAnswer, anApplication, joining, type Given } from '../../../test/application.ts';
import { renderPage } from '../../../test/render-page.tsx';
import { leavePage } from '../leave-page.ts';

const aCheck = (status: string, given: Given = {}) => ({
  __typename: 'IdentityCheck',
  id: 'c1',
  status,
  url: null,
  problem: null,
  comparing: false,
  vouches: status === 'VERIFIED',
  unlike: [],
  ...given,
});
const typed = (type: string) => ({ answers: [anAnswer('documentType', [type])] });
const front = { documentsAsked: ['IDENTITY_FRONT'] };
const both = { documentsAsked: ['IDENTITY_FRONT', 'IDENTITY_BACK'] };

function withDocument(section: Given, check: object | null = null, offered = check !== null): FakeApi {
  const api = joining(anApplication('IN_PROGRESS', { IDENTITY_DOCUMENT: section }));
  answerCheck(api, check, offered);
  api.answer('OwnDocuments', () => ({
    documents: [],
    documentRules: { __typename: 'DocumentRules', types: ['image/jpeg'], maxBytes: 5_000_000, maxPages: 20 },
  }));
  return api;
}
const answerCheck = (api: FakeApi, check: object | null, offered = true): void =>
  api.answer('StudioIdentityCheck', () => ({ identityCheckOffered: offered, identityCheck: check }));
const news = (api: FakeApi): void =>
  act(() => api.send('StudioOnboardingChanged', { onboardingChanged: anApplication('IN_PROGRESS') }));
const open = (api: FakeApi, language: 'en' | 'es' = 'en') => renderPage('/onboarding/identity-document', api, language);

afterEach(() => vi.restoreAllMocks());

describe('pictures of the document', () => {
  test('are asked for once it is said which document it is', async () => {
    await open(withDocument(front));
    expect(await screen.findByText(/Say first which document it is/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Choose a file' })).not.toBeInTheDocument();
  });

  test('of a passport is one page', async () => {
    await open(withDocument({ ...front, ...typed('PASSPORT') }));
    expect(await screen.findByRole('region', { name: 'Passport: the page with your photo' })).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: /back/ })).not.toBeInTheDocument();
    expect(screen.getByText(/Only the reviewer who checks your application sees them/)).toBeInTheDocument();
  });

  test('of a card are two, in the person’s language', async () => {
    await open(withDocument({ ...both, ...typed('NATIONAL_ID') }), 'es');
    expect(await screen.findByRole('region', { name: 'Documento de identidad: anverso' })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Documento de identidad: reverso' })).toBeInTheDocument();
  });

  test('that are missing are named when it is handed in', async () => {
    const problems = [{ __typename: 'SectionProblem', field: null, code: 'DOCUMENT_BACK_MISSING' }];
    const api = withDocument({ ...both, ...typed('NATIONAL_ID') });
    api.answer('StudioSubmitSection', () => ({ submitSection: { __typename: 'SectionIncomplete', problems } }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Hand in and go on' }));
    expect(await screen.findByText('Add a picture of the back too.')).toBeInTheDocument();
    expect(screen.getByText(/Something is missing or not right yet/)).toBeInTheDocument();

    const complete = anApplication('IN_PROGRESS', { IDENTITY_DOCUMENT: { ...both, ...typed('NATIONAL_ID') } });
    act(() => api.send('StudioOnboardingChanged', { onboardingChanged: complete }));
    await waitFor(() => expect(screen.queryByText('Add a picture of the back too.')).not.toBeInTheDocument());
    expect(screen.queryByText(/Something is missing or not right yet/)).not.toBeInTheDocument();
  });

  test('stay as they are while somebody reviews them', async () => {
    await open(withDocument({ ...front, ...typed('PASSPORT'), status: 'IN_REVIEW' }, aCheck('NEEDS_INPUT')));
    expect(await screen.findByRole('region', { name: /Passport/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Choose a file|Try again/ })).not.toBeInTheDocument();
  });
});

describe('the check at a provider', () => {
  test('is offered only where one is connected', async () => {
    await open(withDocument({ ...front, ...typed('PASSPORT') }));
    await screen.findByRole('region', { name: /Passport/ });
    expect(screen.queryByRole('button', { name: 'Go to the check' })).not.toBeInTheDocument();
  });

  test('is begun, and leads there as soon as there is a page to go to', async () => {
    const left = vi.spyOn(leavePage, 'to').mockImplementation(() => {});
    const api = withDocument({ ...front, ...typed('PASSPORT') }, null, true);
    api.answer('StudioStartIdentityCheck', () => ({ startIdentityCheck: aCheck('REQUESTED') }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Go to the check' }));
    expect(await screen.findByText(/We are opening the page for you/)).toBeInTheDocument();
    expect(left).not.toHaveBeenCalled();

    answerCheck(api, aCheck('OPEN', { url: 'https://verify.example/start/c1' }));
    news(api);
    await waitFor(() => expect(left).toHaveBeenCalledExactlyOnceWith('https://verify.example/start/c1'));
  });

  test('that is open sends nobody away by itself: one may have just come back', async () => {
    const left = vi.spyOn(leavePage, 'to').mockImplementation(() => {});
    const check = aCheck('OPEN', { url: 'https://verify.example/start/c1' });
    const api = withDocument({ ...front, ...typed('PASSPORT') }, check);
    api.answer('StudioStartIdentityCheck', () => ({ startIdentityCheck: check }));
    const { user } = await open(api);
    expect(await screen.findByText(/If you have just finished it/)).toBeInTheDocument();
    expect(left).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Go on with the check' }));
    await waitFor(() => expect(left).toHaveBeenCalledOnce());
  });

  test('goes on live until no pictures are needed', async () => {
    const api = withDocument({ ...front, ...typed('PASSPORT') }, aCheck('OPEN', { url: 'https://verify.example/' }));
    await open(api);
    expect(await screen.findByRole('region', { name: /Passport/ })).toBeInTheDocument();
    answerCheck(api, aCheck('PROCESSING'));
    news(api);
    expect(await screen.findByText(/Our partner is checking your document/)).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: /Passport/ })).not.toBeInTheDocument();
    answerCheck(api, aCheck('VERIFIED'));
    news(api);
    expect(await screen.findByText(/No pictures are needed any more/)).toBeInTheDocument();
  });

  test.each([
    ['document_expired', /no longer valid/],
    ['something_new', /Something did not work there/],
  ])('that needs another try says why: %s', async (problem, words) => {
    await open(withDocument({ ...front, ...typed('PASSPORT') }, aCheck('NEEDS_INPUT', { problem })));
    const card = await screen.findByRole('region', { name: 'Have it checked at once' });
    expect(within(card).getByText(words)).toBeInTheDocument();
    expect(within(card).getByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: /Passport/ })).toBeInTheDocument();
  });

  test('that read something else says what, and leaves every way open', async () => {
    const check = aCheck('VERIFIED', { vouches: false, unlike: ['documentNumber', 'birthDate'] });
    await open(withDocument({ ...front, ...typed('PASSPORT') }, check));
    const card = await screen.findByRole('region', { name: 'Have it checked at once' });
    expect(within(card).getByText('Does not fit yet')).toBeInTheDocument();
    expect(
      within(card)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['The number of the document', 'Your date of birth']);
    expect(within(card).getByRole('link', { name: 'Your date of birth' })).toHaveAttribute(
      'href',
      '/onboarding/person',
    );
    expect(within(card).getByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: /Passport/ })).toBeInTheDocument();
  });

  test('that is being compared asks for nothing meanwhile', async () => {
    await open(
      withDocument({ ...front, ...typed('PASSPORT') }, aCheck('VERIFIED', { vouches: false, comparing: true })),
    );
    expect(await screen.findByText('Being compared')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: /Passport/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });

  test('that did not satisfy the reviewer can be done again', async () => {
    await open(withDocument({ ...front, ...typed('PASSPORT') }, aCheck('VOID')));
    expect(await screen.findByText(/The reviewer was not content with this check/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: /Passport/ })).toBeInTheDocument();
  });

  test('that could not be reached leads to pictures', async () => {
    await open(withDocument({ ...front, ...typed('PASSPORT') }, aCheck('FAILED')));
    expect(await screen.findByText(/or upload pictures: that works just as well/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });
});

describe('a tax form', () => {
  const answered = (...given: [string, string][]) => given.map(([field, value]) => anAnswer(field, [value]));
  const open = async (section: Given) => {
    const api = withDocument({});
    api.answer('StudioOnboarding', () => ({ onboarding: anApplication('IN_PROGRESS', { TAX: section }) }));
    await renderPage('/onboarding/tax', api);
  };

  test('is named, and it is said why it is asked and where it is found', async () => {
    const answers = answered(['taxCountry', 'US'], ['taxAsBusiness', 'NO']);
    await open({ answers, documentsAsked: ['TAX_FORM'] });
    expect(await screen.findByRole('region', { name: 'Form W-9, signed' })).toBeInTheDocument();
    expect(screen.getByText(/from every US person who is paid. Download it at irs.gov\/w9/)).toBeInTheDocument();
  });

  test('is not mentioned where none is due', async () => {
    await open({ answers: answered(['taxCountry', 'DE'], ['taxAsBusiness', 'NO']) });
    await screen.findByRole('heading', { level: 1 });
    expect(screen.queryByRole('region', { name: /Form/ })).not.toBeInTheDocument();
  });
});

describe('what a reviewer asked for besides', () => {
  const documentRequests = [
    {
      __typename: 'DocumentRequest',
      id: 'r1',
      section: 'NICHES',
      state: 'ASKED',
      title: 'Proof of your change of name',
      explanation: 'Your bill has another name.',
      askedAt: '2026-11-01T09:00:00.000Z',
    },
  ];

  test('is named in its section, whichever that is, with the words of the reviewer', async () => {
    const api = withDocument({});
    api.answer('StudioOnboarding', () => ({
      onboarding: anApplication('RETURNED', { NICHES: { status: 'RETURNED', documentRequests } }),
    }));
    await renderPage('/onboarding/niches', api);
    const place = await screen.findByRole('region', { name: 'Proof of your change of name' });
    expect(place).toHaveTextContent('Your bill has another name.');
    expect(screen.getByText('We still need from you:')).toBeInTheDocument();
    expect(screen.getByText('The review team asked you for this besides.')).toBeInTheDocument();
  });
});

describe('proof of the address', () => {
  const address = async (documentsAsked: string[]) => {
    const api = withDocument({});
    api.answer('StudioOnboarding', () => ({
      onboarding: anApplication('IN_PROGRESS', { ADDRESS: { documentsAsked } }),
    }));
    await renderPage('/onboarding/address', api);
    await screen.findByLabelText('Country');
  };

  test('is uploaded where the workspace asks for it', async () => {
    await address(['PROOF_OF_ADDRESS']);
    expect(await screen.findByRole('region', { name: 'Proof of your address' })).toBeInTheDocument();
  });

  test('is not mentioned where it does not', async () => {
    await address([]);
    expect(screen.queryByRole('region', { name: 'Proof of your address' })).not.toBeInTheDocument();
  });
});
